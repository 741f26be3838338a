import pg from 'pg';
import { expectStatus, type Json } from '../support/caller.js';
import { startService, TEST_PASSWORD, type Service, type TestClinic } from '../support/service.js';
import { booked, completedSession, doseAsPrescribed, heldSession, routineDay, sessionInProgress, type SessionOfCourse } from '../support/world.js';

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
const act = (sessionId: string, action: string, body: Json, by = operator()) => by.post(`/v1/sessions/${sessionId}/${action}`, body);
const seen = async ({ sessionId }: SessionOfCourse): Promise<Json> => expectStatus(await clinician().get(`/v1/sessions/${sessionId}`), 200);
const progressOf = async ({ courseId }: SessionOfCourse): Promise<Json> => expectStatus(await clinician().get(`/v1/courses/${courseId}`), 200).progress;

describe('what was given', () => {
  it('is kept beside what was prescribed, with times by the clock of the service', async () => {
    const one = await sessionInProgress(service, clinic);
    service.clock.advanceMinutes(14);
    const tolerability = { painDuringStimulation: 3, headacheAfter: false, nrsBefore: 7, nrsAfter: 5, note: 'Dozed off' };
    const session = expectStatus(await act(one.sessionId, 'complete', { delivered: { ...doseAsPrescribed(one.session), coil: 'figure-8', targetDeviationMm: 1.5 }, tolerability }), 200);
    expect(session).toMatchObject({
      status: 'completed', startedAt: '2030-03-04T14:00:00.000Z', endedAt: '2030-03-04T14:14:00.000Z', tolerability, deliveredBy: clinic.staff.operator.id,
      delivered: { intensityPercentRmt: 80, outputPercentMso: 43, trains: 30, totalPulses: 3000, coil: 'figure-8', targetDeviationMm: 1.5, fidelity: 'as-prescribed', percentOfPrescribedPulses: 100 },
    });
    expect(await progressOf(one)).toMatchObject({ sessionsPlanned: 15, sessionsDelivered: 1, pulsesDelivered: 3000 });
  });

  it.each([
    ['more intensity', { intensityPercentRmt: 81 }, 422, 'dose-above-prescription', '/delivered/intensityPercentRmt'],
    ['more output', { outputPercentMso: 44 }, 422, 'dose-above-prescription', '/delivered/outputPercentMso'],
    ['more trains', { trains: 31, totalPulses: 3000 }, 422, 'dose-above-prescription', '/delivered/trains'],
    ['more pulses', { totalPulses: 3001 }, 422, 'dose-above-prescription', '/delivered/totalPulses'],
    ['nothing at all', { trains: 0, totalPulses: 0, reason: 'Device failed' }, 422, 'nothing-given', '/delivered/totalPulses'],
    ['less without saying why', { intensityPercentRmt: 75 }, 422, 'reason-required', '/delivered/reason'],
    ['fewer pulses without saying why', { trains: 20, totalPulses: 2000 }, 422, 'reason-required', '/delivered/reason'],
    ['pulses that the trains do not make', { trains: 29, totalPulses: 3000, reason: 'Cramp' }, 400, 'inconsistent-dose', '/delivered/totalPulses'],
    ['trains without their pulses', { trains: 30, totalPulses: 2900, reason: 'Cramp' }, 400, 'inconsistent-dose', '/delivered/totalPulses'],
    ['pulses without a train', { trains: 0, totalPulses: 10, reason: 'Cramp' }, 400, 'inconsistent-dose', '/delivered/totalPulses'],
    ['nothing said of pulses', { totalPulses: undefined }, 400, 'invalid-request', '/delivered/totalPulses'],
    ['a field that there is not', { charge: 1 }, 400, 'unknown-field', '/delivered/charge'],
  ])('is refused with %s, and nothing is written', async (_what, change, status, code, pointer) => {
    const one = await sessionInProgress(service, clinic);
    const refused = await act(one.sessionId, 'complete', { delivered: { ...doseAsPrescribed(one.session), ...change } });
    expect([refused.status, refused.body.code, refused.body.errors.map((fault: Json) => fault.pointer)]).toEqual([status, code, [pointer]]);
    expect(await seen(one)).toEqual(one.session);
    expect((await progressOf(one)).sessionsDelivered).toBe(0);
  });

  it('may be less, with the reason', async () => {
    const one = await sessionInProgress(service, clinic);
    const delivered = { intensityPercentRmt: 70, outputPercentMso: 37, trains: 25, totalPulses: 2450, reason: 'Painful at 80 %' };
    expect(expectStatus(await act(one.sessionId, 'complete', { delivered }), 200).delivered).toEqual({ ...delivered, fidelity: 'below-prescription', percentOfPrescribedPulses: 81.7 });
    expect(await progressOf(one)).toMatchObject({ sessionsDelivered: 1, pulsesDelivered: 2450 });
  });

  it('ended after it began and not in the future, whatever the offset', async () => {
    const one = await sessionInProgress(service, clinic);
    service.clock.advanceMinutes(30);
    const complete = (endedAt: string) => act(one.sessionId, 'complete', { delivered: doseAsPrescribed(one.session), endedAt });
    expect((await complete('2030-03-04T14:30:00.001Z')).body.errors[0]).toMatchObject({ pointer: '/endedAt', code: 'in-the-future' });
    expect((await complete('2030-03-04T14:59:59+01:00')).body.errors[0]).toMatchObject({ pointer: '/endedAt', code: 'ends-before-it-begins' });
    expect(expectStatus(await complete('2030-03-04T09:16:00-05:00'), 200).endedAt).toBe('2030-03-04T14:16:00.000Z');
  });

  it('counts when it was stopped before its end, and sets device and room free', async () => {
    clinic = await service.newClinic({ devices: 1, rooms: 1 });
    const one = await sessionInProgress(service, clinic);
    service.clock.advanceMinutes(4);
    expect((await act(one.sessionId, 'abort', { reason: 'Faint', delivered: { intensityPercentRmt: 80, trains: 10, totalPulses: 1001 } })).body.code).toBe('inconsistent-dose');
    const aborted = expectStatus(await act(one.sessionId, 'abort', { reason: 'Faint', delivered: { intensityPercentRmt: 80, trains: 8, totalPulses: 760 } }), 200);
    expect(aborted).toMatchObject({ status: 'aborted', statusReason: 'Faint', endedAt: '2030-03-04T14:04:00.000Z', delivered: { totalPulses: 760, fidelity: 'below-prescription', reason: 'Faint', percentOfPrescribedPulses: 25.3 } });
    expect(await progressOf(one)).toMatchObject({ sessionsDelivered: 1, pulsesDelivered: 760 });
    expectStatus(await clinic.as('front-desk').post('/v1/sessions', { courseId: one.courseId, kind: 'follow-up', startsAt: '2030-03-04T14:15:00Z' }), 201);
  });

  it('does not count where no pulse was given', async () => {
    const one = await sessionInProgress(service, clinic);
    expectStatus(await act(one.sessionId, 'abort', { reason: 'Coil too hot', delivered: { intensityPercentRmt: 0, trains: 0, totalPulses: 0 } }), 200);
    expect(await progressOf(one)).toMatchObject({ sessionsDelivered: 0, pulsesDelivered: 0 });
    // The patient may have it later that day, and it is the first still.
    expect((await booked(service, clinic, one.courseId, { startsAt: '2030-03-04T16:00:00Z' })).sequence).toBe(1);
  });

  it('uses up what the payer has approved, the approval that ends first', async () => {
    const one = await sessionInProgress(service, clinic);
    const approvals: string[] = [];
    for (const [reference, validTo] of [['late', '2030-12-31'], ['soon', '2030-04-30'], ['over', '2030-03-01']]) {
      const approval = { payer: 'Example Health', reference, sessionsApproved: 1, validFrom: '2030-01-01', validTo };
      approvals.push(expectStatus(await clinician().post(`/v1/courses/${one.courseId}/authorisations`, approval), 201).id);
    }
    expectStatus(await act(one.sessionId, 'complete', { delivered: doseAsPrescribed(one.session) }), 200);
    const used = await Promise.all(approvals.map(async (id) => (await clinician().get(`/v1/courses/${one.courseId}/authorisations/${id}`)).body));
    expect(used.map(({ reference, sessionsUsed, sessionsLeft }) => [reference, sessionsUsed, sessionsLeft])).toEqual([['late', 0, 1], ['soon', 1, 0], ['over', 0, 1]]);
  });

  it('is nothing for a visit without treatment', async () => {
    const { courseId } = await completedSession(service, clinic);
    const visit = await booked(service, clinic, courseId, { kind: 'follow-up', startsAt: '2030-03-04T14:30:00Z' });
    expectStatus(await act(visit.id, 'check-in', { answers: await routineDay(clinic) }), 200);
    expectStatus(await act(visit.id, 'start', {}), 200);
    expect(expectStatus(await act(visit.id, 'complete', {}), 200)).toMatchObject({ status: 'completed', delivered: null, prescribed: null });
    expect((await clinician().get(`/v1/courses/${courseId}`)).body.progress.sessionsDelivered).toBe(1);
  });
});

