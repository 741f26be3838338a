import { expectStatus, type Json } from '../support/caller.js';
import { clinic, clinicForEachTest, service } from '../support/clinic-for-each.js';
import { activeCourse, booked, bookedSession, checkedInSession, completedSession, laterOn, routineDay } from '../support/world.js';

clinicForEachTest();

const desk = () => clinic.as('front-desk');
const admin = () => clinic.as('admin');
const at = (time: string, date = '2030-03-05'): string => new Date(`${date}T${time}:00-05:00`).toISOString();
const replan = (body: Json) => desk().post('/v1/schedule/replan', { reason: 'As things are now', ...body });
const reasonsOf = ({ moved }: Json): string[][] => moved.map(({ reasons }: Json) => reasons.map(({ code }: Json) => code));
const placesOf = ({ moved }: Json): string[][] => moved.map(({ to }: Json) => [to.startsAt, to.operatorId]);
const WHOLE_WEEK = { misplaced: true, from: at('00:00', '2030-03-04'), to: at('23:00', '2030-03-10') };

describe('what is booked with somebody', () => {
  it('who has left is listed, and given to another in one call', async () => {
    const [first, second] = [clinic.staff.operator.id, clinic.staff.operator2.id];
    const { courseId } = await activeCourse(service, clinic);
    for (const date of ['2030-03-05', '2030-03-06']) await booked(service, clinic, courseId, { startsAt: at('10:00', date), operatorId: first });
    const untouched = await booked(service, clinic, courseId, { startsAt: at('10:00', '2030-03-07'), operatorId: second });
    expect(expectStatus(await replan({ operatorId: first }), 400).errors[0].pointer).toBe('/from');
    expectStatus(await admin().post(`/v1/staff/${first}/deactivate`, {}), 200);
    const planned = expectStatus(await replan({ operatorId: first, dryRun: true }), 200);
    expect(planned).toMatchObject({ affected: 2, stuck: [] });
    expect([reasonsOf(planned), placesOf(planned)]).toEqual([[['operator-absent'], ['operator-absent']], [[at('10:00'), second], [at('10:00', '2030-03-06'), second]]]);
    expect(expectStatus(await replan({ operatorId: first }), 200)).toEqual(planned);
    const sessions: Json[] = expectStatus(await desk().get(`/v1/sessions?courseId=${courseId}`), 200).items;
    expect(sessions.map(({ operatorId }) => operatorId)).toEqual([second, second, second]);
    expect(sessions[2]).toMatchObject({ id: untouched.id, movedFrom: null });
    expect(expectStatus(await replan({ operatorId: first }), 200)).toMatchObject({ affected: 0 });
  });

  it('who may not deliver it any more is given to another, and only that', async () => {
    const [first, second] = [clinic.staff.operator.id, clinic.staff.operator2.id];
    const { courseId } = await activeCourse(service, clinic);
    for (const date of ['2030-03-05', '2030-03-07']) await booked(service, clinic, courseId, { startsAt: at('10:00', date), operatorId: first });
    expectStatus(await admin().post(`/v1/staff/${first}/competences`, { modality: 'rtms', validUntil: '2030-03-06' }), 201);
    const answer = expectStatus(await replan({ operatorId: first }), 200);
    expect([reasonsOf(answer), placesOf(answer)]).toEqual([[['operator-not-qualified']], [[at('10:00', '2030-03-07'), second]]]);
    expect(expectStatus(await replan({ operatorId: first }), 400).errors[0]).toMatchObject({ pointer: '/from', code: 'required' });
    expectStatus(await replan({ operatorId: clinic.devices[0] }), 404);
  });
});

