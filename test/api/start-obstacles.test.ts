import pg from 'pg';
import { expectStatus, type Json } from '../support/caller.js';
import { clinic, clinicForEachTest, service } from '../support/clinic-for-each.js';
import { TEST_NOW } from '../support/service.js';
import { booked, checkedInSession, courseReadyToStart, doseAsPrescribed, laterOn, routineDay, sessionInProgress } from '../support/world.js';

clinicForEachTest();

const operator = () => clinic.as('operator');
const clinician = () => clinic.as('clinician');
const start = (id: string, body: Json = {}, caller = operator()) => caller.post(`/v1/sessions/${id}/start`, body);

/** Two patients booked on one device, the second right after the first, both checked in within the window of the second. */
async function twoOnOneDevice(): Promise<[first: string, second: string]> {
  const answers = await routineDay(clinic);
  const ids: string[] = [];
  for (const startsAt of [TEST_NOW, '2030-03-04T14:50:00Z']) {
    const { courseId } = await courseReadyToStart(service, clinic);
    const { id } = await booked(service, clinic, courseId, { startsAt, deviceId: clinic.devices[0] });
    expectStatus(await operator().post(`/v1/sessions/${id}/check-in`, { answers }), 200);
    ids.push(id);
  }
  service.clock.advanceMinutes(25);
  return ids as [string, string];
}

describe('a device', () => {
  it('gives one session at a time: whoever sits down second is told who sits there', async () => {
    const [first, second] = await twoOnOneDevice();
    const started = expectStatus(await start(first), 200);
    expect(expectStatus(await start(second), 409)).toMatchObject({ code: 'device-in-use', sessionId: first });
    expectStatus(await operator().post(`/v1/sessions/${first}/complete`, { delivered: doseAsPrescribed(started) }), 200);
    expectStatus(await start(second), 200);
    expectStatus(await operator().post(`/v1/sessions/${second}/abort`, { reason: 'Left', delivered: { intensityPercentRmt: 80, trains: 0, totalPulses: 0 } }), 200);
  });

  it('gives one session at a time to two who start at once, and to whoever goes past the service', async () => {
    const [first, second] = await twoOnOneDevice();
    const both = await Promise.all([start(first), start(second, {}, clinic.as('operator2'))]);
    expect(both.map(({ status, body }) => (status === 200 ? 'started' : body.code)).sort()).toEqual(['device-in-use', 'started']);
    const [running, waiting] = both[0]?.status === 200 ? [first, second] : [second, first];
    expect(both.find(({ status }) => status === 409)?.body.sessionId).toBe(running);
    const client = new pg.Client(service.databaseOfTest.superuserUrl);
    await client.connect();
    const past = client.query(`update sessions set status = 'in-progress', running_on = device_id where id = $1`, [waiting]);
    await expect(past).rejects.toMatchObject({ code: '23505', constraint: 'sessions_one_on_device' });
    await client.end();
  });

  it('that went out of service, or is down when the session comes late, starts nothing', async () => {
    const { sessionId, session } = await checkedInSession(service, clinic);
    const admin = clinic.as('admin');
    const set = async (status: string): Promise<void> => {
      const { headers } = await admin.get(`/v1/devices/${session.deviceId}`);
      expectStatus(await admin.patch(`/v1/devices/${session.deviceId}`, { status }, { 'if-match': headers['etag'] ?? '' }), 200);
    };
    await set('out-of-service');
    expect((await start(sessionId)).body.code).toBe('device-down');
    await set('in-service');
    expectStatus(await admin.post(`/v1/devices/${session.deviceId}/downtimes`, { startsAt: '2030-03-04T15:30:00Z', endsAt: '2030-03-04T16:00:00Z', reason: 'Coil exchange' }), 201);
    service.clock.set('2030-03-04T15:31:00.000Z');
    clinic.callers.operator = await service.logIn(clinic.staff.operator.email);
    expect(expectStatus(await start(sessionId), 409)).toMatchObject({ code: 'device-down', detail: expect.stringContaining('Coil exchange') });
    service.clock.set('2030-03-04T16:00:00.000Z');
    expectStatus(await start(sessionId), 200);
  });
});

describe('whoever delivers', () => {
  const entered = async (staffId: string, changes: Json): Promise<Json> => expectStatus(await clinic.as('admin').post(`/v1/staff/${staffId}/competences`, { modality: 'rtms', coilType: null, validUntil: null, ...changes }), 201);

  it('may do so by their own competences, whoever it was booked with', async () => {
    const { sessionId } = await checkedInSession(service, clinic, {}, { operatorId: clinic.staff.operator2.id });
    const { id } = await entered(clinic.staff.operator.id, { modality: 'tdcs' });
    expect(expectStatus(await start(sessionId), 409)).toMatchObject({ code: 'operator-not-qualified', modality: 'rtms', coilType: null, competences: [{ modality: 'tdcs' }] });
    await entered(clinic.staff.operator.id, { validUntil: '2030-03-03' });
    expect((await start(sessionId)).body.code).toBe('operator-not-qualified');
    expectStatus(await clinic.as('admin').delete(`/v1/staff/${clinic.staff.operator.id}/competences/${id}`), 204);
    expect((await start(sessionId)).body.code).toBe('operator-not-qualified');
    await entered(clinic.staff.operator.id, { coilType: 'figure-8' });
    expect((await start(sessionId, { coilType: 'circular' })).body.code).toBe('operator-not-qualified');
    expectStatus(await start(sessionId, { coilType: 'figure-8' }), 200);
  });

  it('and of whom the clinic keeps none, may deliver everything', async () => {
    const { sessionId } = await checkedInSession(service, clinic, {}, { operatorId: clinic.staff.operator.id });
    await entered(clinic.staff.operator.id, { modality: 'tdcs' });
    expectStatus(await start(sessionId, {}, clinic.as('operator2')), 200);
  });
});

