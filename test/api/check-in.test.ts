import { expectStatus, type Json } from '../support/caller.js';
import { startService, TEST_NOW, TEST_PASSWORD, type Service, type TestClinic } from '../support/service.js';
import { bookedSession, clearScreening, completedSession, doseAsPrescribed, heldSession, routineDay } from '../support/world.js';

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

const post = (role: 'operator' | 'clinician' | 'clinician2', sessionId: string, action: string, body: Json) => clinic.as(role).post(`/v1/sessions/${sessionId}/${action}`, body);
const settings = (change: Json) => clinic.as('admin').patch('/v1/delivery-settings', change);

describe('a routine session', () => {
  it('takes four requests from check-in to signed, tolerability included', async () => {
    const { sessionId } = await bookedSession(service, clinic);
    const session = expectStatus(await clinic.as('clinician').get(`/v1/sessions/${sessionId}`), 200);
    const answers = await routineDay(clinic);
    const steps: [role: 'operator' | 'clinician', action: string, body: Json][] = [
      ['operator', 'check-in', { answers }],
      ['operator', 'start', {}],
      ['operator', 'complete', { delivered: { ...doseAsPrescribed(session), outputPercentMso: 43 }, tolerability: { painDuringStimulation: 2, headacheAfter: false, nrsBefore: 6, nrsAfter: 4 } }],
      ['clinician', 'sign', { meaning: 'reviewed', password: TEST_PASSWORD }],
    ];
    let last: Json = {};
    for (const [role, action, body] of steps) last = expectStatus(await post(role, sessionId, action, body), 200);
    expect([steps.length, last.status]).toEqual([4, 'signed']);
    expect(last.tolerability).toEqual({ painDuringStimulation: 2, headacheAfter: false, nrsBefore: 6, nrsAfter: 4 });
  });
});

describe('check-in', () => {
  it('answers with all that has to be known today', async () => {
    const one = await bookedSession(service, clinic);
    const clinician = clinic.as('clinician');
    expectStatus(await clinician.post(`/v1/courses/${one.courseId}/authorisations`, { payer: 'P', reference: 'R', sessionsApproved: 10, validFrom: '2030-01-01', validTo: '2030-12-31' }), 201);
    service.clock.advanceMinutes(1);
    expectStatus(await clinician.post(`/v1/patients/${one.patientId}/medications`, { name: 'Gabapentin', dose: '300 mg', frequency: 'daily', startedOn: '2030-03-04' }), 201);
    expectStatus(await clinician.post(`/v1/courses/${one.courseId}/holds`, { detail: 'Wait for the laboratory' }), 201);
    expectStatus(await post('operator', one.sessionId, 'adverse-events', { category: 'presyncope', grade: 2, description: 'At the desk' }), 201);
    const { today } = expectStatus(await post('operator', one.sessionId, 'check-in', { answers: await routineDay(clinic) }), 200);
    expect(today).toMatchObject({
      motorThreshold: { percentMso: 54, method: 'emg', ageDays: 0, sameDevice: true },
      medicationChanges: [{ name: 'Gabapentin', startedOn: '2030-03-04', stoppedOn: null }],
      holds: [{ code: 'clinician', detail: 'Wait for the laboratory' }],
      locked: false,
      authorisation: { sessionsApproved: 10, sessionsLeft: 10, validTo: '2030-12-31' },
      precautions: [{ code: 'presyncope' }],
      dueMeasures: expect.arrayContaining([expect.objectContaining({ measure: 'nrs-pain', state: 'due' })]),
    });
  });
});

describe('new metal told at check-in', () => {
  it('overtakes the screening, once: no start until the patient is screened again', async () => {
    const told = { 'new-metal-or-implant': true };
    const { sessionId, patientId, session } = await heldSession(service, clinic, told);
    const path = `/v1/patients/${patientId}/screenings`;
    const latest = async (): Promise<Json> => expectStatus(await clinic.as('clinician').get(path), 200).items[0];
    expect(session.status).toBe('held');
    expect(await latest()).toMatchObject({ voided: { cause: 'implant', by: clinic.staff.operator.id, at: session.check.answeredAt } });
    expectStatus(await post('clinician', sessionId, 'clear', { rationale: 'A dental crown.' }), 200);
    expect(JSON.stringify(expectStatus(await post('operator', sessionId, 'start', {}), 409))).toContain('S25');

    service.clock.advanceMinutes(5);
    expectStatus(await clinic.as('clinician').post(path, { answers: await clearScreening(clinic) }), 201);
    expect((await latest()).voided).toBeNull();
    expectStatus(await post('operator', sessionId, 'start', {}), 200);
  });

  it('leaves alone what was screened after it was told', async () => {
    const told = { ...(await routineDay(clinic)), 'new-metal-or-implant': true };
    const { sessionId, patientId } = await heldSession(service, clinic, told);
    service.clock.advanceMinutes(5);
    const again = expectStatus(await clinic.as('clinician').post(`/v1/patients/${patientId}/screenings`, { answers: await clearScreening(clinic) }), 201);
    expectStatus(await post('operator', sessionId, 'check-in', { answers: told }), 200);
    expect(expectStatus(await clinic.as('clinician').get(`/v1/patients/${patientId}/screenings/${again.id}`), 200).voided).toBeNull();
  });
});

