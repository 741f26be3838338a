import { setTimeout as wait } from 'node:timers/promises';
import pg from 'pg';
import type { Json } from '../support/caller.js';
import { brokenInvariants } from '../support/database-invariants.js';
import { leftOpen } from '../support/history/world.js';
import { MortalDatabase } from '../support/mortal-database.js';
import { MortalService } from '../support/mortal-service.js';
import { TEST_PASSWORD } from '../support/service.js';

/** `npm run prove -- crash` takes the database away for a minute; the suite for so long. */
const GONE_MS = Number(process.env['OUTAGE_MS'] ?? 3_000);
const CROWD = Number(process.env['CROWD_CLIENTS'] ?? 200);
const ROUNDS = Number(process.env['CROWD_ROUNDS'] ?? 1);
/** Five processes one after another: not for every run of the suite. */
const withClocks = process.env['CLOCKS'] === 'on' ? it : it.skip;
/** The longest that any request may take: the wait for a connection and the longest for an answer on it, with some to spare. */
const DEADLINE_MS = 20_000;
const LIMIT_MS = 600_000;
const NOW = '2030-03-04T14:00:00.000Z';

interface Answer {
  status: number;
  body: Json;
  retryAfter: string | null;
  ms: number;
}

let database: MortalDatabase;
let service: MortalService;
let superuser: pg.Client;
const tokens: Record<string, string> = {};

async function ask(path: string, options: { token?: string; body?: Json; method?: string; at?: string; headers?: Record<string, string> } = {}): Promise<Answer> {
  const { token, body, method = body === undefined ? 'GET' : 'POST', at = service.address, headers = {} } = options;
  const begun = performance.now();
  const answer = await fetch(`${at}${path}`, { method, headers: { ...(token && { authorization: `Bearer ${token}` }), ...(body !== undefined && { 'content-type': 'application/json' }), ...headers }, ...(body !== undefined && { body: JSON.stringify(body) }), signal: AbortSignal.timeout(60_000) });
  const text = await answer.text();
  return { status: answer.status, body: text === '' ? undefined : JSON.parse(text), retryAfter: answer.headers.get('retry-after'), ms: performance.now() - begun };
}
const logIn = async (name: string, at?: string): Promise<string> => String((await ask('/v1/auth/login', { body: { email: `${name}@harbour.example`, password: TEST_PASSWORD }, ...(at && { at }) })).body.accessToken);
/** Tries until it is so; half a minute, and no test waits for good. */
async function until(isSo: (tries: number) => Promise<boolean>): Promise<void> {
  const begun = performance.now();
  for (let tries = 0; performance.now() - begun < 30_000; tries += 1) {
    if (await isSo(tries)) return;
    await wait(20);
  }
  throw new Error('it does not come about');
}
const patient = (mrn: string): Json => ({ mrn, givenName: 'Kim', familyName: 'Quillfeather', birthDate: '1971-05-20', sexAtBirth: 'female', handedness: 'right' });

beforeAll(async () => {
  database = new MortalDatabase();
  await database.start();
  service = new MortalService(database.ownerUrl, TEST_PASSWORD, { ACCESS_TOKEN_SECONDS: '3600', CLOCK: NOW });
  await service.start();
  for (const name of ['front-desk', 'auditor']) tokens[name] = await logIn(name);
}, LIMIT_MS);
afterAll(async () => {
  await superuser?.end();
  await service.kill();
  database.remove();
});

it(`says so while the database is gone (${GONE_MS / 1000} s), and serves within 5 s of its return`, async () => {
  const token = tokens['front-desk'] ?? '';
  await database.kill();
  const goneUntil = performance.now() + GONE_MS;
  const answers: Answer[] = [];
  while (performance.now() < goneUntil) {
    answers.push(...(await Promise.all([ask('/v1/patients', { token }), ask('/v1/patients', { token, body: patient(`gone-${answers.length}`) }), ask('/v1/auth/login', { body: { email: 'front-desk@harbour.example', password: TEST_PASSWORD } })])));
    const [ready, live] = await Promise.all([ask('/health/ready'), ask('/health/live')]);
    expect([ready.status, live.status]).toEqual([503, 200]);
    await wait(100);
  }
  expect(answers.filter(({ status, retryAfter, body }) => status !== 503 || !retryAfter || typeof body.code !== 'string')).toEqual([]);
  const slowest = Math.max(...answers.map(({ ms }) => ms));
  expect(slowest).toBeLessThan(5_000);
  await database.resume();
  const back = performance.now();
  await until(async () => (await ask('/health/ready')).status === 200);
  await until(async (tries) => (await ask('/v1/patients', { token, body: patient(`back-${tries}`) })).status === 201);
  const recovery = performance.now() - back;
  process.stdout.write(`database gone for ${GONE_MS / 1000} s: ${answers.length} requests, each 503 with Retry-After, slowest ${Math.round(slowest)} ms; served again ${Math.round(recovery)} ms after its return\n`);
  expect(recovery).toBeLessThan(5_000);
}, LIMIT_MS);

it('lets nobody hang while the database stands still', async () => {
  const token = tokens['front-desk'] ?? '';
  database.freeze();
  const asking = Promise.all(Array.from({ length: 40 }, async (_unused, n) => (n % 2 ? ask('/v1/patients', { token }) : ask('/v1/patients', { token, body: patient(`still-${n}`) }))));
  const ready = await ask('/health/ready');
  expect([ready.status, ready.ms < 2_500]).toEqual([503, true]);
  const answers = await asking;
  database.thaw();
  const back = performance.now();
  await until(async (tries) => (await ask('/v1/patients', { token, body: patient(`thawed-${tries}`) })).status === 201);
  const slowest = Math.max(...answers.map(({ ms }) => ms));
  process.stdout.write(`database standing still: 40 requests, slowest ${Math.round(slowest)} ms; served again after ${Math.round(performance.now() - back)} ms\n`);
  expect(answers.filter(({ status, retryAfter }) => status !== 503 || !retryAfter)).toEqual([]);
  expect(slowest).toBeLessThan(DEADLINE_MS);
}, LIMIT_MS);

