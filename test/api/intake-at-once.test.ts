import pg from 'pg';
import { expectStatus, type Json } from '../support/caller.js';
import { clinic, clinicForEachTest, service } from '../support/clinic-for-each.js';
import { activeCourse, booked, bookedSession, clearScreening, courseReadyToStart, draftCourse, newPatient, prescribed, publishedProtocol } from '../support/world.js';

/** What changes while a course begins or runs: two at once see each other, and what is asked anew is asked. */
clinicForEachTest();

const clinician = () => clinic.as('clinician');
const courseOf = async (courseId: string): Promise<Json> => expectStatus(await clinician().get(`/v1/courses/${courseId}`), 200);
const holdsOf = async (courseId: string): Promise<string[]> => (await courseOf(courseId)).holds.map(({ code }: Json) => code);
const overrides = [{ rule: 'S05', rationale: 'As published.' }];
const activation = (courseId: string) => clinician().post(`/v1/courses/${courseId}/activate`, { overrides });

/** What somebody else has done and not yet committed while the call is under way. */
async function beside<T>(patientId: string, lock: string, statements: [string, unknown[]][], call: () => Promise<T>): Promise<T> {
  const other = new pg.Client(service.databaseOfTest.superuserUrl);
  await other.connect();
  await other.query('begin');
  await other.query(`select 1 from patients where id = $1 for ${lock}`, [patientId]);
  for (const [text, values] of statements) await other.query(text, values);
  const answer = call();
  await new Promise((resolve) => setTimeout(resolve, 400));
  await other.query('commit');
  await other.end();
  return answer;
}

it('a medicine that comes while a course begins holds it', async () => {
  const { patientId, courseId } = await draftCourse(service, clinic);
  const begins: [string, unknown[]] = [`update courses set status = 'active', activated_at = $2 where id = $1`, [courseId, service.clock.now()]];
  const added = await beside(patientId, 'no key update', [begins], () =>
    clinician().post(`/v1/patients/${patientId}/medications`, { name: 'Tramadol', dose: '50 mg', frequency: 'daily', startedOn: '2030-03-03' }));
  expectStatus(added, 201);
  expect(await holdsOf(courseId)).toEqual(['medication-change']);
});

it('a patient who is archived while a course begins is not treated, and one whose course has begun is not archived', async () => {
  const { patientId, courseId } = await draftCourse(service, clinic);
  const begins: [string, unknown[]] = [`update courses set status = 'active', activated_at = $2 where id = $1`, [courseId, service.clock.now()]];
  const archived = await beside(patientId, 'no key update', [begins], () => clinician().post(`/v1/patients/${patientId}/archive`, {}));
  expect(expectStatus(archived, 409).code).toBe('course-active');

  const second = await draftCourse(service, clinic);
  const goes: [string, unknown[]] = ['update patients set archived_at = $2 where id = $1', [second.patientId, service.clock.now()]];
  const refused = expectStatus(await beside(second.patientId, 'update', [goes], () => activation(second.courseId)), 409);
  expect(refused.missing.map(({ code }: Json) => code)).toContain('patient-archived');
});

it('a course that becomes another record’s while it begins waits for what is done to that record', async () => {
  const gone = await draftCourse(service, clinic);
  const stays = await draftCourse(service, clinic);
  const other = new pg.Client(service.databaseOfTest.superuserUrl);
  await other.connect();
  await other.query('begin');
  await other.query('select 1 from patients where id = $1 for no key update', [stays.patientId]);
  await other.query(`update courses set status = 'active', activated_at = $2 where id = $1`, [stays.courseId, service.clock.now()]);
  const moves = ['conditions', 'courses'].map((table): [string, unknown[]] => [`update ${table} set patient_id = $2 where patient_id = $1`, [gone.patientId, stays.patientId]]);
  const answer = beside(gone.patientId, 'update', moves, () => {
    const activating = activation(gone.courseId);
    setTimeout(() => void other.query('commit').then(() => other.end()), 900);
    return activating;
  });
  expect(expectStatus(await answer, 409).missing.map(({ code }: Json) => code)).toContain('another-course-active');
});

