import { sql } from '../../src/platform/database/sql.js';
import { expectStatus, type Json } from '../support/caller.js';
import { listen } from '../support/over-http.js';
import { startService, TEST_NOW, type Service, type TestClinic } from '../support/service.js';
import { bookedSession, measureThreshold } from '../support/world.js';

let service: Service;
let clinic: TestClinic;
let address: string;

beforeAll(async () => {
  service = await startService();
  await listen(service);
  address = await service.app.getUrl();
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
    const { sessions, gone } = await board(`&since=${cursor}`);
    if (sessions.length + gone.length === 0) return String(cursor);
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

describe('the stream of changes', () => {
  /** Reads events until one of the wanted name has come; fails after five seconds. */
  async function open(token: string | undefined) {
    const ended = new AbortController();
    const answer = await fetch(`${address}/v1/day-board/stream`, { headers: { authorization: `Bearer ${token}`, accept: 'text/event-stream' }, signal: ended.signal });
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'text/event-stream; charset=utf-8']);
    const reader = answer.body!.pipeThrough(new TextDecoderStream()).getReader();
    let text = '';
    const next = async (name: string): Promise<Json> => {
      for (;;) {
        const found = new RegExp(`event: ${name}\\ndata: (.*)\\n\\n`).exec(text);
        if (found) {
          text = text.slice(found.index + found[0].length);
          return JSON.parse(found[1] ?? '');
        }
        const { value, done } = await reader.read();
        if (done) throw new Error(`the stream ended before ${name}`);
        text += value;
      }
    };
    return { next, close: () => ended.abort() };
  }

  it('tells two screens of a move within a second, and no other clinic', async () => {
    const { sessionId } = await bookedSession(service, clinic, {}, { startsAt: '2030-03-05T15:00:00Z' });
    const other = await service.newClinic();
    const screens = await Promise.all([open(clinic.as('operator').token), open(clinic.as('front-desk').token)]);
    const foreign = await open(other.as('operator').token);
    for (const screen of [...screens, foreign]) await screen.next('open');
    const began = performance.now();
    const moved = expectStatus(await clinic.as('front-desk').post(`/v1/sessions/${sessionId}/reschedule`, { startsAt: '2030-03-05T16:00:00Z', reason: 'asked for' }), 200);
    for (const screen of screens) {
      const { sessions } = await screen.next('change');
      expect(sessions).toEqual([{ id: sessionId, status: 'scheduled', startsAt: moved.startsAt, endsAt: moved.endsAt, deviceId: moved.deviceId, roomId: moved.roomId, operatorId: moved.operatorId }]);
    }
    expect(performance.now() - began).toBeLessThan(5_000);
    const silence = await Promise.race([foreign.next('change'), new Promise((resolve) => setTimeout(resolve, 1_000, 'silence'))]);
    expect(silence).toBe('silence');
    for (const screen of [...screens, foreign]) screen.close();
  });

  it('tells of an alert, raised and answered, whoever may read alerts, and says nothing of it', async () => {
    const { patientId } = await bookedSession(service, clinic, {}, { startsAt: '2030-03-05T15:00:00Z' });
    const [operator, desk] = [await open(clinic.as('operator').token), await open(clinic.as('front-desk').token)];
    expect(await operator.next('alerts')).toEqual({ open: 0, newest: null });
    await desk.next('open');
    const answers = Object.fromEntries(Array.from({ length: 9 }, (_unused, index) => [`q${index + 1}`, index === 8 ? 1 : 0]));
    expectStatus(await clinic.as('operator').post('/v1/assessments', { patientId, measure: 'phq-9', answers }), 201);
    const told = await operator.next('alerts');
    const { items } = expectStatus(await clinic.as('clinician').get('/v1/alerts'), 200);
    expect(told).toEqual({ open: 1, newest: items[0].id });
    expectStatus(await clinic.as('clinician').post(`/v1/alerts/${items[0].id}/acknowledge`, { note: 'Seen and safe' }), 200);
    expect(await operator.next('alerts')).toEqual({ open: 0, newest: null });
    expect(await Promise.race([desk.next('alerts'), new Promise((resolve) => setTimeout(resolve, 500, 'silence'))])).toBe('silence');
    for (const screen of [operator, desk]) screen.close();
  });

  it('is for whoever asks for events, with a live login', async () => {
    expect((await clinic.as('operator').get('/v1/day-board/stream')).status).toBe(406);
    expect((await clinic.as('auditor').get('/v1/day-board/stream', { accept: 'text/event-stream' })).status).toBe(403);
    expect((await service.anyone().get('/v1/day-board/stream', { accept: 'text/event-stream' })).status).toBe(401);
  });
});
