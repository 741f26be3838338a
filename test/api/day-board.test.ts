import { sql } from '../../src/platform/database/sql.js';
import { Jobs } from '../../src/platform/jobs/jobs.js';
import { changesSince } from '../../src/review/day-board/board-changes.js';
import { expectStatus, type Json } from '../support/caller.js';
import { startService, TEST_NOW, type Service, type TestClinic } from '../support/service.js';
import { activeCourse, booked, bookedSession, laterOn, measureThreshold } from '../support/world.js';

let service: Service;
let clinic: TestClinic;

beforeAll(async () => {
  service = await startService();
});
afterAll(() => service.stop());
beforeEach(async () => {
  service.clock.set(TEST_NOW);
  clinic = await service.newClinic();
});

const board = async (query: string): Promise<Json> => expectStatus(await clinic.as('operator').get(`/v1/day-board?date=2030-03-05${query}`), 200);

/** A cursor that nothing came after. Other databases of the server may hold a cursor back for a moment: what came before is then repeated. */
async function settled(): Promise<string> {
  for (const giveUp = Date.now() + 10_000; ; ) {
    const { cursor } = await board('');
    const { sessions, gone, reservations } = await board(`&since=${cursor}`);
    if (sessions.length + gone.length + reservations.length === 0) return String(cursor);
    if (Date.now() > giveUp) throw new Error('every cursor repeats what came before it');
  }
}