it('two merges into each other at once leave one record', async () => {
  const [one, other] = [await newPatient(clinic), await newPatient(clinic)];
  const merge = (from: string, into: string) => clinic.as('admin').post(`/v1/patients/${from}/merge`, { intoPatientId: into, reason: 'Same passport.' });
  const answers = await Promise.all([merge(one, other), merge(other, one)]);
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 404]);
  const looked = await Promise.all([one, other].map((id) => clinician().get(`/v1/patients/${id}`)));
  expect(looked.map(({ status }) => status).sort()).toEqual([200, 404]);
});

it('a merge tells on which days both records had treatment booked', async () => {
  const one = await courseReadyToStart(service, clinic);
  const other = await courseReadyToStart(service, clinic, { protocolCode: 'ldlpfc-itbs-threed-2018', category: 'depression', icd10: 'F33.2', side: null });
  await booked(service, clinic, one.courseId, { startsAt: '2030-03-06T15:00:00Z' });
  await booked(service, clinic, one.courseId, { startsAt: '2030-03-07T15:00:00Z' });
  await booked(service, clinic, other.courseId, { startsAt: '2030-03-06T19:00:00Z' });
  await booked(service, clinic, other.courseId, { startsAt: '2030-03-08T19:00:00Z' });
  const { warnings } = expectStatus(await clinic.as('admin').post(`/v1/patients/${one.patientId}/merge`, { intoPatientId: other.patientId, reason: 'Same passport.' }), 200);
  expect(warnings).toEqual([{ code: 'sessions-on-one-day', patientId: other.patientId, onDate: '2030-03-06' }]);
});

it('each current that is added to a running course, or given otherwise, is asked about, whatever was let go on before', async () => {
  const { courseId } = await activeCourse(service, clinic);
  const path = `/v1/courses/${courseId}/adjuncts`;
  const current = async (plan: string): Promise<Json> => expectStatus(await clinician().post(path, { kind: 'tdcs', plan, startedOn: '2030-03-01', timing: { relation: 'before' } }), 201);
  const release = async (): Promise<void> => {
    for (const { id } of (await courseOf(courseId)).holds) expectStatus(await clinician().post(`/v1/courses/${courseId}/holds/${id}/release`, { note: 'Weighed.' }), 200);
  };
  const change = async (id: string, body: Json): Promise<string[]> => {
    expectStatus(await clinician().patch(`${path}/${id}`, body), 200);
    return holdsOf(courseId);
  };
  const { id } = await current('Cathodal, 1 mA');
  await current('A third of the week');
  expect(await holdsOf(courseId)).toEqual(['combination']);
  await release();
  expect(await change(id, { provider: 'Elsewhere' })).toEqual([]);
  expect(await change(id, { plan: 'Anodal, 2 mA' })).toEqual(['combination']);
  await release();
  expect(await change(id, { endedOn: '2030-03-03' })).toEqual([]);
  expect(await change(id, { endedOn: null })).toEqual(['combination']);
  await release();
  await current('Another one');
  expect(await holdsOf(courseId)).toEqual(['combination']);
});

it('goals change on the way, by a clinician who has seen the last ones, until the course ends', async () => {
  const { courseId } = await activeCourse(service, clinic);
  const path = `/v1/courses/${courseId}`;
  const tag = async (): Promise<string> => (await clinician().get(path)).headers['etag'] ?? '';
  const seen = await tag();
  expect(expectStatus(await clinician().patch(path, { goals: 'Half an hour of gardening' }, { 'if-match': seen }), 200).goals).toBe('Half an hour of gardening');
  expectStatus(await clinician().patch(path, { goals: 'Stale' }, { 'if-match': seen }), 412);
  for (const role of ['operator', 'front-desk', 'admin'] as const) expectStatus(await clinic.as(role).patch(path, { goals: null }, { 'if-match': await tag() }), 403);
  expectStatus(await clinician().patch(path, { goals: 'x', hemisphere: 'left' }, { 'if-match': await tag() }), 400);
  const { items } = expectStatus(await clinic.as('auditor').get('/v1/audit-events?action=course.changed'), 200);
  expect(items).toHaveLength(1);
  expectStatus(await clinician().post(`${path}/discontinue`, { reason: 'Moved' }), 200);
  expectStatus(await clinician().patch(path, { goals: null }, { 'if-match': await tag() }), 409);
});