describe('what stands where it could not be booked any more', () => {
  it('is found whatever has changed under it, told with its reasons and moved', async () => {
    const course = async () => (await activeCourse(service, clinic)).courseId;
    const [ofHours, ofRoom, ofShift, fits] = [await course(), await course(), await course(), await course()];
    await booked(service, clinic, ofHours, { startsAt: at('10:00', '2030-03-06') });
    await booked(service, clinic, ofRoom, { startsAt: at('10:00'), roomId: clinic.rooms[1], operatorId: clinic.staff.operator.id });
    await booked(service, clinic, ofShift, { startsAt: at('14:00', '2030-03-07'), roomId: clinic.rooms[0], operatorId: clinic.staff.operator2.id });
    await booked(service, clinic, fits, { startsAt: at('16:00', '2030-03-07'), roomId: clinic.rooms[0], operatorId: clinic.staff.operator.id });
    expect(expectStatus(await replan(WHOLE_WEEK), 200)).toMatchObject({ affected: 0, moved: [], stuck: [] });
    expectStatus(await admin().post('/v1/clinic/opening-exceptions', { date: '2030-03-06', intervals: [], reason: 'Stock-taking' }), 201);
    const { headers } = await admin().get(`/v1/rooms/${clinic.rooms[1]}`);
    expectStatus(await admin().patch(`/v1/rooms/${clinic.rooms[1]}`, { status: 'out-of-service' }, { 'if-match': String(headers['etag']) }), 200);
    expectStatus(await admin().post(`/v1/staff/${clinic.staff.operator2.id}/shifts`, { startsAt: at('08:00', '2030-03-07'), endsAt: at('12:00', '2030-03-07') }), 201);
    const planned = expectStatus(await replan({ ...WHOLE_WEEK, dryRun: true }), 200);
    expect([planned.affected, reasonsOf(planned)]).toEqual([3, [['no-room'], ['clinic-closed'], ['operator-absent']]]);
    expect(expectStatus(await replan(WHOLE_WEEK), 200)).toEqual(planned);
    expect(expectStatus(await replan(WHOLE_WEEK), 200)).toMatchObject({ affected: 0 });
    expect(expectStatus(await replan({ ...WHOLE_WEEK, to: at('00:00', '2030-07-01') }), 400).errors[0].pointer).toBe('/to');
    expect(expectStatus(await replan({ misplaced: true }), 400).errors[0].pointer).toBe('/from');
    expect(expectStatus(await replan({ ...WHOLE_WEEK, deviceId: clinic.devices[0] }), 400).errors).toHaveLength(4);
  });
});

describe('a day that holds more of a patient than the course gives', () => {
  it('is found after two records became one, and the later session is moved to another day', async () => {
    const [one, other] = [await activeCourse(service, clinic), await activeCourse(service, clinic, { protocolCode: 'ldlpfc-itbs-threed-2018', category: 'depression', icd10: 'F33.2', side: null })];
    const later = await booked(service, clinic, one.courseId, { startsAt: at('15:00', '2030-03-06') });
    await booked(service, clinic, other.courseId, { startsAt: at('10:00', '2030-03-06') });
    await booked(service, clinic, one.courseId, { startsAt: at('15:00', '2030-03-07') });
    expect(expectStatus(await replan(WHOLE_WEEK), 200).affected).toBe(0);
    expectStatus(await admin().post(`/v1/patients/${one.patientId}/merge`, { intoPatientId: other.patientId, reason: 'Registered twice' }), 200);
    const planned = expectStatus(await replan({ ...WHOLE_WEEK, dryRun: true }), 200);
    expect([planned.affected, reasonsOf(planned), planned.moved[0].sessionId, planned.moved[0].to.startsAt]).toEqual([1, [['daily-maximum']], later.id, at('15:00', '2030-03-08')]);
    expect(planned.moved[0].reasons[0].message).toContain('2030-03-06');
    expect(expectStatus(await replan(WHOLE_WEEK), 200)).toEqual(planned);
    expect(expectStatus(await replan(WHOLE_WEEK), 200).affected).toBe(0);
  });
});