it(`serves ${CROWD} clients over two connections, none of them forgotten`, async () => {
  const narrow = new MortalService(database.ownerUrl, TEST_PASSWORD, { ACCESS_TOKEN_SECONDS: '3600', CLOCK: NOW, DATABASE_POOL_SIZE: '2' });
  await narrow.start();
  const token = await logIn('front-desk', narrow.address);
  const at = narrow.address;
  let again = 0;
  const surely = async (path: string, options: Parameters<typeof ask>[1]): Promise<Answer> => {
    for (;;) {
      const answer = await ask(path, { token, at, ...options });
      if (answer.status !== 503) return answer;
      again += 1;
      await wait(100 + Math.random() * 200);
    }
  };
  const begun = performance.now();
  const took = await Promise.all(Array.from({ length: CROWD }, async (_unused, n) => {
    for (let round = 0; round < ROUNDS; round += 1) {
      const made = await surely('/v1/patients', { body: patient(`crowd-${n}-${round}`), headers: { 'idempotency-key': `crowd-${n}-${round}` } });
      expect(made.status).toBe(201);
      expect((await surely(`/v1/patients/${made.body.id}`, {})).status).toBe(200);
      expect((await surely('/v1/sessions?limit=5', {})).status).toBe(200);
    }
    return performance.now() - begun;
  }));
  took.sort((a, b) => a - b);
  const [median = 0, last = 0] = [took[Math.floor(took.length / 2)], took.at(-1)];
  superuser = new pg.Client(database.superuserUrl);
  superuser.on('error', () => undefined);
  await superuser.connect();
  const { idle, locks } = await leftOpen(superuser);
  const made = (await superuser.query(`select count(*)::int as n from patients where mrn like 'crowd-%'`)).rows[0].n;
  await narrow.kill();
  process.stdout.write(`${CROWD} clients over 2 connections: ${CROWD * ROUNDS * 3} requests in ${Math.round(last)} ms, half of the clients done after ${Math.round(median)} ms; told to wait ${again} times; deadlocks ${database.told('deadlock detected')}\n`);
  expect([made, idle, locks, database.told('deadlock detected')]).toEqual([CROWD * ROUNDS, 0, 0, 0]);
  expect(last).toBeLessThan(median * 3 + 2_000);
}, LIMIT_MS);

withClocks('bears processes whose clocks differ and one that goes back by half an hour, and tells of one that goes back by a day', async () => {
  const other = (seconds: number): MortalService => new MortalService(database.ownerUrl, TEST_PASSWORD, { ACCESS_TOKEN_SECONDS: '3600', CLOCK: new Date(service.nowMs() + seconds * 1000).toISOString(), TOKEN_SIGNING_KEY: service.signingKey });
  const others = [other(90), other(-90)];
  for (const one of others) await one.start();
  const everyone = [service, ...others];
  // Whoever logged in at one is known at the others, whatever their clocks say.
  for (const one of everyone) {
    const token = await logIn('front-desk', one.address);
    for (const where of everyone) expect((await ask('/v1/auth/me', { token, at: where.address })).status).toBe(200);
  }
  const ids = new Set<string>();
  const write = async (at: string, token: string): Promise<void> => {
    const made = await ask('/v1/patients', { token, at, body: patient(`clock-${ids.size}`) });
    expect(made.status).toBe(201);
    ids.add(made.body.id);
  };
  for (let n = 0; n < 30; n += 1) await write(everyone[n % 3]?.address ?? '', tokens['front-desk'] ?? '');
  for (const one of others) await one.kill();

  const back = other(-1800);
  await back.start();
  const desk = await logIn('front-desk', back.address);
  for (let n = 0; n < 10; n += 1) await write(back.address, desk);
  const listed: string[] = [];
  for (let cursor: string | null = ''; cursor !== null; ) {
    const page: Json = (await ask(`/v1/patients?limit=100${cursor ? `&cursor=${cursor}` : ''}`, { token: desk, at: back.address })).body;
    listed.push(...page.items.map(({ id }: Json) => id));
    cursor = page.nextCursor;
  }
  expect([ids.size, new Set(listed).size, [...ids].every((id) => listed.includes(id))]).toEqual([40, listed.length, true]);
  const halfAnHour = await verdict(back);
  await back.kill();

  // So far back that entries seem to have been put in later: that is for a person to look at.
  const yesterday = other(-86_400);
  await yesterday.start();
  await write(yesterday.address, await logIn('front-desk', yesterday.address));
  const aDay = await verdict(yesterday);
  await yesterday.kill();
  const broken = await brokenInvariants(superuser);
  process.stdout.write(`clocks 90 s apart, then half an hour back: 40 writes, ${listed.length} patients listed once each, trail of ${halfAnHour.events} entries intact; a day back: ${aDay.firstBroken?.kind}\n`);
  expect(halfAnHour).toMatchObject({ ok: true });
  expect(aDay).toMatchObject({ ok: false, firstBroken: { kind: 'back-dated' } });
  expect(broken).toEqual([]);
}, LIMIT_MS);

async function verdict(of: MortalService): Promise<Json> {
  const token = await logIn('auditor', of.address);
  for (let tries = 0; ; tries += 1) {
    const { body } = await ask('/v1/audit/verify', { token, at: of.address });
    if (!body.ok || body.events - body.sealedThrough <= 1 || tries === 40) return body;
    await wait(250);
  }
}