it('one letter of a payer is entered once', async () => {
  const { courseId, patientId } = await activeCourse(service, clinic);
  const letter = { payer: 'Example Health', reference: 'A-1', sessionsApproved: 10, validFrom: '2030-03-01', validTo: '2030-04-30' };
  const enter = (course: string, changes: Json = {}) => clinic.as('front-desk').post(`/v1/courses/${course}/authorisations`, { ...letter, ...changes });
  const { id } = expectStatus(await enter(courseId), 201);
  expect(expectStatus(await enter(courseId, { payer: 'example health', reference: ' a-1' }), 409)).toMatchObject({ code: 'duplicate-authorisation', authorisationId: id });
  expectStatus(await enter(courseId, { validFrom: '2030-05-01', validTo: '2030-05-31' }), 201);
  expectStatus(await enter(courseId, { sessionsApproved: 5 }), 201);
  expectStatus(await enter(courseId, { payer: 'Other Health' }), 201);
  expectStatus(await enter((await prescribed(clinic, patientId)).courseId), 201);
  expect((await Promise.all([1, 2].map(() => enter(courseId, { reference: 'TWICE' })))).map(({ status }) => status).sort()).toEqual([201, 409]);
});

describe('a risk of suicide and a prescription at once', () => {
  const SAYS_HIGH_RISK = { measure: 'c-ssrs-screener', answers: { q1: 1, q2: 1, q3: 1, q4: 1, q5: 0, q6: 0 } };
  const TELLS: Record<string, (patientId: string, sessionId: string) => Promise<{ status: number }>> = {
    'a questionnaire': (patientId) => clinic.as('operator').post('/v1/assessments', { patientId, ...SAYS_HIGH_RISK }),
    'a screening': async (patientId) => clinician().post(`/v1/patients/${patientId}/screenings`, { answers: { ...(await clearScreening(clinic)), 'suicidal-intent': true } }),
    'an event': (_patientId, sessionId) => clinic.as('operator').post(`/v1/sessions/${sessionId}/adverse-events`, { category: 'suicide-plan-or-attempt', grade: 3, description: 'Told on the telephone' }),
  };

  it.each(Object.keys(TELLS))('told by %s: the course is held, whichever comes first', async (by) => {
    const { id: protocolId } = await publishedProtocol(clinic, 'ldlpfc-itbs-threed-2018');
    const { patientId, sessionId } = await bookedSession(service, clinic);
    const prescribe = () => clinician().post('/v1/courses', { patientId, protocolId, target: { method: 'beam-f3' } });
    const tell = TELLS[by];
    if (!tell) throw new Error(by);
    // Neither can end before the other has looked: what is last of each, its entries in the trail, waits for a third.
    const other = new pg.Client(service.databaseOfTest.superuserUrl);
    await other.connect();
    const missed: string[] = [];
    for (const first of ['the risk', 'the course']) {
      await other.query('begin');
      await other.query('lock table audit_entries in share mode');
      const told = () => tell(patientId, sessionId);
      const [one, two] = first === 'the course' ? [prescribe, told] : [told, prescribe];
      const answer = one();
      await new Promise((resolve) => setTimeout(resolve, 150));
      const next = two();
      await new Promise((resolve) => setTimeout(resolve, 250));
      await other.query('commit');
      expect((await Promise.all([answer, next])).map(({ status }) => status)).toEqual([201, 201]);
      // Each round's risk is answered, so that the next is told by its own.
      for (const { id } of expectStatus(await clinician().get(`/v1/alerts?patientId=${patientId}&status=open`), 200).items) expectStatus(await clinician().post(`/v1/alerts/${id}/acknowledge`, { note: 'Evaluated today.' }), 200);
      const { items } = expectStatus(await clinician().get(`/v1/courses?patientId=${patientId}`), 200);
      for (const { id, status, holds } of items) {
        if (status === 'draft' && !holds.some(({ code }: Json) => code === 'suicide-risk')) missed.push(first);
        if (status === 'draft') expectStatus(await clinician().post(`/v1/courses/${id}/discontinue`, { reason: 'Once more' }), 200);
        else for (const hold of holds) expectStatus(await clinician().post(`/v1/courses/${id}/holds/${hold.id}/release`, { note: 'Evaluated today.' }), 200);
      }
    }
    await other.end();
    expect(missed).toEqual([]);
  });
});

