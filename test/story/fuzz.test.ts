import type { AddressInfo } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import fc from 'fast-check';
import { Reference } from '../../src/platform/openapi/reference.js';
import { answerChecker } from '../support/answer-checker.js';
import type { Answered, Json } from '../support/caller.js';
import { brokenInvariants } from '../support/database-invariants.js';
import { FromSchema } from '../support/fuzz/from-schema.js';
import { Gun } from '../support/fuzz/gun.js';
import { journeysOf, OUT_OF_REACH, TAKES_ANY_PLACE } from '../support/fuzz/journeys/index.js';
import { looksAt } from '../support/fuzz/looks.js';
import { Oracles } from '../support/fuzz/oracles.js';
import { Range } from '../support/fuzz/range.js';
import { operationsOf, shotsAt, type Operation, type Shot } from '../support/fuzz/shots.js';
import { SmallIssuer } from '../support/fuzz/small-issuer.js';
import { Stage, type Journey, type Manner } from '../support/fuzz/stage.js';
import { startService, type Service } from '../support/service.js';

/** `npm run prove -- fuzz` fires a hundred thousand; the suite so many. FUZZ_SEED repeats a run, FUZZ_SHOT one shot. */
const SHOTS = Number(process.env['FUZZ_SHOTS'] ?? 800);
/** The suite draws the same each time, so that what turns red is what was changed. */
const SEED = Number(process.env['FUZZ_SEED'] ?? (SHOTS <= 2000 ? 20_300_304 : Math.floor(Math.random() * 1_000_000)));
const ONE = process.env['FUZZ_SHOT'];
/** So many of them on journeys; the first time through they are gone as they are meant, so that every operation is done at least once. */
const STAGED = Math.floor(SHOTS * 0.35);
const STAGES = 3;
const LANES = 6;
const RENEWED_AFTER = 6_000;
const SUPPLIED_AFTER = 600;
/** Each takes a tenth of a second and more of a processor: pictures, documents, passwords, whole cohorts. */
const COSTLY = /review\.(pdf|svg)|report\.pdf|\/auth\/(login|change-password|confirm|reset-password|accept-invitation|mfa)|\/cohorts\//;
const LIMIT_MS = 3_600_000;

let service: Service;
let issuer: SmallIssuer;
let range: Range;
let gun: Gun;
let operations: Operation[];
let oracles: Oracles;
const tally = { fired: 0, staged: 0, unsent: 0, stuck: [] as string[], stuckAt: {} as Record<string, number>, gone: 0, toTheEnd: 0, statuses: {} as Record<string, number>, reached: new Set<string>(), findings: new Map<string, string>(), refusals: new Map<string, Record<string, number>>(), slowest: 0 };

beforeAll(async () => {
  issuer = await SmallIssuer.start();
  service = await startService({ DATABASE_POOL_SIZE: '12', ...issuer.settings });
  const document: Json = JSON.parse(service.app.get(Reference).json);
  operations = operationsOf(document);
  range = new Range(service, operations);
  await service.app.listen(0, '127.0.0.1');
  await range.open();
  gun = new Gun((service.app.getHttpServer().address() as AddressInfo).port, range);
  oracles = new Oracles(document, answerChecker(service.app), range);
}, LIMIT_MS);
afterAll(async () => {
  gun.stop();
  await range.close();
  await service.stop();
  await issuer.stop();
});

const keyOf = ({ method, template }: { method: string; template: string }): string => `${method} ${template}`;

it(`answers ${ONE === undefined ? `${SHOTS} requests` : 'one request'} that the document allows, and hostile ones, as it says`, async () => {
  const { schemas } = JSON.parse(service.app.get(Reference).json).components as Json;
  const from = new FromSchema(schemas);
  const begun = performance.now();
  const one = ONE === undefined ? undefined : (JSON.parse(ONE) as Shot);
  if (one?.drawn) await again(from, { seed: 0, round: 0, only: one.drawn });
  else if (one) await lane([one][Symbol.iterator]());
  else {
    const waiting = magazine(from);
    await Promise.all([staged(from), ...Array.from({ length: LANES }, () => lane(waiting))]);
  }
  const seconds = (performance.now() - begun) / 1000;

  const alive = await service.anyone().get('/health/ready');
  await range.runJobs();
  const verdicts: string[] = [];
  for (const [side, auditor] of [[range.ours, 'auditor'], [range.theirs, 'their auditor'], [range.staged, 'staged auditor']] as const) {
    await range.heal(auditor);
    for (let tries = 0; ; tries += 1) {
      const { body } = await side.clinic.as('auditor').get('/v1/audit/verify');
      if ((body.ok !== true || body.sealedThrough < body.events - 1) && tries < 40) await wait(250);
      else {
        if (body.sealedThrough < body.events - 1 || body.ok !== true) verdicts.push(JSON.stringify(body));
        break;
      }
    }
  }
  const broken = await brokenInvariants(range.superuser);
  const { never, stale } = tell(seconds);
  expect({ findings: [...tally.findings.keys()], broken, verdicts, ready: alive.status }).toEqual({ findings: [], broken: [], verdicts: [], ready: 200 });
  if (ONE === undefined) expect({ never, stale }).toEqual({ never: [], stale: [] });
  if (ONE === undefined) expect(tally.fired).toBeGreaterThanOrEqual(SHOTS * 0.95);
}, LIMIT_MS);

