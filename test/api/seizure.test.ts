import { sql } from '../../src/platform/database/sql.js';
import { Jobs } from '../../src/platform/jobs/jobs.js';
import { expectStatus, type Json } from '../support/caller.js';
import { startService, TEST_NOW, TEST_PASSWORD, type Service, type TestClinic } from '../support/service.js';
import { activate, booked, doseAsPrescribed, laterOn, measureThreshold, prescribed, routineDay, sessionInProgress, type SessionOfCourse } from '../support/world.js';

let service: Service;
let clinic: TestClinic;
beforeAll(async () => {
  service = await startService();
});
afterAll(() => service.stop());
beforeEach(async () => {
  clinic = await service.newClinic();
  service.clock.set(TEST_NOW);
});

const DEPRESSION = { protocolCode: 'ldlpfc-hf10-oreardon-2007', category: 'depression', icd10: 'F33.2', side: null };
const BEFORE_LIFTING = ['neurological-review', 'cause-recorded', 'new-screening', 'new-consent', 'protocol-changed'];

const operator = () => clinic.as('operator');
const report = ({ sessionId }: SessionOfCourse, event: Json) => operator().post(`/v1/sessions/${sessionId}/adverse-events`, { grade: 3, description: 'Generalised, 40 seconds', ...event });
const locks = async (): Promise<Json[]> => expectStatus(await clinic.as('clinician').get('/v1/stimulation-locks?status=open'), 200).items;
const start = (sessionId: string, role: 'operator' | 'operator2' | 'clinician') => clinic.as(role).post(`/v1/sessions/${sessionId}/start`, {});
const clear = (id: string, role: 'clinician' | 'clinician2' | 'operator', capacity: string, password = TEST_PASSWORD) =>
  clinic.as(role).post(`/v1/stimulation-locks/${id}/clear`, { capacity, rationale: 'Provoked by a night without sleep; seen by a neurologist', password });
const answer = (id: string, body: Json) => clinic.as('clinician').post(`/v1/stimulation-locks/${id}/answer-step`, body);

/** A second course of the same patient with a session that is checked in. */
async function checkedInElsewhere(patientId: string): Promise<Json> {
  const other = await prescribed(clinic, patientId, DEPRESSION as Parameters<typeof prescribed>[2]);
  await activate(clinic, other.courseId);
  await measureThreshold(service, clinic, other.courseId);
  const session = await booked(service, clinic, other.courseId, { startsAt: '2030-03-04T14:30:00Z', kind: 'follow-up' });
  return expectStatus(await operator().post(`/v1/sessions/${session.id}/check-in`, { answers: await routineDay(clinic) }), 200);
}

