import { readFileSync } from 'node:fs';
import pg from 'pg';
import { violationsOf, type Violation } from '../support/history/checker.js';
import { crowd } from '../support/history/crowd.js';
import { Faults } from '../support/history/faults.js';
import type { Operation } from '../support/history/history.js';
import { MUTANTS as ALL_MUTANTS } from '../support/history/mutant-list.mjs';
import { Random } from '../support/history/random.js';
import { finalState, makeWorld, staySignedIn, strayClaims, troubleLeft, type World } from '../support/history/world.js';
import { MortalDatabase } from '../support/mortal-database.js';
import { MortalService } from '../support/mortal-service.js';
import { TEST_PASSWORD } from '../support/service.js';

/** `npm run prove -- schedule` runs the full size; the suite a small one. */
const SIZE = {
  operations: Number(process.env['PROVE_OPERATIONS'] ?? 400),
  clients: Number(process.env['PROVE_CLIENTS'] ?? 16),
  courses: Number(process.env['PROVE_COURSES'] ?? 60),
  /** A fault every so often, about. */
  faultsEveryMs: Number(process.env['PROVE_FAULTS_EVERY_MS'] ?? 2_500),
  faults: Number(process.env['PROVE_FAULTS'] ?? 2),
};
const MUTANT_SIZE = { ...SIZE, operations: Math.min(SIZE.operations, 2_000), faultsEveryMs: Math.max(SIZE.faultsEveryMs, 3_000), faults: Math.min(SIZE.faults, 6) };
const MUTANTS = (process.env['PROVE_MUTANTS'] ?? '').split(',').filter(Boolean);
const SEED = Number(process.env['PROVE_SEED'] ?? Math.floor(Math.random() * 1_000_000));
const BURST = { clients: 96, operations: 400 };
const LIMIT_MS = 7_200_000;

interface Report {
  history: Operation[];
  violations: Violation[];
  /** Sessions with other claims than they need, what is left over in the database, and deadlocks in its log. */
  trouble: Record<string, unknown>;
  faults: Faults;
  longestGapMs: number;
}

describe('what many desks saw while two services and their database were killed', () => {
  it('breaks no promise of the schedule', async () => {
    const { history, violations, trouble, faults, longestGapMs } = await prove(SIZE);
    expect(violations).toEqual([]);
    expect(trouble).toMatchObject({ strayClaims: 0, deadlocks: 0, idleInTransaction: 0, advisoryLocks: 0, brokenIndexes: [], trailIsIntact: true });
    expect(history.filter(({ status }) => status < 300).length).toBeGreaterThan(SIZE.operations / 5);
    expect([history.some(({ tries }) => tries > 1), faults.total > 0]).toEqual([true, true]);
    expect(longestGapMs).toBeLessThan(30_000);
  }, LIMIT_MS);

  it('finds the places of every mutant in the service as it is built', () => {
    const lost = Object.entries(ALL_MUTANTS).flatMap(([mutant, files]) =>
      Object.entries(files).flatMap(([file, edits]) => {
        const source = readFileSync(new URL(`../../dist/src/${file}`, import.meta.url), 'utf8');
        return edits.filter(([from]) => source.split(from ?? '').length !== 2).map(([from]) => `${mutant}: ${file} ${from}`);
      }));
    expect(lost).toEqual([]);
    expect(MUTANTS.filter((mutant) => !(mutant in ALL_MUTANTS))).toEqual([]);
  });

  for (const mutant of MUTANTS) {
    it(`catches a service that is broken: ${mutant}`, async () => {
      const { violations, trouble } = await prove(MUTANT_SIZE, mutant);
      // That it broke down would be caught by anything: a promise must have been seen broken.
      expect(violations.filter(({ rule }) => rule !== 'fault').length + Number(trouble['strayClaims'])).toBeGreaterThan(0);
    }, LIMIT_MS);
  }
});

async function prove(size: typeof SIZE, mutant?: string): Promise<Report> {
  const database = new MortalDatabase();
  const services: MortalService[] = [];
  const begun = performance.now();
  try {
    await database.start();
    const flags = mutant === undefined ? [] : ['--import', new URL('../support/history/mutants.mjs', import.meta.url).href];
    const settings = { ACCESS_TOKEN_SECONDS: '3600', NODE_ENV: 'test', ...(mutant !== undefined && { MUTANT: mutant }) };
    const first = new MortalService(database.ownerUrl, TEST_PASSWORD, settings, flags);
    services.push(first, new MortalService(database.ownerUrl, TEST_PASSWORD, { ...settings, TOKEN_SIGNING_KEY: first.signingKey }, flags));
    for (const service of services) await service.start();
    const superuser = new pg.Client(database.superuserUrl);
    await superuser.connect();
    const world = await makeWorld(() => first.address, superuser, TEST_PASSWORD, size.courses * 9);
    await superuser.end();
    return await experiment(size, world, services, database, mutant, begun);
  } finally {
    for (const service of services) await service.kill();
    database.remove();
  }
}

