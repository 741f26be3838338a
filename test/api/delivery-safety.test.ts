import { expectStatus, type Answered, type Json } from '../support/caller.js';
import { startService, type Service, type TestClinic } from '../support/service.js';
import {
  activeCourse, booked, bookedSession, checkedInSession, completedSession, courseReadyToStart, DEPRESSION_PROTOCOL, doseAsPrescribed, heldSession, laterOn, measureThreshold, preparedPatient, prescribed, routineDay, TEN_A_DAY_PROTOCOL,
  type CourseWishes, type SessionOfCourse,
} from '../support/world.js';

const DEPRESSION: CourseWishes = { protocolCode: DEPRESSION_PROTOCOL, category: 'depression', icd10: 'F33.2', side: null };

let service: Service;
let clinic: TestClinic;
beforeAll(async () => {
  service = await startService();
});
afterAll(() => service.stop());
beforeEach(async () => {
  service.clock.set('2030-03-04T14:00:00.000Z');
  clinic = await service.newClinic();
});

const operator = () => clinic.as('operator');
const clinician = () => clinic.as('clinician');
const checkIn = async (sessionId: string, answers: Json = {}): Promise<Answered> => operator().post(`/v1/sessions/${sessionId}/check-in`, { answers: { ...(await routineDay(clinic)), ...answers } });
const start = (sessionId: string, body: Json = {}, by = operator()): Promise<Answered> => by.post(`/v1/sessions/${sessionId}/start`, body);
const rulesOf = (answer: Answered): string[] => expectStatus(answer, 409).findings.map(({ rule }: Json) => rule);

/** So that a session of yesterday may still be had today, as this clinic wants it. */
async function keepWindowsOpen(): Promise<void> {
  const { headers } = await clinic.as('admin').get('/v1/booking-settings');
  expectStatus(await clinic.as('admin').patch('/v1/booking-settings', { checkInClosesMinutes: 1440, startClosesMinutes: 1440 }, { 'if-match': headers['etag'] ?? '' }), 200);
}

describe('the windows around the booked time', () => {
  it('open for check-in two hours before, for the start half an hour before', async () => {
    const startsAt = '2030-03-04T16:00:00.000Z';
    const { sessionId } = await bookedSession(service, clinic, {}, { startsAt });
    service.clock.advanceMinutes(-1);
    expect(expectStatus(await checkIn(sessionId), 409)).toMatchObject({ code: 'too-early', opensAt: '2030-03-04T14:00:00.000Z' });
    service.clock.advanceMinutes(1);
    expectStatus(await checkIn(sessionId), 200);
    expect(expectStatus(await start(sessionId), 409)).toMatchObject({ code: 'too-early', opensAt: '2030-03-04T15:30:00.000Z' });
    await laterOn(service, clinic, '2030-03-04T15:29:59.999Z', 'operator');
    expect((await start(sessionId)).body.code).toBe('too-early');
    service.clock.set('2030-03-04T15:30:00.000Z');
    expect(expectStatus(await start(sessionId), 200)).toMatchObject({ status: 'in-progress', startedAt: '2030-03-04T15:30:00.000Z', deliveredBy: clinic.staff.operator.id });
  });

  it('ask for a check of the same day', async () => {
    await keepWindowsOpen();
    const { sessionId } = await checkedInSession(service, clinic);
    await laterOn(service, clinic, '2030-03-05T14:00:00.000Z', 'operator');
    expect(rulesOf(await start(sessionId))).toEqual(['S26']);
    expectStatus(await checkIn(sessionId), 200);
    expectStatus(await start(sessionId), 200);
  });
});

