import { expectStatus, type Json } from '../support/caller.js';
import { clinic, clinicForEachTest, service } from '../support/clinic-for-each.js';
import { activeCourse, booked, checkedInSession, courseReadyToStart, doseAsPrescribed, laterOn, routineDay, sessionInProgress, type SessionOfCourse } from '../support/world.js';

clinicForEachTest();

const DAY = '2030-03-04';
const desk = () => clinic.as('front-desk');
const operator = () => clinic.as('operator');
const at = (time: string, date = DAY): string => new Date(`${date}T${time}:00-05:00`).toISOString();
const UNTIL = at('18:00', '2030-03-06');
const device = (): string => clinic.devices[0] ?? '';
const read = async (id: string): Promise<Json> => expectStatus(await operator().get(`/v1/sessions/${id}`), 200);
const breaks = (body: Json = {}) => desk().post('/v1/schedule/replan', { deviceId: device(), from: service.clock.now(), to: UNTIL, reason: 'Coil is broken', ...body });
const downtimes = async (): Promise<string[][]> => expectStatus(await clinic.as('admin').get(`/v1/devices/${device()}/downtimes`), 200).items.map(({ startsAt, endsAt }: Json) => [startsAt, endsAt]).sort();
const freeOn = async (deviceId: string): Promise<string[]> =>
  expectStatus(await desk().get(`/v1/availability?durationMinutes=5&modality=rtms&deviceId=${deviceId}&from=${service.clock.now()}&to=${UNTIL}`), 200).slots.map(({ startsAt }: Json) => startsAt);

/** On the device a session runs since ten minutes, and others follow it that day and the next two. */
async function inTheMiddle(): Promise<{ running: SessionOfCourse; later: Json[]; elsewhere: Json }> {
  const running = await sessionInProgress(service, clinic, {}, { deviceId: device() });
  const [one, other] = [await activeCourse(service, clinic), await activeCourse(service, clinic)];
  const later = [
    await booked(service, clinic, one.courseId, { startsAt: at('10:30'), deviceId: device() }),
    await booked(service, clinic, other.courseId, { startsAt: at('14:00'), deviceId: device() }),
    await booked(service, clinic, running.courseId, { startsAt: at('10:00', '2030-03-05'), deviceId: device() }),
    await booked(service, clinic, one.courseId, { startsAt: at('10:30', '2030-03-06'), deviceId: device() }),
  ];
  const elsewhere = await booked(service, clinic, other.courseId, { startsAt: at('09:00', '2030-03-05'), deviceId: clinic.devices[1] });
  service.clock.advanceMinutes(10);
  return { running, later, elsewhere };
}