describe('what is told at check-in and has to be seen to the same day', () => {
  const alerts = async (patientId: string): Promise<Json[]> => expectStatus(await clinic.as('clinician').get(`/v1/alerts?patientId=${patientId}`), 200).items;

  it('raises the alert of its kind with the answers, once a day, however the check goes on', async () => {
    const { patientId, sessionId } = await bookedSession(service, clinic);
    const routine = await routineDay(clinic);
    const answer = (changes: Json) => clinic.as('operator').post(`/v1/sessions/${sessionId}/check-in`, { answers: { ...routine, ...changes } });
    expect((await answer({ 'self-harm-thoughts': 'yes' })).status).toBe(400);
    expect(await alerts(patientId)).toEqual([]);
    expect(expectStatus(await answer({ 'self-harm-thoughts': true }), 200).status).toBe('held');
    const [alert, ...others] = await alerts(patientId);
    expect(others).toEqual([]);
    const inAnHour = new Date(Date.parse(service.clock.now()) + 3_600_000).toISOString();
    expect(alert).toMatchObject({ kind: 'suicidality', severity: 'critical', status: 'open', responsibleId: clinic.staff.clinician.id, acknowledgeBy: inAnHour, escalatedAt: null });
    expectStatus(await answer({ 'self-harm-thoughts': true, 'elated-mood': true, 'seizure-or-faint': true }), 200);
    const kinds = async (): Promise<string[]> => (await alerts(patientId)).map(({ kind, status }) => `${kind} ${status}`).sort();
    expect(await kinds()).toEqual(['screening-finding open', 'screening-finding open', 'suicidality open']);
    expectStatus(await clinic.as('clinician').post(`/v1/sessions/${sessionId}/clear`, { rationale: 'C-SSRS low risk; no faint; not elated.' }), 200);
    expect(await kinds()).toEqual(['screening-finding resolved', 'screening-finding resolved', 'suicidality open']);
  });

  it('is told of though the clinic takes the topic lightly, and nothing is told of on a routine day', async () => {
    const { headers } = await clinic.as('admin').get('/v1/delivery-settings');
    expectStatus(await clinic.as('admin').patch('/v1/delivery-settings', { preSessionTopics: [{ code: 'self-harm-thoughts', level: 'info' }] }, { 'if-match': headers['etag'] ?? '' }), 200);
    const [one, other] = [await bookedSession(service, clinic), await bookedSession(service, clinic)];
    const routine = await routineDay(clinic);
    expect(expectStatus(await clinic.as('operator').post(`/v1/sessions/${one.sessionId}/check-in`, { answers: { ...routine, 'self-harm-thoughts': true } }), 200).status).toBe('checked-in');
    expectStatus(await clinic.as('operator').post(`/v1/sessions/${other.sessionId}/check-in`, { answers: routine }), 200);
    expect([await alerts(one.patientId), await alerts(other.patientId)]).toMatchObject([[{ kind: 'suicidality' }], []]);
  });
});

describe('the form of a clinic', () => {
  it('asks what the clinic chose, as strictly as it chose, and says by which revision', async () => {
    expectStatus(await settings({ preSessionTopics: [{ code: 'sleep-under-4-hours', level: 'warn' }, { code: 'meals-or-caffeine', level: 'off' }] }), 200);
    const form = expectStatus(await clinic.as('operator').get('/v1/pre-session-form'), 200);
    expect([form.version, form.items.some(({ code }: Json) => code === 'meals-or-caffeine')]).toEqual(['daily-v1-clinic-1', false]);
    const { session } = await heldSession(service, clinic);
    expect([session.status, session.check.formVersion, session.check.findings]).toEqual(['checked-in', 'daily-v1-clinic-1', [expect.objectContaining({ code: 'sleep-under-4-hours', level: 'warn' })]]);
  });

  it.each([
    [{ code: 'seizure-or-faint', level: 'warn' }, 'always-strict'],
    [{ code: 'new-metal-or-implant', level: 'off' }, 'always-strict'],
    [{ code: 'possible-pregnancy', level: 'off' }, 'always-asked'],
    [{ code: 'ear-protection', level: 'off' }, 'unknown-item'],
  ])('never softens %j', async (topic, code) => {
    expect(expectStatus(await settings({ preSessionTopics: [topic] }), 400).errors[0].code).toBe(code);
    expectStatus(await clinic.as('operator').patch('/v1/delivery-settings', { signatureDueHours: 12 }), 403);
  });
});

describe('signatures as the clinic wants them', () => {
  it('the operator’s alone', async () => {
    expectStatus(await settings({ signing: 'operator' }), 200);
    const { sessionId } = await completedSession(service, clinic);
    expect(expectStatus(await post('operator', sessionId, 'sign', { meaning: 'delivered', password: TEST_PASSWORD }), 200).status).toBe('signed');
  });

  it('the operator’s and a clinician’s', async () => {
    expectStatus(await settings({ signing: 'operator-and-clinician' }), 200);
    const { sessionId } = await completedSession(service, clinic);
    const due = async (): Promise<Json[]> => expectStatus(await clinic.as('operator').get('/v1/unsigned-sessions'), 200).items;
    expect(await due()).toMatchObject([{ sessionId, missing: ['delivered', 'reviewed'], overdue: false, dueAt: '2030-03-05T14:00:00.000Z' }]);
    expect(expectStatus(await post('clinician', sessionId, 'sign', { meaning: 'reviewed', password: TEST_PASSWORD }), 200).status).toBe('completed');
    expect(await due()).toMatchObject([{ sessionId, missing: ['delivered'] }]);
    expect(expectStatus(await post('operator', sessionId, 'sign', { meaning: 'delivered', password: TEST_PASSWORD }), 200).status).toBe('signed');
    expect(await due()).toEqual([]);
  });
});