describe('the check before a session', () => {
  it('holds the session until a clinician has answered', async () => {
    const { sessionId, session } = await heldSession(service, clinic, { 'sleep-under-4-hours': true, 'other-illness': true });
    expect(session).toMatchObject({ status: 'held', check: { outcome: 'held', findings: [{ code: 'sleep-under-4-hours', level: 'stop', overridable: true }, { code: 'other-illness', level: 'warn' }], clearedBy: null } });
    const clearance = { rationale: 'Rested on the couch for an hour; alert.' };
    expectStatus(await operator().post(`/v1/sessions/${sessionId}/clear`, clearance), 403);
    expect((await clinician().post(`/v1/sessions/${sessionId}/clear`, {})).body.errors[0].pointer).toBe('/rationale');
    expect(expectStatus(await clinician().post(`/v1/sessions/${sessionId}/clear`, clearance), 200)).toMatchObject({ status: 'checked-in', check: { ...clearance, clearedBy: clinic.staff.clinician.id, clearedAt: service.clock.now() } });
    expectStatus(await start(sessionId), 200);
  });

  it('cannot be cleared of what must simply be done', async () => {
    const { sessionId, session } = await heldSession(service, clinic, { 'ear-protection': false });
    expect(session.status).toBe('held');
    const refused = expectStatus(await clinician().post(`/v1/sessions/${sessionId}/clear`, { rationale: 'It is not loud.' }), 409);
    expect(refused).toMatchObject({ code: 'cannot-be-cleared', findings: [{ code: 'ear-protection' }] });
    expectStatus(await checkIn(sessionId, { 'ear-protection': true }), 200);
    expectStatus(await start(sessionId), 200);
  });

  it('holds for silence, and refuses what it does not ask', async () => {
    const { sessionId } = await bookedSession(service, clinic);
    expect((await operator().post(`/v1/sessions/${sessionId}/check-in`, {})).body.errors[0].pointer).toBe('/answers');
    const faults = [[{ 'two-heads': true }, '/answers/two-heads'], [{ fever: 'no' }, '/answers/fever'], [{ 'pain-now': 11 }, '/answers/pain-now']] as const;
    for (const [answers, pointer] of faults) expect(expectStatus(await checkIn(sessionId, answers), 400).errors.map((fault: Json) => fault.pointer)).toEqual([pointer]);
    const { fever: _fever, ...others } = await routineDay(clinic);
    expect(expectStatus(await operator().post(`/v1/sessions/${sessionId}/check-in`, { answers: others }), 200)).toMatchObject({ status: 'held', check: { findings: [{ code: 'fever' }] } });
  });
});

