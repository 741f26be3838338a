import pg from 'pg';
import { expectStatus, type Json } from '../support/caller.js';
import { everyRoute } from '../support/every-route.js';
import { startService, TEST_PASSWORD, type Service, type TestClinic } from '../support/service.js';
import { activeCourse, booked, completedSession, courseReadyToStart, draftCourse, laterOn, newPatient, preparedPatient } from '../support/world.js';

describe('two records of one person', () => {
  let service: Service;
  let clinic: TestClinic;
  let superuser: pg.Client;

  beforeAll(async () => {
    service = await startService();
    clinic = await service.newClinic();
    superuser = new pg.Client(service.databaseOfTest.superuserUrl);
    await superuser.connect();
  });
  afterAll(async () => {
    await superuser.end();
    await service.stop();
  });

  const merge = (from: string, into: string, role: 'admin' | 'clinician' = 'admin') =>
    clinic.as(role).post(`/v1/patients/${from}/merge`, { intoPatientId: into, reason: 'Same passport, registered twice.' });
  const items = async (path: string): Promise<Json[]> => expectStatus(await clinic.as('clinician').get(path), 200).items;

  it('become one: everything moves, signed and append-only rows too, and the trail stays whole', async () => {
    const { patientId: gone, courseId, sessionId } = await completedSession(service, clinic);
    expectStatus(await clinic.as('operator').post(`/v1/sessions/${sessionId}/adverse-events`, { category: 'headache', grade: 1, description: 'mild' }), 201);
    const answers = Object.fromEntries([1, 2, 3, 4, 5, 6, 7, 8, 9].map((n) => [`q${n}`, 1]));
    expectStatus(await clinic.as('operator').post('/v1/assessments', { patientId: gone, courseId, measure: 'phq-9', answers }), 201);
    expectStatus(await clinic.as('clinician').post(`/v1/sessions/${sessionId}/sign`, { meaning: 'reviewed', password: TEST_PASSWORD }), 200);
    const stays = await newPatient(clinic, { mrn: 'STAYS' });

    expectStatus(await merge(gone, stays, 'clinician'), 403);
    expect(expectStatus(await merge(gone, stays), 200)).toMatchObject({ id: stays, mrn: 'STAYS', archivedAt: null });

    expect(expectStatus(await clinic.as('clinician').get(`/v1/patients/${gone}`), 404)).toMatchObject({ code: 'merged', mergedInto: stays });
    for (const what of ['conditions', 'screenings', 'consents']) expect((await items(`/v1/patients/${stays}/${what}`)).length).toBeGreaterThan(0);
    expect((await items(`/v1/courses?patientId=${stays}`)).map(({ id }) => id)).toEqual([courseId]);
    expect((await items(`/v1/sessions?patientId=${stays}`)).map(({ id }) => id)).toEqual([sessionId]);
    const { rows } = await superuser.query<{ name: string }>(`select conrelid::regclass::text as name from pg_constraint where contype = 'f' and confrelid = 'patients'::regclass and conrelid <> 'patients'::regclass`);
    expect(rows.length).toBeGreaterThan(8);
    for (const { name } of rows) expect((await superuser.query(`select 1 from ${name} where patient_id = $1`, [gone])).rows).toEqual([]);
    const disabled = await superuser.query(`select tgname from pg_trigger where tgenabled = 'D'`);
    expect(disabled.rows).toEqual([]);
    const trail = expectStatus(await clinic.as('auditor').get(`/v1/audit-events?patientId=${stays}&limit=200`), 200).items;
    expect(trail.map(({ action }: Json) => action)).toEqual(expect.arrayContaining(['patient.merged', 'patient.merged-away', 'course.prescribed']));
    expect(trail.filter(({ action }: Json) => action === 'patient.registered')).toHaveLength(2);
    expect(expectStatus(await clinic.as('auditor').get('/v1/audit/verify'), 200).ok).toBe(true);
    expect(expectStatus(await clinic.as('clinician').get(`/v1/sessions/${sessionId}/signatures`), 200).signatures).toMatchObject([{ meaning: 'reviewed', intact: true }]);
    expect(expectStatus(await clinic.as('auditor').get('/v1/signatures/verify'), 200)).toMatchObject({ ok: true, sessions: 1, signatures: 1 });
    expectStatus(await merge(gone, stays), 404);
  });

  it('answer to the old id, wherever it is named, with the record that stayed: a lock is never overlooked', async () => {
    clinic = await service.newClinic();
    const one = await completedSession(service, clinic);
    const gone = one.patientId;
    expectStatus(await clinic.as('operator').post(`/v1/sessions/${one.sessionId}/adverse-events`, { category: 'seizure', grade: 3, description: 'half a minute' }), 201);
    const stays = await newPatient(clinic);
    expectStatus(await merge(gone, stays), 200);
    const ofPatient = everyRoute(service).filter(({ method, path }) => method === 'GET' && /^\/v1\/patients\/\{id\}(\/[a-z-]+)?$/.test(path) && !/access-log|break-glass/.test(path)).map(({ path }) => path.replace('{id}', gone));
    const lists = ['alerts', 'assessments', 'assessments/due', 'courses', 'self-report-links', 'sessions', 'stimulation-locks'].map((list) => `/v1/${list}?patientId=${gone}`);
    const answers = await Promise.all([...ofPatient, ...lists].map(async (path) => ({ path, answer: await clinic.as('clinician').get(path) })));
    expect(answers.filter(({ answer }) => answer.status !== 404 || answer.body.code !== 'merged' || answer.body.mergedInto !== stays).map(({ path, answer }) => `${path} → ${answer.status}`)).toEqual([]);
    expect(answers.length).toBeGreaterThan(12);
    expect((await items(`/v1/stimulation-locks?patientId=${stays}`)).map(({ cause }) => cause)).toEqual(['seizure']);
    const medication = { name: 'Aspirin', dose: '100 mg', frequency: 'daily', startedOn: '2029-01-01' };
    expect((await clinic.as('clinician').post(`/v1/patients/${gone}/medications`, medication)).body.mergedInto).toBe(stays);
    expectStatus(await clinic.as('auditor').get(`/v1/patients/${gone}/access-log`), 200);
    for (const [role, path] of [['front-desk', `/v1/sessions?patientId=${gone}`], ['front-desk', `/v1/courses?patientId=${gone}`], ['auditor', `/v1/patients/${gone}/break-glass`]] as const) {
      expect([path, expectStatus(await clinic.as(role).get(path), 404)]).toMatchObject([path, { code: 'merged', mergedInto: stays }]);
    }
    expectStatus(await clinic.as('front-desk').get(`/v1/sessions?patientId=${stays}`), 200);
  });

  it('are refused, with every reason, where one person could not have had both', async () => {
    const one = await courseReadyToStart(service, clinic);
    const other = await courseReadyToStart(service, clinic);
    const at = '2030-03-05T15:00:00Z';
    await booked(service, clinic, one.courseId, { startsAt: at });
    await booked(service, clinic, other.courseId, { startsAt: at });
    const refused = expectStatus(await merge(one.patientId, other.patientId), 409);
    expect(refused.code).toBe('merge-conflict');
    expect(refused.conflicts).toMatchObject([{ kind: 'course-running' }, { kind: 'booking', startsAt: at.replace('00Z', '00.000Z') }]);
    expect(expectStatus(await clinic.as('clinician').get(`/v1/patients/${one.patientId}`), 200).archivedAt).toBeNull();
    expectStatus(await merge(one.patientId, one.patientId), 400);
    expectStatus(await merge(one.patientId, await newPatient(await service.newClinic())), 404);
  });

  it('take bookings along: the patient that stays cannot be booked twice', async () => {
    const { patientId: gone, courseId } = await courseReadyToStart(service, clinic);
    const { patientId: stays } = await courseReadyToStart(service, clinic, { protocolCode: 'ldlpfc-itbs-threed-2018', category: 'depression', icd10: 'F33.2', side: null });
    await booked(service, clinic, courseId, { startsAt: '2030-03-06T15:00:00Z' });
    expectStatus(await merge(gone, stays), 200);
    const [second] = (await items(`/v1/courses?patientId=${stays}`)).filter(({ id }) => id !== courseId);
    const clash = await clinic.as('front-desk').post('/v1/sessions', { courseId: second.id, kind: 'treatment', startsAt: '2030-03-06T15:00:00Z' });
    expect(expectStatus(clash, 409).conflicts).toEqual(expect.arrayContaining([expect.objectContaining({ resource: 'patient', id: stays })]));
  });

  it('hold the running course when the other record brings a medicine nobody weighed for it', async () => {
    const { patientId: stays, courseId } = await activeCourse(service, clinic);
    const gone = await newPatient(clinic);
    expectStatus(await clinic.as('clinician').post(`/v1/patients/${gone}/medications`, { name: 'Clozapine', dose: '100 mg', frequency: 'daily', startedOn: '2029-01-01' }), 201);
    expectStatus(await merge(gone, stays), 200);
    expect(expectStatus(await clinic.as('clinician').get(`/v1/courses/${courseId}`), 200).holds).toMatchObject([{ code: 'medication-change', detail: expect.stringContaining('Clozapine') }]);
  });

  const holdsOf = async (courseId: string): Promise<string[]> => expectStatus(await clinic.as('clinician').get(`/v1/courses/${courseId}`), 200).holds.map(({ code }: Json) => code);
  const SAYS_HIGH_RISK = { measure: 'c-ssrs-screener', answers: { q1: 1, q2: 1, q3: 1, q4: 1, q5: 0, q6: 0 } };

  it.each(['with a course that is held', 'with no course'])('hold the running course for a high risk of suicide that the other record tells of, %s', async (kind) => {
    const running = await activeCourse(service, clinic);
    const gone = kind === 'with no course' ? await newPatient(clinic) : (await draftCourse(service, clinic)).patientId;
    expectStatus(await clinic.as('operator').post('/v1/assessments', { patientId: gone, ...SAYS_HIGH_RISK }), 201);
    if (kind !== 'with no course') {
      const { items: [alert] } = expectStatus(await clinic.as('clinician').get(`/v1/alerts?patientId=${gone}&status=open`), 200);
      expectStatus(await clinic.as('clinician').post(`/v1/alerts/${alert.id}/acknowledge`, { note: 'Seen; evaluation tomorrow.' }), 200);
    }
    expect(await holdsOf(running.courseId)).toEqual([]);
    expectStatus(await merge(gone, running.patientId), 200);
    expect(await holdsOf(running.courseId)).toEqual(['suicide-risk']);
    const { items: courses } = expectStatus(await clinic.as('clinician').get(`/v1/courses?patientId=${running.patientId}`), 200);
    for (const { holds } of courses) expect(holds.map(({ code }: Json) => code)).toEqual(['suicide-risk']);
  });

  it('want a new screening where one of them tells of a risk that the last one denies', async () => {
    const told = await preparedPatient(service, clinic, { 'family-epilepsy': true });
    service.clock.advanceMinutes(1);
    const running = await activeCourse(service, clinic);
    expectStatus(await merge(told, running.patientId), 200);
    const [last, before] = await items(`/v1/patients/${running.patientId}/screenings`);
    expect([last?.voided, before?.voided]).toMatchObject([{ cause: 'other', note: expect.stringContaining('family-epilepsy') }, null]);
    const alike = await activeCourse(service, clinic);
    expectStatus(await merge(await preparedPatient(service, clinic), alike.patientId), 200);
    for (const { voided } of await items(`/v1/patients/${alike.patientId}/screenings`)) expect(voided).toBeNull();
  });

  it('keep the link to the calendar that either was given', async () => {
    const { patientId: gone, courseId } = await courseReadyToStart(service, clinic);
    await booked(service, clinic, courseId, { startsAt: '2030-03-07T15:00:00Z' });
    const { url } = expectStatus(await clinic.as('front-desk').post('/v1/calendars', { kind: 'patient', subjectId: gone }), 201);
    const stays = await newPatient(clinic);
    expectStatus(await merge(gone, stays), 200);
    const feed = await service.anyone().get(new URL(url).pathname);
    expect([feed.status, feed.text.includes('20300307T150000Z')]).toEqual([200, true]);
    expect(expectStatus(await clinic.as('front-desk').get(`/v1/calendars?subjectId=${stays}`), 200).items).toHaveLength(1);
  });

  it('and one that is archived has nothing booked any more', async () => {
    const { patientId, courseId } = await courseReadyToStart(service, clinic);
    await booked(service, clinic, courseId, { startsAt: '2030-03-12T15:00:00Z' });
    const archive = (): Promise<{ status: number }> => clinic.as('clinician').post(`/v1/patients/${patientId}/archive`, {});
    expect((await archive()).status).toBe(409);
    expectStatus(await clinic.as('clinician').post(`/v1/courses/${courseId}/discontinue`, { reason: 'Moved away' }), 200);
    expect((await archive()).status).toBe(200);
    expect((await items(`/v1/sessions?patientId=${patientId}`)).map(({ status }) => status)).toEqual(['cancelled']);
    expectStatus(await clinic.as('front-desk').post('/v1/sessions', { courseId, kind: 'follow-up', startsAt: '2030-03-12T15:00:00Z' }), 409);
  });

  it('hold each running course for a change of medication that holds one, or that the other record tells of', async () => {
    const held = await activeCourse(service, clinic);
    expectStatus(await clinic.as('clinician').post(`/v1/patients/${held.patientId}/medications`, { name: 'Diazepam', dose: '5 mg', frequency: 'daily', startedOn: '2029-01-01' }), 201);
    const { items: [medicine] } = expectStatus(await clinic.as('clinician').get(`/v1/patients/${held.patientId}/medications`), 200);
    const { headers } = await clinic.as('clinician').get(`/v1/patients/${held.patientId}/medications/${medicine.id}`);
    expectStatus(await clinic.as('clinician').patch(`/v1/patients/${held.patientId}/medications/${medicine.id}`, { stoppedOn: '2030-03-04' }, { 'if-match': headers['etag'] ?? '' }), 200);
    expect(await holdsOf(held.courseId)).toEqual(['medication-change']);
    const other = await activeCourse(service, clinic, { protocolCode: 'ldlpfc-itbs-threed-2018', category: 'depression', icd10: 'F33.2', side: null });
    expectStatus(await merge(held.patientId, other.patientId), 200);
    expect(await holdsOf(other.courseId)).toContain('medication-change');
    await laterOn(service, clinic, '2030-03-25T14:00:00.000Z', 'admin', 'clinician', 'front-desk');
    const third = await activeCourse(service, clinic, { protocolCode: 'tdcs-m1-2ma-fregni-2006', side: 'right' });
    expectStatus(await merge(third.patientId, other.patientId), 200);
    expect(await holdsOf(third.courseId)).toEqual(['medication-change']);
    const alone = await activeCourse(service, clinic);
    const stopped = await newPatient(clinic);
    expectStatus(await clinic.as('clinician').post(`/v1/patients/${stopped}/medications`, { name: 'Diazepam', dose: '5 mg', frequency: 'daily', startedOn: '2029-01-01', stoppedOn: '2030-03-20' }), 201);
    expectStatus(await merge(stopped, alone.patientId), 200);
    expect(await holdsOf(alone.courseId)).toEqual(['medication-change']);
  });
});