/** Every operation in turn, round after round, in another order each time; each round's shots from one seed. */
function* magazine(from: FromSchema): Generator<Shot> {
  const arbitraries = new Map(operations.map((operation) => [keyOf(operation), shotsAt(operation, from)]));
  let made = 0;
  for (let round = 0; made < SHOTS - STAGED; round += 1) {
    const seed = SEED + round * 1000;
    for (const operation of fc.sample(fc.shuffledSubarray(operations, { minLength: operations.length }), { numRuns: 1, seed })[0] ?? []) {
      if (made >= SHOTS - STAGED) return;
      if (COSTLY.test(operation.template) && round % 4 !== 0) continue;
      const arbitrary = arbitraries.get(keyOf(operation));
      if (!arbitrary) continue;
      for (const shot of fc.sample(arbitrary, { numRuns: COSTLY.test(operation.template) ? 1 : 2, seed: seed + operations.indexOf(operation) })) {
        made += 1;
        yield shot;
      }
    }
  }
}

/** Between the shots the clinics are looked after: one lane does it while the others wait. */
let tending: Promise<void> = Promise.resolve();
async function tend(fired: number): Promise<void> {
  if (fired % RENEWED_AFTER === 0) await range.renew();
  else if (fired % SUPPLIED_AFTER === 0) {
    await range.heal('admin');
    await range.reopen(range.ours);
    await range.supply(range.ours);
    await range.runJobs();
  }
  if (!isFirstTime) service.clock.advanceMinutes(1);
}

async function lane(waiting: Iterator<Shot>): Promise<void> {
  for (let next = waiting.next(); !next.done; next = waiting.next()) {
    const shot = next.value;
    const operation = operations.find((one) => keyOf(one) === keyOf(shot)) ?? operations.find(({ template }) => template === shot.template);
    if (!operation) throw new Error(`no operation ${keyOf(shot)}`);
    await fire(shot, operation);
  }
}

/** While the journeys are gone for the first time the clock stands still: codes and slots are of its minute. */
let isFirstTime = true;

/** All journeys, again and again; from the second time on with changed requests before each step. */
async function staged(from: FromSchema): Promise<void> {
  const journeys = Object.entries(journeysOf(issuer));
  for (let round = 0; round === 0 || tally.staged < STAGED; round += 1) {
    const manner = { seed: SEED + round * 1000, round };
    const order = fc.sample(fc.shuffledSubarray(journeys, { minLength: journeys.length }), { numRuns: 1, seed: manner.seed })[0] ?? [];
    const beside = order.filter(([name]) => name !== TAKES_ANY_PLACE)[Symbol.iterator]();
    await Promise.all(Array.from({ length: STAGES }, () => goAll(from, beside, manner)));
    const after: [string, Journey][] = [...order.filter(([name]) => name === TAKES_ANY_PLACE), ['looks', looks(round === 0)]];
    await goAll(from, after[Symbol.iterator](), manner);
    isFirstTime = false;
  }
}

async function goAll(from: FromSchema, waiting: Iterator<[string, Journey]>, manner: Manner): Promise<void> {
  for (let next = waiting.next(); !next.done; next = waiting.next()) {
    if (manner.round > 0 && tally.staged >= STAGED) return;
    if (manner.round > 0 && tally.gone % 6 === 0) {
      await range.heal('staged admin');
      await range.reopen(range.staged);
    }
    const [name, journey] = next.value;
    const stuck = await go(from, name, journey, manner);
    tally.gone += 1;
    if (stuck === undefined) tally.toTheEnd += 1;
    else if (manner.round === 0) tally.stuck.push(`${name}: ${stuck}`);
    else tally.stuckAt[`${name}: ${stuck.slice(0, 160)}`] = (tally.stuckAt[`${name}: ${stuck.slice(0, 160)}`] ?? 0) + 1;
  }
}

const looks = (onlyNew: boolean): Journey => looksAt(operations, () => range.staged.rows, (one) => onlyNew && tally.reached.has(keyOf(one)));

/** Goes a journey; what it got stuck at, if it did. */
async function go(from: FromSchema, name: string, journey: Journey, manner: Manner): Promise<string | undefined> {
  const stage = new Stage(service, range, new Map(operations.map((one) => [keyOf(one), one])), from, fire, name, manner);
  return journey(stage).then(() => undefined, (fault: unknown) => String(fault).slice(0, 600));
}