async function experiment(size: typeof SIZE, world: World, services: readonly MortalService[], database: MortalDatabase, mutant: string | undefined, begun: number): Promise<Report> {
  let turn = 0;
  // No client stays with one process.
  const address = (): string => services[(turn += 1) % services.length]?.address ?? '';
  const bursts: Operation[][] = [];
  let burstsBegun = 0;
  // Each by a seed of its own, also where one begins before the last is over: the same keys would be the same requests.
  const burst = async (): Promise<void> => void bursts.push(await crowd(world, address, { ...BURST, operations: Math.min(BURST.operations, size.operations), seed: SEED + 1000 * (burstsBegun += 1) + 500 }));
  const faults = new Faults(services, database, new Random(SEED), burst);
  const worked = performance.now();
  const signOff = staySignedIn(world, address, TEST_PASSWORD);
  faults.begin(size.faultsEveryMs, size.faults);
  const ofDesks = await crowd(world, address, { clients: size.clients, operations: size.operations, seed: SEED, begun: progress(size.operations, mutant) });
  await faults.over();
  signOff();
  const ms = performance.now() - worked;
  const history = [...ofDesks, ...bursts.flat()];
  const superuser = new pg.Client(database.superuserUrl);
  await superuser.connect();
  const final = await finalState(superuser, world);
  const trouble = { strayClaims: await strayClaims(superuser, world), deadlocks: database.told('deadlock detected'), ...(await troubleLeft(superuser, services[0]?.address ?? '', TEST_PASSWORD)) };
  await superuser.end();
  const report = { history, violations: violationsOf(history, final), trouble, faults, longestGapMs: longestGap(history) };
  tell(mutant ?? 'the service', report, ms, performance.now() - begun);
  if (report.violations.length > 0 && mutant === undefined) process.stdout.write(unexpected(services.map(({ output }) => output).join('\n')));
  return report;
}

/** What the logs say of answers that were our own mistake, one of each kind. */
function unexpected(output: string): string {
  const lines = output.split('\n').filter((line) => line.includes('"level":"error"') || line.includes('"level":"fatal"'));
  const kinds = new Map(lines.map((line) => [/"message":"([^"]*)/.exec(line)?.[1] ?? line.slice(0, 300), line]));
  return [...kinds.values()].slice(0, 8).map((line) => `  log: ${line.slice(0, 3_000)}\n`).join('');
}

/** How long nobody was told of a success. */
function longestGap(history: readonly Operation[]): number {
  const times = history.filter(({ status }) => status < 300).map(({ answeredNs }) => answeredNs).sort((a, b) => (a < b ? -1 : 1));
  return times.reduce((longest, at, n) => Math.max(longest, Number(at - (times[n - 1] ?? at)) / 1e6), 0);
}

function progress(operations: number, mutant: string | undefined): (count: number) => void {
  const step = 10_000;
  return (count) => {
    if (mutant === undefined && operations > step && count % step === 0) process.stdout.write(`  ${count} of ${operations} operations\n`);
  };
}

function tell(who: string, { history, violations, trouble, faults, longestGapMs }: Report, workMs: number, ms: number): void {
  const counts = (names: readonly string[]): string => {
    const found: Record<string, number> = {};
    for (const name of names) found[name] = (found[name] ?? 0) + 1;
    return Object.entries(found).map(([name, n]) => `${name} ${n}`).sort().join(', ');
  };
  const refused = history.filter(({ status }) => status >= 300);
  const took = history.filter(({ tries }) => tries === 1).map(({ invokedNs, answeredNs }) => Number(answeredNs - invokedNs) / 1e6).sort((a, b) => a - b);
  const at = (share: number): number => Math.round(took[Math.floor(took.length * share)] ?? 0);
  process.stdout.write(
    `${who}: ${history.length} operations in ${Math.round(workMs / 1000)} s (${Math.round((history.length / workMs) * 1000)} a second; ${Math.round(ms / 1000)} s in all), seed ${SEED}; ${faults.total} faults: ${Object.entries(faults.counts).map(([kind, n]) => `${kind} ${n}`).join(', ')}\n` +
      `  ${counts(history.map(({ kind, status }) => `${kind} ${status < 300 ? 'done' : 'refused'}`))}; tried again ${history.filter(({ tries }) => tries > 1).length}\n` +
      `  refusals: ${counts(refused.map(({ status, code }) => `${status} ${code}`))}\n` +
      `  answered at once: median ${at(0.5)} ms, p99 ${at(0.99)} ms; longest without a success ${Math.round(longestGapMs)} ms\n` +
      `  violations: ${counts(violations.map(({ rule }) => rule)) || 'none'}; ${JSON.stringify(trouble)}\n${violations.slice(0, 8).map(({ rule, detail }) => `    ${rule}: ${detail}\n`).join('')}`,
  );
}