describe('a signature', () => {
  const sign = (one: SessionOfCourse, meaning: string, by: 'operator' | 'operator2' | 'clinician' | 'clinician2', password: string | undefined = TEST_PASSWORD) =>
    act(one.sessionId, 'sign', { meaning, ...(password !== undefined && { password }) }, clinic.as(by));

  it('is given by who delivered it, then by a clinician, each once and with the password', async () => {
    const one = await completedSession(service, clinic);
    expect((await act(one.sessionId, 'sign', { meaning: 'delivered' })).body.errors[0].pointer).toBe('/password');
    const wrong = await sign(one, 'delivered', 'operator', 'not the password at all');
    expect([wrong.status, wrong.body.code, wrong.headers['www-authenticate'] !== undefined]).toEqual([401, 'bad-credentials', true]);
    for (const [meaning, by] of [['delivered', 'operator2'], ['delivered', 'clinician'], ['reviewed', 'operator']] as const) {
      const refused = await sign(one, meaning, by);
      expect([meaning, by, refused.status, refused.body.code]).toEqual([meaning, by, 403, 'not-your-signature']);
    }
    expect((await seen(one)).signatures).toEqual([]);

    expect(expectStatus(await sign(one, 'delivered', 'operator'), 200)).toMatchObject({ status: 'completed', signatures: [{ meaning: 'delivered', signedBy: clinic.staff.operator.id, signerName: 'Test operator' }] });
    expect((await sign(one, 'delivered', 'operator')).body).toMatchObject({ code: 'wrong-state', status: 409 });
    expect(expectStatus(await sign(one, 'reviewed', 'clinician'), 200)).toMatchObject({ status: 'signed', signatures: [{ meaning: 'delivered' }, { meaning: 'reviewed', signedBy: clinic.staff.clinician.id }] });
    expect((await sign(one, 'reviewed', 'clinician2')).body.code).toBe('wrong-state');
  });

  it('closes the record; addenda are added beside it', async () => {
    const one = await completedSession(service, clinic);
    const signed = expectStatus(await sign(one, 'reviewed', 'clinician'), 200);
    const addendum = await act(one.sessionId, 'addenda', { text: 'Headache the next morning, gone by noon.' });
    expect(expectStatus(addendum, 201)).toMatchObject({ text: 'Headache the next morning, gone by noon.', writtenBy: clinic.staff.operator.id, writtenAt: service.clock.now() });
    expect(expectStatus(await operator().get(addendum.headers['location']!), 200)).toEqual(addendum.body);
    expect(await seen(one)).toEqual({ ...signed, addenda: [addendum.body] });
    expectStatus(await act(one.sessionId, 'addenda', { text: 'x' }, clinic.as('front-desk')), 403);
    expect((await act(one.sessionId, 'addenda', { text: '' })).body.errors[0].pointer).toBe('/text');
  });

  it('cannot be undone by SQL either, as the service and as the owner of the schema', async () => {
    const one = await completedSession(service, clinic);
    await sign(one, 'reviewed', 'clinician');
    const before = await seen(one);
    const attempts = [
      `update sessions set delivered = '{"totalPulses": 1}' where id = $1`,
      `update sessions set status = 'completed' where id = $1`,
      'delete from sessions where id = $1',
      `update session_signatures set signer_name = 'Somebody else' where session_id = $1`,
      'delete from session_signatures where session_id = $1',
      `update session_checks set answers = '{}' where session_id = $1`,
      `update session_checks set cleared_at = now(), cleared_by = answered_by, rationale = 'Later' where session_id = $1`,
      `insert into session_checks select clinic_id, gen_random_uuid(), session_id, form_version, '{}', 'pass', '[]', answered_at + interval '1 day', answered_by from session_checks where session_id = $1`,
      'delete from session_checks where session_id = $1',
    ];
    for (const url of [service.databaseOfTest.superuserUrl, service.databaseOfTest.ownerUrl]) {
      const client = new pg.Client(url);
      await client.connect();
      if (url === service.databaseOfTest.superuserUrl) await client.query('set role tms_service');
      await client.query(`select set_config('app.clinic_id', $1, false)`, [clinic.id]);
      expect((await client.query('select 1 from sessions where id = $1', [one.sessionId])).rows).toHaveLength(1);
      for (const attempt of attempts) await expect(client.query(attempt, [one.sessionId])).rejects.toMatchObject({ code: '42501' });
      await client.end();
    }
    expect(await seen(one)).toEqual(before);
  });

  it('leaves a check that was cleared as it was cleared', async () => {
    const one = await heldSession(service, clinic);
    expectStatus(await act(one.sessionId, 'clear', { rationale: 'Rested for an hour.' }, clinician()), 200);
    const client = new pg.Client(service.databaseOfTest.superuserUrl);
    await client.connect();
    await client.query('set role tms_service');
    await client.query(`select set_config('app.clinic_id', $1, false)`, [clinic.id]);
    await expect(client.query(`update session_checks set rationale = 'Something else' where session_id = $1`, [one.sessionId])).rejects.toMatchObject({ code: '42501' });
    await client.end();
  });
});