/** One shot of a journey once more; a look needs everything that journeys make. */
async function again(from: FromSchema, manner: Manner): Promise<void> {
  const { journey = '' } = manner.only ?? {};
  const journeys = journeysOf(issuer);
  const before = journey === 'looks' ? Object.entries(journeys) : [];
  for (const [name, one] of before) await go(from, name, one, { seed: 0, round: 0 });
  await go(from, journey, journeys[journey] ?? looks(false), manner);
}

function counted(): void {
  tally.fired += 1;
  const fired = tally.fired;
  if (fired % 300 === 0) tending = tending.then(() => tend(fired)).catch((fault: unknown) => void tally.findings.set(`tending ${String(fault).slice(0, 80)}`, `while tending the clinics: ${String(fault)}`));
}

async function fire(shot: Shot, operation: Operation): Promise<Answered | undefined> {
  await tending;
  const answer = await shoot(shot, operation);
  if (shot.drawn) tally.staged += 1;
  counted();
  return answer;
}

async function shoot(shot: Shot, operation: Operation): Promise<Answered | undefined> {
  const sent = gun.aim(shot);
  const begun = performance.now();
  const answer = await gun.fire(sent).catch((fault: unknown) => String(fault));
  tally.slowest = Math.max(tally.slowest, performance.now() - begun);
  if (typeof answer === 'string') {
    note(shot, operation, `hang: ${answer}`);
    return undefined;
  }
  if (!answer) {
    tally.unsent += 1;
    return undefined;
  }
  tally.statuses[answer.status] = (tally.statuses[answer.status] ?? 0) + 1;
  if (answer.status < 300 && sent.method === operation.method && shot.path === undefined) {
    tally.reached.add(keyOf(operation));
    if (sent.method === 'DELETE') range.side(shot.as)?.rows.forget(sent.path);
    else if (operation.permission !== null) range.side(shot.as)?.rows.learn(operation.template, sent.path.split('?')[0] ?? '', answer.headers, answer.body);
  }
  else if (shot.intent === 'valid') {
    const codes = tally.refusals.get(keyOf(operation)) ?? {};
    const code = `${answer.status} ${answer.body?.code ?? ''}`;
    tally.refusals.set(keyOf(operation), { ...codes, [code]: (codes[code] ?? 0) + 1 });
  }
  for (const complaint of oracles.complaints(operation, shot, sent, answer)) note(shot, operation, complaint);
  if (answer.status === 401 && shot.as !== 'nobody' && !shot.drawn && !shot.headers['authorization'] && !shot.template.includes('/auth/')) await (tending = tending.then(() => range.heal(shot.as)));
  return answer;
}

function note(shot: Shot, operation: Operation, complaint: string): void {
  const key = `${keyOf(operation)} ${complaint.slice(0, 90).replaceAll(/[0-9a-f]{8}-[-0-9a-f]{27}/g, 'id')}`;
  if (tally.findings.has(key)) return;
  const text = `${keyOf(operation)} as ${shot.as}: ${complaint}\n    ${shot.drawn?.nth === undefined ? '' : `sent: ${JSON.stringify({ ...shot, drawn: undefined }).slice(0, 1000)}\n    `}again: FUZZ_SHOT='${JSON.stringify(shot.drawn ? { drawn: shot.drawn } : shot).replaceAll("'", '\\u0027').slice(0, 3000)}'`;
  tally.findings.set(key, text);
  process.stdout.write(`  ${text}\n`);
}

/** @returns what was never done without a reason, and reasons that are none any more */
function tell(seconds: number): { never: string[]; stale: string[] } {
  const all = operations.filter((one) => !tally.reached.has(keyOf(one))).map(keyOf);
  const never = all.filter((key) => !(key in OUT_OF_REACH));
  process.stdout.write(
    `${tally.fired} requests (${tally.unsent} cut off) over ${operations.length} operations in ${seconds.toFixed(1)} s, ${tally.staged} of them on ${tally.gone} journeys (${tally.toTheEnd} to their end), seed ${SEED}; ${operations.length - all.length} operations were done at least once\n` +
      `  statuses: ${Object.entries(tally.statuses).map(([status, n]) => `${status} ${n}`).join(', ')}; slowest ${Math.round(tally.slowest)} ms; findings ${tally.findings.size}\n` +
      (ONE === undefined ? all.map((key) => `  never done: ${key} ${OUT_OF_REACH[key] ?? JSON.stringify(tally.refusals.get(key) ?? {})}\n`).join('') : '') +
      tally.stuck.map((where) => `  stuck: ${where}\n`).join('') +
      (process.env['FUZZ_TELL'] ? Object.entries(tally.stuckAt).map(([where, n]) => `  ended early ${n}: ${where}\n`).join('') : ''),
  );
  return { never, stale: Object.keys(OUT_OF_REACH).filter((key) => !all.includes(key)) };
}