describe('a device that breaks in the middle of a session', () => {
  it('lets that session be and says so, finds places for all that follow, and is down at once, as its dry run told', async () => {
    const { running, later, elsewhere } = await inTheMiddle();
    const now = service.clock.now();
    const planned = expectStatus(await breaks({ dryRun: true }), 200);
    expect(planned).toMatchObject({ affected: 4, stuck: [], leftAlone: [{ sessionId: running.sessionId, courseId: running.courseId, patientId: running.patientId, place: { deviceId: device(), startsAt: running.session.startsAt }, reasons: [{ code: 'under-way' }] }] });
    expect(planned.moved.map(({ sessionId }: Json) => sessionId).sort()).toEqual(later.map(({ id }) => id).sort());
    expect(await downtimes()).toEqual([]);
    const done = expectStatus(await breaks(), 200);
    expect(done).toEqual(planned);
    for (const { sessionId, to } of done.moved) expect(await read(sessionId)).toMatchObject({ deviceId: clinic.devices[1], startsAt: to.startsAt });
    expect(await read(running.sessionId)).toEqual(running.session);
    expect(await read(elsewhere.id)).toMatchObject({ deviceId: clinic.devices[1], startsAt: elsewhere.startsAt });
    expect(await downtimes()).toEqual([[now, UNTIL]]);
    expect([await freeOn(device()), (await freeOn(clinic.devices[1] ?? '')).length > 0]).toEqual([[], true]);
    expectStatus(await operator().post(`/v1/sessions/${running.sessionId}/complete`, { delivered: doseAsPrescribed(running.session) }), 200);
    expect(await freeOn(device())).toEqual([]);
    // Asked once more, for longer: what is entered is not entered twice.
    expect(expectStatus(await breaks({ from: now, to: at('12:00', '2030-03-08') }), 200)).toMatchObject({ affected: 0, leftAlone: [] });
    expect(await downtimes()).toEqual([[now, UNTIL], [UNTIL, at('12:00', '2030-03-08')]]);
  });

  it('gives nobody the time that is left of a session that was stopped for it, by booking, by search or by a late start', async () => {
    const { running } = await inTheMiddle();
    expectStatus(await breaks(), 200);
    const patient = await checkedInSession(service, clinic, {}, { startsAt: service.clock.now(), deviceId: clinic.devices[1] });
    expectStatus(await operator().post(`/v1/sessions/${running.sessionId}/abort`, { reason: 'The coil broke', delivered: { intensityPercentRmt: 80, trains: 0, totalPulses: 0 } }), 200);
    expect(await freeOn(device())).toEqual([]);
    const here = { startsAt: service.clock.now(), deviceId: device(), reason: 'nearer' };
    expect(expectStatus(await desk().post(`/v1/sessions/${patient.sessionId}/reschedule`, here), 409).code).toBe('device-down');
    expect(expectStatus(await desk().post('/v1/sessions', { courseId: (await activeCourse(service, clinic)).courseId, kind: 'mapping', startsAt: here.startsAt, durationMinutes: 5, deviceId: device() }), 409).code).toBe('device-down');
    const lanes = expectStatus(await desk().get(`/v1/day-board?date=${DAY}`), 200).utilisation;
    expect(lanes.find(({ deviceId }: Json) => deviceId === device()).gaps).toEqual([]);
  });

  it('can be put down by hand, past the session in progress and no other', async () => {
    const { later } = await inTheMiddle();
    const enter = () => clinic.as('admin').post(`/v1/devices/${device()}/downtimes`, { startsAt: service.clock.now(), endsAt: at('13:00'), reason: 'Coil' });
    const refused = expectStatus(await enter(), 409);
    expect([refused.code, refused.conflicts.map(({ occupantId }: Json) => occupantId)]).toEqual(['slot-taken', [later[0]?.id]]);
    expectStatus(await desk().post(`/v1/sessions/${later[0]?.id}/cancel`, { reason: 'Coil', by: 'clinic' }), 200);
    const { id } = expectStatus(await enter(), 201);
    expect(await downtimes()).toEqual([[service.clock.now(), at('13:00')]]);
    expect(expectStatus(await enter(), 409).conflicts).toMatchObject([{ occupant: 'downtime', occupantId: id }]);
    const inside = { startsAt: service.clock.now(), endsAt: new Date(Date.parse(service.clock.now()) + 60_000).toISOString(), reason: 'Coil' };
    expect(expectStatus(await clinic.as('admin').post(`/v1/devices/${device()}/downtimes`, inside), 409).conflicts).toMatchObject([{ occupantId: id }]);
    expectStatus(await clinic.as('admin').delete(`/v1/devices/${device()}/downtimes/${id}`), 204);
    expect((await freeOn(device())).length).toBeGreaterThan(0);
  });

  it('either lets a session begin or moves it, when both are asked at once', async () => {
    const waiting = await checkedInSession(service, clinic, {}, { deviceId: device() });
    const [start, plan] = await Promise.all([operator().post(`/v1/sessions/${waiting.sessionId}/start`, {}), breaks()]);
    const { leftAlone, moved } = expectStatus(plan, 200);
    const started = start.status === 200;
    expect([leftAlone.length, moved.length, started || start.body.code]).toEqual(started ? [1, 0, true] : [0, 1, 'wrong-state']);
    expect(await downtimes()).toHaveLength(1);
  });
});

it('an operator who falls ill in the middle of a session ends it, or another does; all that follows is given to others', async () => {
  const ill = clinic.staff.operator.id;
  const running = await sessionInProgress(service, clinic, {}, { operatorId: ill });
  const { id } = await booked(service, clinic, running.courseId, { startsAt: at('10:00', '2030-03-05'), operatorId: ill });
  service.clock.advanceMinutes(5);
  const absent = { deviceId: undefined, operatorId: ill, reason: 'Ill' };
  const planned = expectStatus(await breaks({ ...absent, dryRun: true }), 200);
  expect(planned).toMatchObject({ affected: 1, leftAlone: [{ sessionId: running.sessionId }], moved: [{ sessionId: id, to: { operatorId: clinic.staff.operator2.id } }] });
  expect(expectStatus(await breaks(absent), 200)).toEqual(planned);
  const { items } = expectStatus(await clinic.as('admin').get(`/v1/staff/${ill}/absences`), 200);
  expect(items).toMatchObject([{ startsAt: service.clock.now(), endsAt: UNTIL }]);
  expectStatus(await clinic.as('operator2').post(`/v1/sessions/${running.sessionId}/abort`, { reason: 'Operator ill', delivered: { intensityPercentRmt: 80, trains: 0, totalPulses: 0 } }), 200);
  const { slots } = expectStatus(await desk().get(`/v1/availability?durationMinutes=5&modality=rtms&operatorId=${ill}&from=${service.clock.now()}&to=${UNTIL}`), 200);
  expect(slots).toEqual([]);
});

it('a session that has run past its booked end is told of as well', async () => {
  const running = await sessionInProgress(service, clinic, {}, { deviceId: device() });
  await laterOn(service, clinic, at('12:00'), 'front-desk', 'admin', 'operator');
  expect(expectStatus(await breaks(), 200)).toMatchObject({ affected: 0, leftAlone: [{ sessionId: running.sessionId, reasons: [{ code: 'under-way' }] }] });
  expect(await downtimes()).toEqual([[at('12:00'), UNTIL]]);
});