describe('after a seizure', () => {
  it('no session of the patient starts in any course, from any client, until two named people cleared it', async () => {
    const one = await sessionInProgress(service, clinic);
    const next = await checkedInElsewhere(one.patientId);
    expect(next.frozen).toBe(false);
    const { id: adverseEventId } = expectStatus(await report(one, { category: 'seizure' }), 201);
    const stopped = { code: 'stopped-by-seizure', adverseEventId };
    expect(expectStatus(await operator().post(`/v1/sessions/${one.sessionId}/progress`, { trains: 1 }), 409)).toMatchObject(stopped);
    expect(expectStatus(await operator().post(`/v1/sessions/${one.sessionId}/complete`, { delivered: doseAsPrescribed(one.session) }), 409)).toMatchObject(stopped);
    expectStatus(await operator().post(`/v1/sessions/${one.sessionId}/abort`, { reason: 'Seizure', delivered: { intensityPercentRmt: 80, trains: 10, totalPulses: 1000 } }), 200);
    for (const role of ['operator', 'operator2', 'clinician'] as const) {
      expect(expectStatus(await start(next.id, role), 409)).toMatchObject({ code: 'on-hold', locks: [{ cause: 'seizure', clearances: 0 }] });
    }
    for (const role of ['operator', 'front-desk'] as const) {
      const seen = expectStatus(await clinic.as(role).get(`/v1/sessions/${next.id}`), 200);
      expect([seen.frozen, seen.warnings.map(({ code }: Json) => code)]).toEqual([true, expect.arrayContaining(['frozen'])]);
    }
    const asker = { clinicId: clinic.id, staffId: undefined, requestId: 'test', ip: undefined };
    await expect(service.database.work(asker, (work) => work.run(sql`update sessions set status = 'in-progress' where id = ${next.id}`))).rejects.toThrow();

    const [lock] = await locks();
    const id = String(lock?.id);
    expectStatus(await clear(id, 'operator', 'treating-clinician'), 403);
    expect(expectStatus(await clear(id, 'clinician', 'treating-clinician'), 409)).toMatchObject({ code: 'steps-open', steps: BEFORE_LIFTING.map((code) => ({ code })) });
    for (const code of BEFORE_LIFTING) expectStatus(await answer(id, { code, note: 'Done and filed' }), 200);
    expectStatus(await clear(id, 'clinician', 'treating-clinician', 'not the password'), 401);
    expect(expectStatus(await clear(id, 'clinician', 'treating-clinician'), 200)).toMatchObject({ liftedAt: null, clearances: [{ clearedBy: clinic.staff.clinician.id }] });
    expect(expectStatus(await clear(id, 'clinician', 'medical-director'), 409).code).toBe('already-cleared');
    expect(expectStatus(await clear(id, 'clinician2', 'treating-clinician'), 409).code).toBe('already-cleared');
    expectStatus(await start(next.id, 'operator'), 409);
    expect(expectStatus(await clear(id, 'clinician2', 'medical-director'), 200).liftedAt).toBe(service.clock.now());
    expect(expectStatus(await clinic.as('clinician').get(`/v1/sessions/${next.id}`), 200).frozen).toBe(false);
    expectStatus(await start(next.id, 'operator'), 200);
    expect(expectStatus(await clear(id, 'clinician2', 'medical-director'), 409).code).toBe('wrong-state');
  });

  it('opens a list of steps, each with when it is due by the clinic’s calendar', async () => {
    const one = await sessionInProgress(service, clinic);
    expectStatus(await report(one, { category: 'seizure' }), 201);
    const [lock] = await locks();
    const due = Object.fromEntries(lock?.steps.map(({ code, dueAt }: Json) => [code, dueAt]));
    // Midnight in New York, of the same day and of the tenth working day, by then in summer time.
    expect(due).toMatchObject({ 'first-aid': '2030-03-04T14:00:00.000Z', 'medical-director-told': '2030-03-05T05:00:00.000Z', 'manufacturer-told': '2030-03-19T04:00:00.000Z', 'neurological-review': null });
    service.clock.advanceMinutes(10);
    const after = expectStatus(await answer(String(lock?.id), { code: 'first-aid' }), 200);
    expect(after.steps.filter(({ overdue }: Json) => overdue).map(({ code }: Json) => code)).toEqual(['session-stopped', 'physician-told']);
    expect(expectStatus(await answer(String(lock?.id), { code: 'first-aid' }), 409).code).toBe('wrong-state');
    expectStatus(await answer(String(lock?.id), { code: 'authority-report', outcome: 'not-needed' }), 400);
    expectStatus(await answer(String(lock?.id), { code: 'dance' }), 400);
    expectStatus(await clinic.as('front-desk').get('/v1/stimulation-locks'), 403);
  });

  it('and what is not done in time is told once, however many processes look', async () => {
    const one = await sessionInProgress(service, clinic);
    expectStatus(await report(one, { category: 'seizure' }), 201);
    const overdue = async (): Promise<Json[]> => {
      await Promise.all([1, 2, 3].map(() => service.app.get(Jobs).runNow('overdue-lock-steps')));
      return expectStatus(await clinic.as('clinician').get('/v1/alerts'), 200).items.filter(({ kind }: Json) => kind === 'overdue-step');
    };
    expect(await overdue()).toEqual([]);
    service.clock.advanceMinutes(14);
    const [lock] = await locks();
    expectStatus(await answer(String(lock?.id), { code: 'first-aid' }), 200);
    expect(await overdue()).toEqual([]);
    service.clock.advanceMinutes(1);
    expect(await overdue()).toEqual([expect.objectContaining({ severity: 'critical', patientId: one.patientId, summary: expect.stringMatching(/Session aborted.*Physician told/) })]);
    expect(await overdue()).toHaveLength(1);
    await laterOn(service, clinic, '2030-03-05T05:15:00.000Z', 'clinician');
    expect((await overdue()).map(({ summary }) => summary.includes('Family told'))).toEqual([true, false]);
  });

  it('a session that starts while it is being recorded starts before it or not at all', async () => {
    const one = await sessionInProgress(service, clinic);
    const next = await checkedInElsewhere(one.patientId);
    const [, started] = await Promise.all([report(one, { category: 'seizure' }), start(next.id, 'operator2')]);
    const seen = expectStatus(await clinic.as('clinician').get(`/v1/sessions/${next.id}`), 200);
    expect(seen.status).toBe(started.status === 200 ? 'in-progress' : 'checked-in');
    expect([200, 409]).toContain(started.status);
  });
});