describe('a device that breaks while other things stand in its time', () => {
  const FROM = at('08:00', '2030-03-05');
  const TO = at('18:00', '2030-03-07');
  const downtimes = async (): Promise<string[][]> =>
    expectStatus(await clinic.as('admin').get(`/v1/devices/${clinic.devices[0]}/downtimes`), 200).items.map(({ startsAt, endsAt }: Json) => [startsAt, endsAt]).sort();
  /** As planned, so done. */
  const broken = async (from: string, to: string): Promise<Json> => {
    const planned = expectStatus(await replan({ deviceId: clinic.devices[0], from, to, dryRun: true }), 200);
    const done = expectStatus(await replan({ deviceId: clinic.devices[0], from, to }), 200);
    expect(done).toEqual(planned);
    return done;
  };

  it('is down longer than was thought: what is not entered yet is', async () => {
    const course = await activeCourse(service, clinic);
    await broken(FROM, at('12:00', '2030-03-05'));
    expectStatus(await clinic.as('admin').post(`/v1/devices/${clinic.devices[0]}/downtimes`, { startsAt: at('00:00', '2030-03-07'), endsAt: at('12:00', '2030-03-07'), reason: 'Yearly check' }), 201);
    await booked(service, clinic, course.courseId, { startsAt: at('10:00', '2030-03-06'), deviceId: clinic.devices[0] });
    expect((await broken(FROM, TO)).moved).toHaveLength(1);
    expect(await downtimes()).toEqual([
      [FROM, at('12:00', '2030-03-05')], [at('12:00', '2030-03-05'), at('00:00', '2030-03-07')], [at('00:00', '2030-03-07'), at('12:00', '2030-03-07')], [at('12:00', '2030-03-07'), TO],
    ]);
    expect((await broken(FROM, TO)).affected).toBe(0);
  });

  it('gives back what is only kept of its time, and says so', async () => {
    const course = await activeCourse(service, clinic);
    const keep = async (n: number): Promise<Json> => expectStatus(await desk().post('/v1/reservations', { courseId: course.courseId, kind: 'treatment', startsAt: at(`1${n}:00`, '2030-03-05'), deviceId: clinic.devices[n] }), 201);
    const [lost, kept] = [await keep(0), await keep(1)];
    expect(await broken(FROM, TO)).toMatchObject({ affected: 0, reservations: [lost.id] });
    const statusOf = async ({ id }: Json): Promise<string> => expectStatus(await desk().get(`/v1/reservations/${id}`), 200).status;
    expect([await statusOf(lost), await statusOf(kept)]).toEqual(['released', 'open']);
    expect(expectStatus(await desk().post(`/v1/reservations/${lost.id}/book`), 409).code).toBe('reservation-over');
  });

  it('leaves the time of what was given on it that day', async () => {
    const { session } = await completedSession(service, clinic, {}, { deviceId: clinic.devices[0] });
    await laterOn(service, clinic, at('12:00', '2030-03-04'), 'front-desk', 'admin');
    await broken(at('08:00', '2030-03-04'), at('18:00', '2030-03-04'));
    const [[from, until], [after, to]] = (await downtimes()) as [[string, string], [string, string]];
    expect([from, until, to]).toEqual([at('08:00', '2030-03-04'), session.startsAt, at('18:00', '2030-03-04')]);
    expect(Date.parse(after)).toBeGreaterThan(Date.parse(session.endsAt));
  });

  it('is not put down for more than a year, whether planned or done', async () => {
    for (const dryRun of [true, false]) {
      const refused = expectStatus(await replan({ deviceId: clinic.devices[0], from: FROM, to: at('08:00', '2031-03-07'), dryRun }), 400);
      expect(refused.errors).toEqual([{ pointer: '/to', code: 'too-long', message: expect.stringContaining('366') }]);
    }
  });
});

