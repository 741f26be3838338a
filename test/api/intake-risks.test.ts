import pg from 'pg';
import { expectStatus, type Json } from '../support/caller.js';
import { clinic, clinicForEachTest, service } from '../support/clinic-for-each.js';
import { activate, activeCourse, clearScreening, draftCourse, newPatient, prescribed } from '../support/world.js';

/** What an intake tells that must not be weighed away, nor wait for anybody to look. */
clinicForEachTest();

const clinician = () => clinic.as('clinician');
const screen = async (patientId: string, answers: Json): Promise<Json> =>
  expectStatus(await clinician().post(`/v1/patients/${patientId}/screenings`, { answers: { ...(await clearScreening(clinic)), ...answers } }), 201);
const holdsOf = async (courseId: string): Promise<string[]> => expectStatus(await clinician().get(`/v1/courses/${courseId}`), 200).holds.map(({ code }: Json) => code);

it('a present intent of suicide holds what runs and what is prescribed, and alerts somebody at once', async () => {
  const { patientId, courseId } = await activeCourse(service, clinic);
  service.clock.advanceMinutes(1);
  expect((await screen(patientId, { 'suicidal-intent': true })).outcome).toBe('needs-review');
  expect(await holdsOf(courseId)).toEqual(['suicide-risk']);
  const { items } = expectStatus(await clinician().get(`/v1/alerts?patientId=${patientId}&status=open`), 200);
  expect(items.map(({ kind, severity }: Json) => [kind, severity])).toContainEqual(['suicidality', 'critical']);
  const newcomer = await newPatient(clinic);
  await screen(newcomer, { 'suicidal-intent': true });
  expect(await holdsOf((await prescribed(clinic, newcomer)).courseId)).toEqual(['suicide-risk']);
});

it('one hold stands for every high risk told while it is open: it goes when all of them are answered, not only the one that placed it', async () => {
  const { patientId, courseId } = await activeCourse(service, clinic);
  const tell = () => clinic.as('operator').post('/v1/assessments', { patientId, measure: 'c-ssrs-screener', answers: { q1: 1, q2: 1, q3: 1, q4: 1, q5: 0, q6: 0 } });
  const open = async (): Promise<string[]> => expectStatus(await clinician().get(`/v1/alerts?patientId=${patientId}&status=open`), 200).items.map(({ id }: Json) => id).sort();
  const answer = async (id: string | undefined): Promise<void> => void expectStatus(await clinician().post(`/v1/alerts/${id}/acknowledge`, { note: 'Evaluated today.' }), 200);
  expectStatus(await tell(), 201);
  service.clock.advanceMinutes(5);
  expectStatus(await tell(), 201);
  const { holds } = expectStatus(await clinician().get(`/v1/courses/${courseId}`), 200);
  expect(holds).toHaveLength(1);
  const release = () => clinician().post(`/v1/courses/${courseId}/holds/${holds[0].id}/release`, { note: 'Evaluated; safe to go on' });
  const [earlier, later] = await open();
  expect(expectStatus(await release(), 409)).toMatchObject({ code: 'high-risk-unanswered', alertIds: [earlier, later] });
  await answer(earlier);
  expect(expectStatus(await release(), 409)).toMatchObject({ code: 'high-risk-unanswered', alertIds: [later] });
  expect(await holdsOf(courseId)).toEqual(['suicide-risk']);
  await answer(later);
  expectStatus(await release(), 200);
  expect(await holdsOf(courseId)).toEqual([]);
});

it('an implant of which nobody knows is not cleared, since nobody can say that it is not there', async () => {
  const patientId = await newPatient(clinic);
  const { id, outcome } = await screen(patientId, { pacemaker: null, syncope: null });
  expect(outcome).toBe('needs-review');
  const review = (screening: string, decision: string) => clinician().post(`/v1/patients/${patientId}/screenings/${screening}/review`, { decision, rationale: 'Weighed.' });
  const refused = expectStatus(await review(id, 'cleared'), 409);
  expect([refused.code, refused.findings.map(({ code }: Json) => code)]).toEqual(['absolute-contraindication', ['pacemaker']]);
  expectStatus(await review(id, 'excluded'), 200);
  service.clock.advanceMinutes(1);
  expectStatus(await review((await screen(patientId, { syncope: null })).id, 'cleared'), 200);
});

it('whether a use is off-label is told as it is now until the course begins, and as it was then from there on', async () => {
  const { courseId } = await draftCourse(service, clinic, { protocolCode: 'ldlpfc-hf10-oreardon-2007', category: 'depression', icd10: 'F33.2', side: null });
  const offLabel = async (): Promise<boolean> => expectStatus(await clinician().get(`/v1/courses/${courseId}`), 200).offLabel;
  const move = async (timeZone: string): Promise<void> => void expectStatus(await clinic.as('admin').patch('/v1/clinic', { timeZone }), 200);
  expect(await offLabel()).toBe(false);
  await move('Europe/Berlin');
  expect(await offLabel()).toBe(true);
  await move('America/New_York');
  await activate(clinic, courseId);
  await move('Europe/Berlin');
  expect(await offLabel()).toBe(false);
});

it('of two courses of one kind that are activated at once, the second sees the first', async () => {
  const first = await draftCourse(service, clinic);
  const second = await prescribed(clinic, first.patientId);
  const overrides = [{ rule: 'S05', rationale: 'As published.' }];
  // The first one as its activation stands before it is committed.
  const beside = new pg.Client(service.databaseOfTest.superuserUrl);
  await beside.connect();
  await beside.query('begin');
  await beside.query('select 1 from patients where id = $1 for no key update', [first.patientId]);
  await beside.query(`update courses set status = 'active', activated_at = $2 where id = $1`, [first.courseId, service.clock.now()]);
  const answer = clinician().post(`/v1/courses/${second.courseId}/activate`, { overrides });
  await new Promise((resolve) => setTimeout(resolve, 400));
  await beside.query('commit');
  await beside.end();
  expect(expectStatus(await answer, 409).missing.map(({ code }: Json) => code)).toContain('another-course-active');
});