describe('the day board', () => {
  it('shows where each device is free', async () => {
    const { session } = await bookedSession(service, clinic, {}, { startsAt: '2030-03-05T15:00:00Z', deviceId: clinic.devices[0] });
    expectStatus(await clinic.as('admin').post(`/v1/devices/${clinic.devices[0]}/downtimes`, { startsAt: '2030-03-05T20:00:00Z', endsAt: '2030-03-05T23:00:00Z', reason: 'service' }), 201);
    const [taken, free] = clinic.devices.map((id) => id);
    const { utilisation } = await board('');
    const gapsOf = (id: string | undefined) => utilisation.find(({ deviceId }: Json) => deviceId === id).gaps;
    const turnover = 10 * 60_000;
    expect(gapsOf(taken)).toEqual([
      { startsAt: '2030-03-05T13:00:00.000Z', endsAt: '2030-03-05T15:00:00.000Z' },
      { startsAt: new Date(Date.parse(session.endsAt) + turnover).toISOString(), endsAt: '2030-03-05T20:00:00.000Z' },
    ]);
    expect(gapsOf(free)).toEqual([{ startsAt: '2030-03-05T13:00:00.000Z', endsAt: '2030-03-05T23:00:00.000Z' }]);
  });

  it('tells what was changed since, and what is no longer on it', async () => {
    const one = await bookedSession(service, clinic, {}, { startsAt: '2030-03-05T15:00:00Z' });
    const other = await bookedSession(service, clinic, {}, { startsAt: '2030-03-05T17:00:00Z' });
    const cursor = await settled();
    expectStatus(await clinic.as('front-desk').post(`/v1/sessions/${other.sessionId}/reschedule`, { startsAt: '2030-03-06T17:00:00Z', reason: 'asked for' }), 200);
    const moved = await board(`&since=${cursor}`);
    expect([moved.sessions, moved.gone]).toEqual([[], [other.sessionId]]);
    expectStatus(await clinic.as('front-desk').post(`/v1/sessions/${one.sessionId}/reschedule`, { startsAt: '2030-03-05T16:00:00Z', reason: 'asked for' }), 200);
    const both = await board(`&since=${cursor}`);
    expect([both.sessions.map(({ id }: Json) => id), both.gone]).toEqual([[one.sessionId], [other.sessionId]]);
    await settled();
  });

  it('shows what is reserved, and since a time what became of it', async () => {
    const { courseId } = await activeCourse(service, clinic);
    const desk = clinic.as('front-desk');
    const reserve = async (startsAt: string, minutes: number): Promise<Json> => expectStatus(await desk.post('/v1/reservations', { courseId, kind: 'follow-up', durationMinutes: 20, startsAt, minutes }), 201);
    const [kept, short] = [await reserve('2030-03-05T15:00:00Z', 30), await reserve('2030-03-05T16:00:00Z', 5)];
    await reserve('2030-03-06T15:00:00Z', 30);
    const seen = ({ id, startsAt, endsAt, deviceId, roomId, operatorId, expiresAt }: Json, status: string): Json => ({ id, status, startsAt, endsAt, deviceId, roomId, operatorId, expiresAt });
    expect((await board('')).reservations).toEqual([seen(kept, 'open'), seen(short, 'open')]);
    const week = expectStatus(await desk.get('/v1/week-board?from=2030-03-04'), 200).days.map(({ reservations }: Json) => reservations.length);
    expect(week).toEqual([0, 2, 1, 0, 0, 0, 0]);
    const cursor = await settled();
    expectStatus(await desk.post(`/v1/reservations/${kept.id}/release`), 200);
    service.clock.advanceMinutes(5);
    await service.app.get(Jobs).runNow('reservations');
    expect((await board(`&since=${cursor}`)).reservations).toEqual([seen(kept, 'released'), seen(short, 'lapsed')]);
    expect((await board('')).reservations).toEqual([]);
  });

  it('misses no change of a transaction that began before the board was read and ended after it', async () => {
    const { sessionId } = await bookedSession(service, clinic, {}, { startsAt: '2030-03-05T15:00:00Z' });
    const asker = { clinicId: clinic.id, staffId: undefined, requestId: 'test', ip: undefined };
    let cursor = '';
    let etag = '';
    await service.database.work(asker, async (slow) => {
      await slow.run(sql`update sessions set moved_from = ${slow.now} where id = ${sessionId}`);
      const read = await clinic.as('operator').get('/v1/day-board?date=2030-03-05');
      [cursor, etag] = [read.body.cursor, read.headers['etag'] ?? ''];
      await measureThreshold(service, clinic, (await board('')).sessions[0].courseId);
    });
    expect((await board(`&since=${cursor}`)).sessions.map(({ id }: Json) => id)).toEqual([sessionId]);
    expect((await clinic.as('operator').get('/v1/day-board?date=2030-03-05', { 'if-none-match': etag })).status).toBe(200);
  });

  it('is 304 while nothing has changed, whoever looked at it, and never for another clinic or another sight', async () => {
    const { courseId } = await bookedSession(service, clinic, {}, { startsAt: '2030-03-05T15:00:00Z' });
    const other = await service.newClinic();
    const url = '/v1/day-board?date=2030-03-05';
    const { headers } = await clinic.as('operator').get(url);
    const tag = { 'if-none-match': headers['etag'] ?? '' };
    expect((await clinic.as('operator').get(url, tag)).status).toBe(304);
    await clinic.as('clinician').get(url);
    expect((await clinic.as('clinician').get(url, tag)).status).toBe(304);
    expect((await clinic.as('front-desk').get(url, tag)).status).toBe(200);
    expect((await clinic.as('operator').get('/v1/day-board?date=2030-03-06', tag)).status).toBe(200);
    expect((await other.as('operator').get(url, tag)).status).toBe(200);
    await measureThreshold(service, clinic, courseId);
    expect((await clinic.as('operator').get(url, tag)).status).toBe(200);
  });

  it('is given whole to whoever has seen it on a server that had counted further, before a restore', async () => {
    const { sessionId } = await bookedSession(service, clinic, {}, { startsAt: '2030-03-05T15:00:00Z' });
    const url = '/v1/day-board?date=2030-03-05';
    const { headers } = await clinic.as('operator').get(url);
    const tag = headers['etag'] ?? '';
    const further = String(Number(/\d+/.exec(tag)?.[0]) + 5_000_000);
    expect((await clinic.as('operator').get(url, { 'if-none-match': tag })).status).toBe(304);
    expect((await clinic.as('operator').get(url, { 'if-none-match': tag.replace(/\d+/, further) })).status).toBe(200);
    expect((await board(`&since=${further}`)).sessions.map(({ id }: Json) => id)).toEqual([sessionId]);
    // Whoever follows is told to look at the whole again.
    const asker = { clinicId: clinic.id, staffId: undefined, requestId: 'test', ip: undefined };
    expect((await service.database.read(asker, (reader) => changesSince(reader, further))).tooMany).toBe(true);
  });

  it('says which cursor cannot be one', async () => {
    const refused = expectStatus(await clinic.as('operator').get('/v1/day-board?date=2030-03-05&since=9999999999999999999'), 400);
    expect(refused.errors.map(({ pointer }: Json) => pointer)).toEqual(['/since']);
  });

  it('asks for a motor threshold where the dose is reckoned from one, not for a current', async () => {
    expectStatus(await clinic.as('admin').post('/v1/devices', { name: 'Current', manufacturer: 'Example', model: 'DC', modalities: ['tdcs'] }), 201);
    const [pulses, current] = [await activeCourse(service, clinic), await activeCourse(service, clinic, { protocolCode: 'tdcs-m1-2ma-fregni-2006' })];
    for (const { courseId } of [pulses, current]) await booked(service, clinic, courseId, { startsAt: '2030-03-05T15:00:00Z' });
    const { sessions } = await board('');
    expect(sessions.map(({ courseId, due }: Json) => [courseId === pulses.courseId, due.includes('motor-threshold')]).sort()).toEqual([[false, false], [true, true]]);
  });

  it('says that a motor threshold is due once the start would ask for a new one, by the limit of the clinic', async () => {
    const { courseId } = await activeCourse(service, clinic);
    const days = { counts: '2030-03-18', over: '2030-03-19', week: '2030-03-11', afterIt: '2030-03-12' };
    for (const date of Object.values(days)) await booked(service, clinic, courseId, { startsAt: `${date}T15:00:00Z` });
    const dueOn = async (date: string): Promise<boolean> => {
      const { sessions } = expectStatus(await clinic.as('operator').get(`/v1/day-board?date=${date}`), 200);
      return sessions[0].due.includes('motor-threshold');
    };
    await measureThreshold(service, clinic, courseId, { hemisphere: 'right' });
    expect(await dueOn(days.week)).toBe(true);
    await measureThreshold(service, clinic, courseId, { measuredAt: '2030-03-04T13:00:00Z' });
    // 14 days unless told; 15:00 on the 18th is 14 days and 2 hours later.
    expect([await dueOn(days.week), await dueOn(days.afterIt), await dueOn(days.counts), await dueOn(days.over)]).toEqual([false, false, false, true]);
    expectStatus(await clinic.as('clinician').patch('/v1/safety-limits', { limits: [{ name: 'thresholdAgeDays', value: 7 }], rationale: 'Our own rule' }), 200);
    expect([await dueOn(days.week), await dueOn(days.afterIt)]).toEqual([false, true]);
    await laterOn(service, clinic, '2030-03-12T13:30:00Z', 'clinician');
    const { due } = expectStatus(await clinic.as('clinician').get(`/v1/courses/${courseId}/review`), 200);
    expect(due.find(({ what }: Json) => what === 'motor-threshold')).toEqual({ what: 'motor-threshold', detail: 'last measured more than 7 days ago', dueOn: '2030-03-12', state: 'overdue' });
  });

  it('comes as a week of seven days', async () => {
    const { sessionId } = await bookedSession(service, clinic, {}, { startsAt: '2030-03-05T15:00:00Z' });
    const { days } = expectStatus(await clinic.as('front-desk').get('/v1/week-board?from=2030-03-04'), 200);
    expect(days.map(({ date, closed, sessions }: Json) => [date, closed, sessions.map(({ id }: Json) => id)])).toEqual([
      ['2030-03-04', false, []], ['2030-03-05', false, [sessionId]], ['2030-03-06', false, []], ['2030-03-07', false, []], ['2030-03-08', false, []], ['2030-03-09', true, []], ['2030-03-10', true, []],
    ]);
    const day = expectStatus(await clinic.as('front-desk').get('/v1/day-board?date=2030-03-05'), 200);
    expect({ ...days[1], cursor: '' }).toEqual({ ...day, cursor: '' });
  });
});