describe('demographics', () => {
  it('keep what they were, by whom and when, and how somebody wants to be reached', async () => {
    const service = await startService();
    const clinic = await service.newClinic();
    const id = await newPatient(clinic, { familyName: 'Before', contactPreferences: { channel: 'phone', reminders: true, notBefore: '09:00' } });
    const twin = await newPatient(clinic, { familyName: 'After' });
    const changed = await clinic.as('front-desk').patch(`/v1/patients/${id}`, { familyName: 'After', contactPreferences: { channel: 'none', reminders: false } });
    expect(expectStatus(changed, 200).warnings).toEqual([{ code: 'possible-duplicate', patientId: twin }]);
    const { givenName, familyName } = changed.body;
    const crossed = await clinic.as('front-desk').post('/v1/patients', { mrn: 'CROSSED', givenName: familyName, familyName: givenName, birthDate: changed.body.birthDate, sexAtBirth: 'female', handedness: 'right' });
    expect(expectStatus(crossed, 201).warnings.map(({ patientId }: Json) => patientId).sort()).toEqual([id, twin].sort());
    const { items } = expectStatus(await clinic.as('front-desk').get(`/v1/patients/${id}/demographics`), 200);
    expect(items).toMatchObject([
      { familyName: 'After', contactPreferences: { channel: 'none' }, recordedBy: clinic.staff['front-desk'].id },
      { familyName: 'Before', contactPreferences: { channel: 'phone', notBefore: '09:00' } },
    ]);
    expect(expectStatus(await clinic.as('front-desk').get('/v1/patients?q=before'), 200).items).toEqual([]);
    const patient = await clinic.as('front-desk').get(`/v1/patients/${id}`);
    expectStatus(await clinic.as('front-desk').patch(`/v1/patients/${id}`, { familyName: 'After', contactPreferences: patient.body.contactPreferences }), 200);
    const seen = { 'if-match': patient.headers['etag'] ?? '' };
    const twice = await Promise.all(['+1 555 0100', '+1 555 0101'].map((phone) => clinic.as('front-desk').patch(`/v1/patients/${id}`, { phone }, seen)));
    expect(twice.map(({ status }) => status).sort()).toEqual([200, 412]);
    const { items: after } = expectStatus(await clinic.as('front-desk').get(`/v1/patients/${id}/demographics`), 200);
    expect(after.map(({ phone }: Json) => phone)).toEqual([twice.find(({ status }) => status === 200)?.body.phone, null, null]);
    const never = { channel: 'email', reminders: true, notBefore: '09:00', notAfter: '09:00' };
    expect(expectStatus(await clinic.as('front-desk').patch(`/v1/patients/${id}`, { contactPreferences: never }), 400).errors).toMatchObject([{ pointer: '/contactPreferences/notAfter', code: 'no-time-left' }]);
    expectStatus(await clinic.as('front-desk').patch(`/v1/patients/${id}`, { contactPreferences: { ...never, notAfter: '07:00' } }), 200);
    const superuser = new pg.Client(service.databaseOfTest.superuserUrl);
    await superuser.connect();
    await expect(superuser.query(`update patient_demographics set demographics = '{}' where patient_id = $1`, [id])).rejects.toMatchObject({ code: '42501' });
    await superuser.end();
    await service.stop();
  });
});