describe('no session starts', () => {
  it('without a motor threshold (S19)', async () => {
    const { courseId } = await activeCourse(service, clinic);
    const { id } = await booked(service, clinic, courseId);
    expectStatus(await checkIn(id), 200);
    const refused = await start(id);
    expect([refused.body.code, rulesOf(refused)]).toEqual(['not-safe', ['S19']]);
    await measureThreshold(service, clinic, courseId);
    expect(expectStatus(await start(id), 200).prescribed).toMatchObject({ outputPercentMso: 43, totalPulses: 3000 });
  });

  it('on an old threshold, unless a clinician says why (S20)', async () => {
    const { courseId } = await activeCourse(service, clinic);
    await measureThreshold(service, clinic, courseId, { measuredAt: '2030-01-02T14:00:00Z' });
    const { id } = await booked(service, clinic, courseId);
    expectStatus(await checkIn(id), 200);
    expect(rulesOf(await start(id))).toEqual(['S20']);
    const overrides = [{ rule: 'S20', rationale: 'Threshold stable over three courses.' }];
    expectStatus(await start(id, { overrides }), 403);
    expect(expectStatus(await start(id, { overrides }, clinician()), 200).status).toBe('in-progress');
    const { items } = expectStatus(await clinic.as('auditor').get(`/v1/audit-events?limit=200`), 200);
    expect(JSON.stringify(items.filter(({ action }: Json) => action === 'session.started'))).toContain('Threshold stable');
  });

  it('on a threshold of another device, unless a clinician says why (S22)', async () => {
    const { courseId } = await activeCourse(service, clinic);
    await measureThreshold(service, clinic, courseId, { deviceId: clinic.devices[0] });
    const { id } = await booked(service, clinic, courseId, { deviceId: clinic.devices[1] });
    expectStatus(await checkIn(id), 200);
    expect(rulesOf(await start(id))).toEqual(['S22']);
    expectStatus(await start(id, { overrides: [{ rule: 'S22', rationale: 'Twin of the first, calibrated together.' }] }, clinician()), 200);
  });

  it('beyond what a stimulator has (S17)', async () => {
    const { courseId } = await activeCourse(service, clinic, DEPRESSION);
    await measureThreshold(service, clinic, courseId, { percentMso: 84 });
    const { id } = await booked(service, clinic, courseId);
    expectStatus(await checkIn(id), 200);
    expect(rulesOf(await start(id))).toEqual(['S17']);
    expect(rulesOf(await start(id, { overrides: [{ rule: 'S17', rationale: 'As far as it goes.' }] }, clinician()))).toEqual(['S17']);
    await measureThreshold(service, clinic, courseId, { percentMso: 83, measuredAt: service.clock.now() });
    expect(expectStatus(await start(id), 200).prescribed.outputPercentMso).toBe(99);
  });

  it('more often a day than prescribed (S15)', async () => {
    await keepWindowsOpen();
    const { courseId, session: first } = await completedSession(service, clinic);
    // A second one today cannot be booked; one of tomorrow morning cannot be pulled forward.
    const tomorrow = expectStatus(await clinic.as('front-desk').post('/v1/sessions', { courseId, kind: 'treatment', startsAt: '2030-03-05T13:00:00Z' }), 201);
    expect((await checkIn(tomorrow.id)).body.code).toBe('too-early');
    expect((await clinic.as('front-desk').post(`/v1/sessions/${tomorrow.id}/reschedule`, { startsAt: '2030-03-04T16:00:00Z', reason: 'Away' })).body.code).toBe('daily-maximum');
    // Missed yesterday, come today: two booked days, one treatment a day all the same.
    await laterOn(service, clinic, '2030-03-05T13:00:00.000Z', 'operator', 'front-desk');
    expectStatus(await checkIn(tomorrow.id), 200);
    expectStatus(await start(tomorrow.id), 200);
    expectStatus(await operator().post(`/v1/sessions/${tomorrow.id}/complete`, { delivered: doseAsPrescribed(first) }), 200);
    const late = expectStatus(await clinic.as('front-desk').post('/v1/sessions', { courseId, kind: 'treatment', startsAt: '2030-03-06T13:00:00Z' }), 201);
    await laterOn(service, clinic, '2030-03-07T13:00:00.000Z', 'operator', 'front-desk');
    const today = await booked(service, clinic, courseId);
    for (const { id } of [late, today]) expectStatus(await checkIn(id), 200);
    expectStatus(await start(late.id), 200);
    service.clock.advanceMinutes(15);
    expectStatus(await operator().post(`/v1/sessions/${late.id}/complete`, { delivered: doseAsPrescribed(first) }), 200);
    service.clock.advanceMinutes(30);
    expect(rulesOf(await start(today.id))).toEqual(['S13', 'S15']);
  });

  it('of an accelerated course on a threshold of an earlier day (S20)', async () => {
    const { courseId } = await courseReadyToStart(service, clinic, { ...DEPRESSION, protocolCode: TEN_A_DAY_PROTOCOL });
    const tomorrow = await booked(service, clinic, courseId, { startsAt: '2030-03-05T14:00:00.000Z' });
    await laterOn(service, clinic, '2030-03-05T14:00:00.000Z', 'operator', 'clinician');
    expectStatus(await checkIn(tomorrow.id), 200);
    expect(expectStatus(await start(tomorrow.id), 409).findings).toMatchObject([{ rule: 'S20', severity: 'override', actual: 'measured on an earlier day' }]);
    await measureThreshold(service, clinic, courseId, { measuredAt: service.clock.now() });
    expectStatus(await start(tomorrow.id), 200);
  });

  it('on a threshold from before a head injury (S20), though the patient was screened anew', async () => {
    const { sessionId, patientId } = await checkedInSession(service, clinic);
    service.clock.advanceMinutes(1);
    const { items: [screening] } = expectStatus(await clinician().get(`/v1/patients/${patientId}/screenings`), 200);
    expectStatus(await clinician().post(`/v1/patients/${patientId}/screenings/${screening.id}/void`, { cause: 'head-injury', note: 'A fall with a short loss of consciousness' }), 200);
    expect(rulesOf(await start(sessionId))).toContain('S25');
    expectStatus(await clinician().post(`/v1/patients/${patientId}/screenings`, { answers: screening.answers }), 201);
    expect(expectStatus(await start(sessionId), 409).findings).toMatchObject([{ rule: 'S20', actual: 'a head injury since' }]);
  });

  it('after answers that say a high risk of suicide, nor after a plan or an attempt, until a clinician has answered', async () => {
    const { sessionId, patientId, courseId } = await checkedInSession(service, clinic);
    const screener = (answers: Json) => operator().post('/v1/assessments', { patientId, measure: 'c-ssrs-screener', answers });
    const holds = async (): Promise<Json[]> => expectStatus(await clinician().get(`/v1/courses/${courseId}`), 200).holds;
    expectStatus(await screener({ q1: 1, q2: 0, q6: 0 }), 201);
    expect(await holds()).toEqual([]);
    for (const repeated of [0, 1]) expectStatus(await screener({ q1: 1, q2: 1, q3: 1, q4: 1, q5: repeated, q6: 0 }), 201);
    const [hold, ...more] = await holds();
    expect([hold, more]).toMatchObject([{ code: 'suicide-risk' }, []]);
    expect(expectStatus(await start(sessionId), 409)).toMatchObject({ code: 'on-hold', holds: [{ code: 'suicide-risk' }] });
    expectStatus(await operator().post(`/v1/courses/${courseId}/holds/${hold?.id}/release`, { note: 'Seen' }), 403);
    for (const { id } of expectStatus(await clinician().get(`/v1/alerts?patientId=${patientId}&status=open`), 200).items) expectStatus(await clinician().post(`/v1/alerts/${id}/acknowledge`, { note: 'Evaluated today.' }), 200);
    expectStatus(await clinician().post(`/v1/courses/${courseId}/holds/${hold?.id}/release`, { note: 'Evaluated; safe to go on' }), 200);
    expectStatus(await start(sessionId), 200);
    expectStatus(await operator().post(`/v1/sessions/${sessionId}/adverse-events`, { category: 'suicide-plan-or-attempt', grade: 3, description: 'Told during the session' }), 201);
    expect(await holds()).toMatchObject([{ code: 'suicide-risk' }]);
  });

  it('of a course that was prescribed after answers that say a high risk of suicide, while nobody has answered them', async () => {
    const holdsOf = async (courseId: string): Promise<string[]> => expectStatus(await clinician().get(`/v1/courses/${courseId}`), 200).holds.map(({ code }: Json) => code);
    const patientId = await preparedPatient(service, clinic);
    expectStatus(await operator().post('/v1/assessments', { patientId, measure: 'c-ssrs-screener', answers: { q1: 1, q2: 1, q3: 1, q4: 1, q5: 0, q6: 0 } }), 201);
    const first = await prescribed(clinic, patientId);
    expect(await holdsOf(first.courseId)).toEqual(['suicide-risk']);
    const { items: [alert] } = expectStatus(await clinician().get(`/v1/alerts?patientId=${patientId}&status=open`), 200);
    expectStatus(await clinician().post(`/v1/alerts/${alert.id}/acknowledge`, { note: 'Seen; evaluation tomorrow.' }), 200);
    const second = await prescribed(clinic, patientId, DEPRESSION);
    expect(await holdsOf(second.courseId)).toEqual(['suicide-risk']);
    for (const { courseId } of [first, second]) {
      const { holds: [hold] } = expectStatus(await clinician().get(`/v1/courses/${courseId}`), 200);
      expectStatus(await clinician().post(`/v1/courses/${courseId}/holds/${hold.id}/release`, { note: 'Evaluated; safe to go on' }), 200);
    }
    const third = await prescribed(clinic, patientId, DEPRESSION);
    expect(await holdsOf(third.courseId)).toEqual([]);
  });

  it('too soon after the last (S16)', async () => {
    const { courseId } = await courseReadyToStart(service, clinic, { ...DEPRESSION, protocolCode: TEN_A_DAY_PROTOCOL });
    const first = await booked(service, clinic, courseId);
    const second = await booked(service, clinic, courseId, { startsAt: new Date(Date.parse(first.endsAt) + 50 * 60_000).toISOString() });
    expectStatus(await checkIn(first.id), 200);
    const delivered = doseAsPrescribed(expectStatus(await start(first.id), 200));
    service.clock.advanceMinutes(25);
    expectStatus(await operator().post(`/v1/sessions/${first.id}/complete`, { delivered }), 200);
    expectStatus(await checkIn(second.id), 200);
    await laterOn(service, clinic, new Date(Date.parse(second.startsAt) - 10 * 60_000).toISOString(), 'operator');
    expect(rulesOf(await start(second.id))).toEqual(['S16']);
    service.clock.set(new Date(Date.parse(second.startsAt) + 15 * 60_000).toISOString());
    expectStatus(await start(second.id), 200);
  });

  it('once consent is withdrawn or the screening has found something', async () => {
    const { sessionId, patientId, courseId }: SessionOfCourse = await checkedInSession(service, clinic);
    const { items } = expectStatus(await clinician().get(`/v1/patients/${patientId}/consents`), 200);
    const offLabel = items.find(({ kind }: Json) => kind === 'off-label');
    expectStatus(await clinician().post(`/v1/patients/${patientId}/consents/${offLabel.id}/withdraw`, {}), 200);
    const withdrawn = await start(sessionId);
    expect([withdrawn.status, JSON.stringify(withdrawn.body)]).toEqual([409, expect.stringMatching(/S27|hold/)]);
    const { items: screenings } = expectStatus(await clinician().get(`/v1/patients/${patientId}/screenings`), 200);
    expectStatus(await clinician().post(`/v1/patients/${patientId}/screenings`, { answers: { ...screenings[0].answers, 'cochlear-implant': true } }), 201);
    expectStatus(await start(sessionId), 409);
    expect((await clinician().get(`/v1/sessions/${sessionId}`)).body.status).toBe('checked-in');
    expect((await clinician().get(`/v1/courses/${courseId}`)).body.progress.sessionsDelivered).toBe(0);
  });

  it('while the course is paused or on hold', async () => {
    const { sessionId, courseId } = await checkedInSession(service, clinic);
    expectStatus(await clinician().post(`/v1/courses/${courseId}/pause`, {}), 200);
    expect((await start(sessionId)).body.code).toBe('course-not-active');
    expectStatus(await clinician().post(`/v1/courses/${courseId}/resume`, {}), 200);
    const hold = expectStatus(await clinician().post(`/v1/courses/${courseId}/holds`, { detail: 'New headache: see a neurologist first' }), 201);
    expect(expectStatus(await start(sessionId), 409)).toMatchObject({ code: 'on-hold', holds: [{ id: hold.id }] });
    expectStatus(await clinician().post(`/v1/courses/${courseId}/holds/${hold.id}/release`, { note: 'Seen; tension headache.' }), 200);
    expectStatus(await start(sessionId), 200);
  });
});
