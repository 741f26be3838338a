import { expectStatus, type Json } from '../support/caller.js';
import { startService, type Service, type TestClinic } from '../support/service.js';
import { activeCourse, booked, DEPRESSION_PROTOCOL, measureThreshold, TEN_A_DAY_PROTOCOL, type ActiveCourse, type CourseWishes } from '../support/world.js';

const DEPRESSION: CourseWishes = { protocolCode: DEPRESSION_PROTOCOL, category: 'depression', icd10: 'F33.2', side: null };
const wallTime = new Intl.DateTimeFormat('en-GB', { timeZone: 'America/New_York', hour: '2-digit', minute: '2-digit' });
const weekday = (date: string): number => new Date(`${date}T12:00:00Z`).getUTCDay();

let service: Service;
let clinic: TestClinic;
beforeAll(async () => {
  service = await startService();
});
afterAll(() => service.stop());
beforeEach(async () => {
  clinic = await service.newClinic();
});

const desk = () => clinic.as('front-desk');
const schedule = ({ courseId }: ActiveCourse, wishes: Json = {}) =>
  desk().post(`/v1/courses/${courseId}/schedule`, { startDate: '2030-03-05', preferredTimes: ['09:00'], policy: 'all-or-nothing', ...wishes });
const datesOf = (sessions: Json[]): string[] => sessions.map(({ startsAt }) => startsAt.slice(0, 10));
const bookedOf = async ({ courseId }: ActiveCourse): Promise<Json[]> =>
  expectStatus(await desk().get(`/v1/sessions?courseId=${courseId}&limit=200`), 200).items.filter(({ status }: Json) => status === 'scheduled');

describe('a whole course in one call', () => {
  it('of 36: thirty on weekdays, then 3, 2 and 1 a week, at nine by the clock on the wall', async () => {
    const course = await activeCourse(service, clinic, DEPRESSION);
    const { sessions, unplaced, warnings } = expectStatus(await schedule(course), 201);
    expect([sessions.length, unplaced, warnings]).toEqual([36, [], []]);
    expect(sessions.map(({ sequence }: Json) => sequence)).toEqual(Array.from({ length: 36 }, (_unused, n) => n + 1));
    expect(new Set(sessions.map(({ startsAt }: Json) => wallTime.format(new Date(startsAt))))).toEqual(new Set(['09:00']));
    // The clocks of New York go forward on the 10th of March.
    expect(sessions.slice(0, 5).map(({ startsAt }: Json) => startsAt.slice(5, 16))).toEqual(['03-05T14:00', '03-06T14:00', '03-07T14:00', '03-08T14:00', '03-11T13:00']);
    const dates = datesOf(sessions);
    expect(dates.slice(0, 30).every((date, n) => n === 0 || [1, 3].includes((Date.parse(date) - Date.parse(dates[n - 1]!)) / 86_400_000))).toBe(true);
    expect([dates[29], ...dates.slice(30)]).toEqual(['2030-04-15', '2030-04-17', '2030-04-19', '2030-04-22', '2030-04-25', '2030-04-29', '2030-05-02']);
    expect(new Set(sessions.map(({ deviceId }: Json) => deviceId)).size).toBe(1);
    expect(sessions[0]).not.toHaveProperty('prescribed');
    expect(expectStatus(await schedule(course), 409).code).toBe('nothing-left');
  });

  it('of ten a day for five days, 50 minutes apart', async () => {
    const course = await activeCourse(service, clinic, { ...DEPRESSION, protocolCode: TEN_A_DAY_PROTOCOL });
    const { sessions } = expectStatus(await schedule(course, { startDate: '2030-03-11', preferredTimes: ['08:00'] }), 201);
    expect(sessions).toHaveLength(50);
    const dates = datesOf(sessions);
    expect([...new Set(dates)].map((date) => [date, dates.filter((other) => other === date).length])).toEqual(['11', '12', '13', '14', '15'].map((day) => [`2030-03-${day}`, 10]));
    const gaps = sessions.slice(1).map(({ startsAt }: Json, n: number) => (Date.parse(startsAt) - Date.parse(sessions[n].endsAt)) / 60_000);
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(50);
  });

  it('leaves out closed days and makes them up at the end', async () => {
    expectStatus(await clinic.as('admin').post('/v1/clinic/closures', { from: '2030-03-07', to: '2030-03-11', reason: 'Stocktaking' }), 201);
    const course = await activeCourse(service, clinic, { protocolCode: 'm1-hf10-chf-10d' });
    const { sessions } = expectStatus(await schedule(course), 201);
    expect(datesOf(sessions)).toEqual(['05', '06', '12', '13', '14', '15', '18', '19', '20', '21'].map((day) => `2030-03-${day}`));
  });

  it('keeps to weekdays, hours, device, room and operator of the patient’s choice', async () => {
    const course = await activeCourse(service, clinic, { protocolCode: 'm1-hf10-chf-10d' });
    const wish = { deviceId: clinic.devices[1], roomId: clinic.rooms[1], operatorId: clinic.staff.operator2.id };
    const windows = [{ weekday: 2, from: '14:00', to: '16:00' }, { weekday: 4, from: '09:00', to: '10:00' }];
    const { sessions } = expectStatus(await schedule(course, { ...wish, weekdays: [2, 4, 5], windows, preferredTimes: ['14:00', '09:30'] }), 201);
    for (const session of sessions) {
      expect(session).toMatchObject(wish);
      expect([weekday(session.startsAt.slice(0, 10)), wallTime.format(new Date(session.startsAt))]).toEqual(weekday(session.startsAt.slice(0, 10)) === 2 ? [2, '14:00'] : [4, '09:30']);
    }
  });

  it('stays on the device that its motor threshold was measured on', async () => {
    const course = await activeCourse(service, clinic);
    await measureThreshold(service, clinic, course.courseId, { deviceId: clinic.devices[1] });
    const { sessions } = expectStatus(await schedule(course, { policy: 'nearest' }), 201);
    expect(new Set(sessions.map(({ deviceId }: Json) => deviceId))).toEqual(new Set([clinic.devices[1]]));
  });

  it('is warned where it is put on another, and so is a single session', async () => {
    const course = await activeCourse(service, clinic);
    await measureThreshold(service, clinic, course.courseId, { deviceId: clinic.devices[1] });
    const elsewhere = ({ warnings }: Json): string[] => warnings.filter(({ code }: Json) => code === 'threshold-of-another-device').map(({ message }: Json) => message.split(' ')[0]);
    const plan = async (n: number): Promise<Json> => expectStatus(await schedule(course, { policy: 'nearest', deviceId: clinic.devices[n], dryRun: true }), 200);
    expect([elsewhere(await plan(1)), elsewhere(await plan(0))]).toEqual([[], [String((await plan(0)).sessions.length)]]);
    const book = async (day: string, n: number, kind = 'treatment'): Promise<Json> => booked(service, clinic, course.courseId, { kind, startsAt: `2030-03-${day}T15:00:00Z`, deviceId: clinic.devices[n] });
    const [there, here] = [await book('05', 1), await book('06', 0)];
    // A visit in which nothing is given needs no threshold; in a mapping it is measured.
    expect([there, here, await book('07', 0, 'mapping')].map(elsewhere)).toEqual([[], ['1'], []]);
    const move = async (n: number): Promise<Json> => expectStatus(await clinic.as('front-desk').post(`/v1/sessions/${there.id}/reschedule`, { startsAt: '2030-03-08T15:00:00Z', deviceId: clinic.devices[n], reason: 'asked for' }), 200);
    expect([elsewhere(await move(0)), elsewhere(await move(1))]).toEqual([['1'], []]);
  });
});