it('a patient who was checked in and still waits when the time is over is told of too, whether the device breaks or is out of service', async () => {
  const waiting = await checkedInSession(service, clinic, {}, { deviceId: device() });
  await laterOn(service, clinic, at('12:00'), 'front-desk', 'admin', 'operator');
  const told = { affected: 0, moved: [], leftAlone: [{ sessionId: waiting.sessionId, reasons: [{ code: 'over' }] }] };
  expect(expectStatus(await breaks({ dryRun: true }), 200)).toMatchObject(told);
  const { headers } = await clinic.as('admin').get(`/v1/devices/${device()}`);
  expectStatus(await clinic.as('admin').patch(`/v1/devices/${device()}`, { status: 'out-of-service' }, { 'if-match': String(headers['etag']) }), 200);
  expect(expectStatus(await breaks({ from: undefined, to: undefined, dryRun: true }), 200)).toMatchObject(told);
  await laterOn(service, clinic, at('09:00', '2030-03-05'), 'front-desk');
  expect(expectStatus(await breaks({ dryRun: true }), 200).leftAlone).toEqual([]);
});

it('a part of the plan that is to follow keeps its time and its operator when the session before it is aborted', async () => {
  const { courseId } = await courseReadyToStart(service, clinic);
  const operatorId = clinic.staff.operator2.id;
  const adjunct = { kind: 'physical-therapy', plan: 'Graded activity', startedOn: '2030-03-01', timing: { relation: 'after', gapMinutes: 120 }, schedule: { sessionsPerWeek: 5, durationMinutes: 60 }, operatorId };
  expectStatus(await clinic.as('clinician').post(`/v1/courses/${courseId}/adjuncts`, adjunct), 201);
  const { id, endsAt } = await booked(service, clinic, courseId, { deviceId: device(), operatorId: clinic.staff.operator.id });
  expectStatus(await operator().post(`/v1/sessions/${id}/check-in`, { answers: await routineDay(clinic) }), 200);
  expectStatus(await operator().post(`/v1/sessions/${id}/start`, {}), 200);
  expectStatus(await operator().post(`/v1/sessions/${id}/abort`, { reason: 'Pain', delivered: { intensityPercentRmt: 80, trains: 0, totalPulses: 0 } }), 200);
  const [begins, ends] = [120, 180].map((minutes) => new Date(Date.parse(endsAt) + minutes * 60_000).toISOString());
  const { slots } = expectStatus(await desk().get(`/v1/availability?durationMinutes=5&modality=rtms&operatorId=${operatorId}&from=${begins}&to=${ends}`), 200);
  expect(slots).toEqual([]);
});

it('a part of the plan that follows a session under way or given is in the way of an absence, and is told of by a re-plan', async () => {
  const { courseId } = await courseReadyToStart(service, clinic);
  const ill = clinic.staff.operator2.id;
  const adjunct = { kind: 'physical-therapy', plan: 'Graded activity', startedOn: '2030-03-01', timing: { relation: 'after', gapMinutes: 120 }, schedule: { sessionsPerWeek: 5, durationMinutes: 60 }, operatorId: ill };
  expectStatus(await clinic.as('clinician').post(`/v1/courses/${courseId}/adjuncts`, adjunct), 201);
  const { id, endsAt } = await booked(service, clinic, courseId, { deviceId: device(), operatorId: clinic.staff.operator.id });
  expectStatus(await operator().post(`/v1/sessions/${id}/check-in`, { answers: await routineDay(clinic) }), 200);
  const started = expectStatus(await operator().post(`/v1/sessions/${id}/start`, {}), 200);
  const begins = new Date(Date.parse(endsAt) + 120 * 60_000).toISOString();
  const absent = { deviceId: undefined, operatorId: ill, reason: 'Ill' };
  expect(expectStatus(await breaks({ ...absent, dryRun: true }), 200).leftAlone).toMatchObject([{ sessionId: id, reasons: [{ code: 'under-way' }, { code: 'later-part' }] }]);
  service.clock.set(endsAt);
  expectStatus(await operator().post(`/v1/sessions/${id}/complete`, { delivered: doseAsPrescribed(started) }), 200);
  const byHand = await clinic.as('admin').post(`/v1/staff/${ill}/absences`, { startsAt: service.clock.now(), endsAt: at('18:00'), reason: 'Ill' });
  expect(expectStatus(byHand, 409)).toMatchObject({ code: 'slot-taken', conflicts: [{ occupant: 'session', occupantId: id, startsAt: begins }] });
  const planned = expectStatus(await breaks({ ...absent, dryRun: true }), 200);
  expect(planned).toMatchObject({ affected: 0, leftAlone: [{ sessionId: id, courseId, reasons: [{ code: 'later-part' }] }] });
  expect(expectStatus(await breaks(absent), 200)).toEqual(planned);
  expect(expectStatus(await clinic.as('admin').get(`/v1/staff/${ill}/absences`), 200).items).toMatchObject([{ startsAt: service.clock.now(), endsAt: UNTIL }]);
});