it('a risk of suicide told while the hold of an earlier one is released: the hold stays, or there is another, whichever comes first', async () => {
  const { patientId, courseId } = await activeCourse(service, clinic);
  const alerts = async (): Promise<string[]> => expectStatus(await clinician().get(`/v1/alerts?patientId=${patientId}&status=open`), 200).items.map(({ id }: Json) => id);
  const answerAll = async (): Promise<void> => {
    for (const id of await alerts()) expectStatus(await clinician().post(`/v1/alerts/${id}/acknowledge`, { note: 'Evaluated today.' }), 200);
  };
  const tell = () => clinic.as('operator').post('/v1/assessments', { patientId, measure: 'c-ssrs-screener', answers: { q1: 1, q2: 1, q3: 1, q4: 1, q5: 0, q6: 0 } });
  expectStatus(await tell(), 201);
  // Neither can end before the other has looked: what is last of each, its entries in the trail, waits for a third.
  const other = new pg.Client(service.databaseOfTest.superuserUrl);
  await other.connect();
  for (const first of ['the risk', 'the release']) {
    await answerAll();
    const [hold] = (await courseOf(courseId)).holds;
    const release = () => clinician().post(`/v1/courses/${courseId}/holds/${hold.id}/release`, { note: 'Evaluated today.' });
    await other.query('begin');
    await other.query('lock table audit_entries in share mode');
    const [one, two] = first === 'the risk' ? [tell, release] : [release, tell];
    const answer = one();
    await new Promise((resolve) => setTimeout(resolve, 150));
    const next = two();
    await new Promise((resolve) => setTimeout(resolve, 250));
    await other.query('commit');
    expect((await Promise.all([answer, next])).map(({ status }) => status)).toEqual(first === 'the risk' ? [201, 409] : [200, 201]);
    expect(await holdsOf(courseId)).toEqual(['suicide-risk']);
    expect(await alerts()).toHaveLength(1);
  }
  await other.end();
});

it('what is recorded while its record is merged away goes along, or is refused', async () => {
  const [gone, stays] = [await newPatient(clinic), await newPatient(clinic)];
  const answers = await clearScreening(clinic);
  const path = `/v1/patients/${gone}`;
  const condition = { icd10: 'G62.9', description: 'As told', category: 'neuropathic-pain', side: 'right', onsetDate: '2028-02-01' };
  const consent = { kind: 'treatment', signedAt: service.clock.now(), documentVersion: '2030-01', signedBy: 'A relative' };
  const medication = { name: 'Aspirin', dose: '100 mg', frequency: 'daily', startedOn: '2029-01-01' };
  const phq = { patientId: gone, measure: 'phq-9', answers: Object.fromEntries([1, 2, 3, 4, 5, 6, 7, 8, 9].map((n) => [`q${n}`, 1])) };
  const { id: protocolId } = await publishedProtocol(clinic, 'ldlpfc-itbs-threed-2018');
  const goes: [string, unknown[]] = ['update patients set archived_at = $2, merged_into = $3 where id = $1', [gone, service.clock.now(), stays]];
  const made = await beside(gone, 'update', [goes], () => Promise.all([
    clinician().post(`${path}/conditions`, condition), clinician().post(`${path}/consents`, consent), clinician().post(`${path}/medications`, medication),
    clinician().post(`${path}/screenings`, { answers }), clinician().post('/v1/assessments', phq),
    clinician().post('/v1/courses', { patientId: gone, protocolId, target: { method: 'beam-f3' } }),
  ]));
  expect(made.map(({ status }) => status)).toEqual([404, 404, 404, 404, 404, 409]);
});