describe('where a preferred time does not work', () => {
  /** Both devices are taken at nine on the second day. */
  async function takeTheSecondDay(): Promise<void> {
    for (const deviceId of clinic.devices) await booked(service, clinic, (await activeCourse(service, clinic)).courseId, { startsAt: '2030-03-06T14:00:00Z', deviceId });
  }
  let course: ActiveCourse;
  beforeEach(async () => {
    await takeTheSecondDay();
    course = await activeCourse(service, clinic, { protocolCode: 'm1-hf10-chf-10d' });
  });

  it('books nothing at all where all was asked for, and tells what is in the way', async () => {
    const refused = expectStatus(await schedule(course, { policy: 'all-or-nothing' }), 409);
    expect(refused).toMatchObject({ code: 'cannot-place', unplaced: [{ sequence: 2, date: '2030-03-06', reasons: [{ code: 'slot-taken', conflicts: expect.any(Array) }] }] });
    expect(refused.unplaced[0].nearest).toEqual(['2030-03-06T13:30:00.000Z', '2030-03-06T14:30:00.000Z', '2030-03-06T13:15:00.000Z']);
    expect(await bookedOf(course)).toEqual([]);
  });

  it('tells every reason of every date, and makes up for a closed one', async () => {
    expectStatus(await clinic.as('admin').post('/v1/clinic/closures', { from: '2030-03-07', to: '2030-03-07', reason: 'Flood' }), 201);
    const wish = { windows: [{ from: '08:00', to: '09:10' }] };
    const { sessions, unplaced } = expectStatus(await schedule(course, { ...wish, policy: 'skip', dryRun: true }), 200);
    expect([sessions.length, unplaced.length]).toEqual([0, 10]);
    expect(unplaced.slice(0, 3).map(({ date, reasons }: Json) => [date, reasons.map(({ code }: Json) => code)])).toEqual([
      ['2030-03-05', ['outside-window']], ['2030-03-06', ['outside-window', 'slot-taken']], ['2030-03-08', ['outside-window']],
    ]);
    const refused = expectStatus(await schedule(course, { ...wish, policy: 'all-or-nothing' }), 409);
    expect(refused.unplaced).toEqual(unplaced);
    const placed = expectStatus(await schedule(course, { ...wish, policy: 'nearest', dryRun: true }), 200);
    expect(datesOf(placed.sessions).slice(0, 3)).toEqual(['2030-03-05', '2030-03-06', '2030-03-08']);
    expect(placed.sessions).toHaveLength(10);
  });

  it('leaves the session out where it may be skipped, and books it with what is left later', async () => {
    const { sessions, unplaced } = expectStatus(await schedule(course, { policy: 'skip' }), 201);
    expect([sessions.length, unplaced.map(({ sequence, date }: Json) => [sequence, date])]).toEqual([9, [[2, '2030-03-06']]]);
    const rest = expectStatus(await schedule(course, { policy: 'all-or-nothing', startDate: '2030-03-19' }), 201);
    expect(rest.sessions.map(({ sequence, startsAt }: Json) => [sequence, startsAt.slice(0, 10)])).toEqual([[2, '2030-03-19']]);
    expect(await bookedOf(course)).toHaveLength(10);
  });

  it('takes the nearest free time where it may move', async () => {
    const { sessions, unplaced } = expectStatus(await schedule(course, { policy: 'nearest' }), 201);
    expect([sessions.length, unplaced]).toEqual([10, []]);
    expect(sessions[1].startsAt).toBe('2030-03-06T13:30:00.000Z');
  });

  it.each(['skip', 'nearest'])('plans what it would book, and books what it planned: %s', async (policy) => {
    const plan = expectStatus(await schedule(course, { policy, dryRun: true }), 200);
    expect(await bookedOf(course)).toEqual([]);
    const run = expectStatus(await schedule(course, { policy }), 201);
    const places = ({ sessions }: Json): Json[] => sessions.map(({ sequence, startsAt, endsAt, deviceId, roomId, operatorId }: Json) => ({ sequence, startsAt, endsAt, deviceId, roomId, operatorId }));
    expect(plan.sessions).toEqual(places(run));
    expect({ unplaced: plan.unplaced, warnings: plan.warnings }).toEqual({ unplaced: run.unplaced, warnings: run.warnings });
    expect(places({ sessions: await bookedOf(course) })).toEqual(places(run));
  });
});