describe('consent', () => {
  it.each(['treatment', 'mapping'])('to the treatment that was withdrawn lets no %s start, off-label or not (abuse case 42)', async (kind) => {
    const { patientId, courseId } = await courseReadyToStart(service, clinic);
    const { id } = await booked(service, clinic, courseId, { kind });
    expectStatus(await operator().post(`/v1/sessions/${id}/check-in`, { answers: await routineDay(clinic) }), 200);
    const { items } = expectStatus(await clinician().get(`/v1/patients/${patientId}/consents`), 200);
    const { id: consentId } = items.find((consent: Json) => consent.kind === 'treatment');
    expectStatus(await clinician().post(`/v1/patients/${patientId}/consents/${consentId}/withdraw`, {}), 200);
    const overrides = [{ rule: 'treatment-consent', rationale: 'He will agree.' }];
    for (const body of [{}, { overrides }]) expect(expectStatus(await start(id, body, clinician()), 409)).toMatchObject({ code: 'not-safe', findings: [{ rule: 'treatment-consent', severity: 'hard' }] });
    expectStatus(await clinician().post(`/v1/patients/${patientId}/consents`, { kind: 'treatment', signedAt: service.clock.now(), documentVersion: '2', signedBy: 'Robin Example' }), 201);
    expectStatus(await start(id), 200);
  });
});

it('a mapping is held to the rules of the day as well: the patient screened, the check answered today', async () => {
  const { patientId, courseId } = await courseReadyToStart(service, clinic);
  const { id } = await booked(service, clinic, courseId, { kind: 'mapping' });
  expectStatus(await operator().post(`/v1/sessions/${id}/check-in`, { answers: await routineDay(clinic) }), 200);
  await laterOn(service, clinic, '2030-03-05T14:00:00.000Z', 'operator', 'clinician');
  const { items } = expectStatus(await clinician().get(`/v1/patients/${patientId}/screenings`), 200);
  expectStatus(await clinician().post(`/v1/patients/${patientId}/screenings`, { answers: { ...items[0].answers, 'cochlear-implant': true } }), 201);
  expect(expectStatus(await start(id), 409).findings.map(({ rule }: Json) => rule)).toEqual(['S25', 'S26']);
});

it('in a follow-up visit nothing is given, and nothing is recorded as given', async () => {
  const { courseId } = await courseReadyToStart(service, clinic);
  const { id } = await booked(service, clinic, courseId, { kind: 'follow-up' });
  expectStatus(await operator().post(`/v1/sessions/${id}/check-in`, { answers: await routineDay(clinic) }), 200);
  expectStatus(await start(id), 200);
  const delivered = { intensityPercentRmt: 120, trains: 1, totalPulses: 100 };
  expectStatus(await operator().post(`/v1/sessions/${id}/progress`, { trains: 1 }), 400);
  for (const [action, body] of [['complete', { delivered }], ['abort', { delivered, reason: 'Left' }]] as const) {
    expect(expectStatus(await operator().post(`/v1/sessions/${id}/${action}`, body), 400).errors[0]).toMatchObject({ pointer: '/delivered', code: 'not-applicable' });
  }
  expect(expectStatus(await operator().post(`/v1/sessions/${id}/abort`, { reason: 'Left' }), 200)).toMatchObject({ status: 'aborted', delivered: null });
});

it('nobody ends a session before what was reported of it (abuse case 36), nor dates an event before the course', async () => {
  const { sessionId, session } = await sessionInProgress(service, clinic);
  service.clock.advanceMinutes(10);
  expectStatus(await operator().post(`/v1/sessions/${sessionId}/progress`, { trains: 20 }), 201);
  service.clock.advanceMinutes(10);
  const complete = (endedAt: string) => operator().post(`/v1/sessions/${sessionId}/complete`, { delivered: doseAsPrescribed(session), endedAt });
  expect(expectStatus(await complete('2030-03-04T14:09:59Z'), 400).errors[0]).toMatchObject({ pointer: '/endedAt', code: 'before-the-last-report' });
  expectStatus(await complete('2030-03-04T14:10:00Z'), 200);
  const event = (occurredAt: string) => operator().post(`/v1/sessions/${sessionId}/adverse-events`, { category: 'headache', grade: 1, description: 'Mild', occurredAt });
  expect(expectStatus(await event('2029-12-31T00:00:00Z'), 400).errors[0]).toMatchObject({ pointer: '/occurredAt', code: 'before-the-course' });
  expect(expectStatus(await event('2030-03-05T00:00:00Z'), 400).errors[0]).toMatchObject({ pointer: '/occurredAt', code: 'in-the-future' });
  expectStatus(await event('2030-03-04T14:11:00Z'), 201);
});