describe('a session whose patient is late or waits', () => {
  it('goes to the other device when its own breaks, and is checked in anew', async () => {
    const waits = await checkedInSession(service, clinic, {}, { deviceId: clinic.devices[0] });
    service.clock.advanceMinutes(5);
    const answer = expectStatus(await replan({ deviceId: clinic.devices[0], from: service.clock.now(), to: at('18:00', '2030-03-04') }), 200);
    expect(answer).toMatchObject({ affected: 1, stuck: [], moved: [{ to: { startsAt: at('09:15', '2030-03-04'), deviceId: clinic.devices[1] } }] });
    const moved = expectStatus(await clinic.as('operator').get(`/v1/sessions/${waits.sessionId}`), 200);
    expect([moved.status, moved.checkedInAt]).toEqual(['scheduled', null]);
    expect(expectStatus(await clinic.as('operator').post(`/v1/sessions/${waits.sessionId}/start`), 409).code).toBe('wrong-state');
    expectStatus(await clinic.as('operator').post(`/v1/sessions/${waits.sessionId}/check-in`, { answers: await routineDay(clinic) }), 200);
    expectStatus(await clinic.as('operator').post(`/v1/sessions/${waits.sessionId}/start`), 200);
  });

  it('stays what it is once its time is over, and is told of; the device is down all the same', async () => {
    const { sessionId } = await bookedSession(service, clinic, {}, { deviceId: clinic.devices[0] });
    const from = service.clock.now();
    service.clock.advanceMinutes(50);
    const answer = expectStatus(await replan({ deviceId: clinic.devices[0], from, to: at('18:00', '2030-03-04') }), 200);
    expect(answer).toMatchObject({ affected: 0, moved: [], stuck: [], leftAlone: [{ sessionId, reasons: [{ code: 'over' }] }] });
    expect(expectStatus(await desk().get(`/v1/sessions/${sessionId}`), 200)).toMatchObject({ status: 'scheduled', movedFrom: null });
    expect(expectStatus(await admin().get(`/v1/devices/${clinic.devices[0]}/downtimes`), 200).items).toMatchObject([{ startsAt: from, endsAt: at('18:00', '2030-03-04') }]);
  });
});

describe('moving a session and all that follow', () => {
  const move = (courseId: string, body: Json) => desk().post(`/v1/courses/${courseId}/reschedule`, { preferredTimes: ['14:00'], policy: 'all-or-nothing', reason: 'A new job', ...body });
  const all = async (courseId: string): Promise<Json[]> => expectStatus(await desk().get(`/v1/sessions?courseId=${courseId}`), 200).items;

  it('takes the named one along although its patient is late, leaves what was given, missed and cancelled, and keeps each as long as it is', async () => {
    const { courseId, sessionId: missed } = await bookedSession(service, clinic);
    const late = await booked(service, clinic, courseId, { startsAt: at('09:00'), durationMinutes: 60 });
    const [cancelled, next] = [await booked(service, clinic, courseId, { startsAt: at('09:00', '2030-03-06') }), await booked(service, clinic, courseId, { startsAt: at('09:00', '2030-03-07') })];
    await laterOn(service, clinic, at('09:20'), 'front-desk');
    expectStatus(await desk().post(`/v1/sessions/${missed}/no-show`, {}), 200);
    expectStatus(await desk().post(`/v1/sessions/${cancelled.id}/cancel`, { reason: 'Ill' }), 200);
    for (const over of [missed, cancelled.id]) {
      expect(expectStatus(await move(courseId, { fromSessionId: over, startDate: '2030-03-05' }), 409)).toMatchObject({ code: 'wrong-state' });
    }
    const { moved } = expectStatus(await move(courseId, { fromSessionId: late.id, startDate: '2030-03-05' }), 200);
    expect(moved.map(({ sessionId, to }: Json) => [sessionId, to.startsAt, (Date.parse(to.endsAt) - Date.parse(to.startsAt)) / 60_000])).toEqual([
      [late.id, at('14:00'), 60], [next.id, at('14:00', '2030-03-06'), (Date.parse(next.endsAt) - Date.parse(next.startsAt)) / 60_000],
    ]);
    const stands = await all(courseId);
    expect(stands.find(({ id }) => id === missed)).toMatchObject({ status: 'no-show', movedFrom: null });
    expect(stands.find(({ id }) => id === cancelled.id)).toMatchObject({ status: 'cancelled', movedFrom: null });
  });
});