describe('what is left of a course', () => {
  it('is booked around what is there, numbers given back included', async () => {
    const course = await activeCourse(service, clinic, { protocolCode: 'm1-hf10-chf-10d' });
    const sessions: Json[] = expectStatus(await schedule(course), 201).sessions;
    for (const n of [1, 4]) expectStatus(await desk().post(`/v1/sessions/${sessions[n]!.id}/cancel`, { reason: 'Away' }), 200);
    const rest = expectStatus(await schedule(course, { startDate: '2030-03-06' }), 201);
    expect(rest.sessions.map(({ sequence, startsAt }: Json) => [sequence, startsAt.slice(0, 10)])).toEqual([[2, '2030-03-06'], [5, '2030-03-11']]);
    const dates = datesOf(await bookedOf(course));
    expect([dates.length, new Set(dates).size]).toEqual([10, 10]);
  });

  it('warns of what the payer has not approved', async () => {
    const course = await activeCourse(service, clinic, { protocolCode: 'm1-hf10-chf-10d' });
    const approval = { payer: 'Example Health', reference: 'A-1', sessionsApproved: 8, validFrom: '2030-01-01', validTo: '2030-12-31' };
    expectStatus(await clinic.as('clinician').post(`/v1/courses/${course.courseId}/authorisations`, approval), 201);
    const { sessions, warnings } = expectStatus(await schedule(course), 201);
    expect(warnings).toEqual([{ code: 'beyond-authorisation', message: expect.stringContaining('2 of these') }]);
    expect(sessions.map(({ warnings: own }: Json) => own.length)).toEqual([0, 0, 0, 0, 0, 0, 0, 0, 1, 1]);
  });
});

it.each([
  [{ startDate: '2030-03-03' }, '/startDate'],
  [{ startDate: '2030-02-30' }, '/startDate'],
  [{ startDate: undefined }, '/startDate'],
  [{ preferredTimes: [] }, '/preferredTimes'],
  [{ preferredTimes: ['24:00'] }, '/preferredTimes'],
  [{ weekdays: [8] }, '/weekdays'],
  [{ windows: [{ from: '9:00', to: '10:00' }] }, '/windows/0/from'],
  [{ policy: 'somehow' }, '/policy'],
  [{ dryRun: 'yes' }, '/dryRun'],
  [{ time: '09:00' }, '/time'],
])('points at what is wrong in %j', async (change, pointer) => {
  const course = await activeCourse(service, clinic);
  const answer = await schedule(course, change);
  expect([answer.status, answer.body.errors?.map((fault: Json) => fault.pointer)]).toEqual([400, [pointer]]);
  expect(await bookedOf(course)).toEqual([]);
});
