import { setTimeout as wait } from 'node:timers/promises';
import pg from 'pg';
import { violationsOf, type Violation } from '../support/history/checker.js';
import { crowd } from '../support/history/crowd.js';
import { finalState, makeWorld, strayClaims } from '../support/history/world.js';
import type { Operation } from '../support/history/history.js';
import { MortalDatabase } from '../support/mortal-database.js';
import { MortalService } from '../support/mortal-service.js';
import { TEST_PASSWORD } from '../support/service.js';

/** `npm run prove -- schedule` runs the full size; the suite a small one. */
const SIZE = {
  operations: Number(process.env['PROVE_OPERATIONS'] ?? 400),
  clients: Number(process.env['PROVE_CLIENTS'] ?? 16),
  courses: Number(process.env['PROVE_COURSES'] ?? 60),
  serviceKills: Number(process.env['PROVE_SERVICE_KILLS'] ?? 1),
  databaseKills: Number(process.env['PROVE_DATABASE_KILLS'] ?? 1),
};
const MUTANT_SIZE = { ...SIZE, operations: Math.min(SIZE.operations, 1500), serviceKills: Math.min(SIZE.serviceKills, 3), databaseKills: Math.min(SIZE.databaseKills, 3) };
const MUTANTS = (process.env['PROVE_MUTANTS'] ?? '').split(',').filter(Boolean);
const SEED = Number(process.env['PROVE_SEED'] ?? Math.floor(Math.random() * 1_000_000));
const LIMIT_MS = 3_600_000;

interface Report {
  history: Operation[];
  violations: Violation[];
  stray: number;
  deadlocks: number;
}

describe('what many desks saw while the service and its database were killed', () => {
  it('breaks no promise of the schedule', async () => {
    const { history, violations, stray, deadlocks } = await prove(SIZE);
    expect(violations).toEqual([]);
    expect([stray, deadlocks]).toEqual([0, 0]);
    expect(history.filter(({ status }) => status < 300).length).toBeGreaterThan(SIZE.operations / 4);
    expect(history.some(({ tries }) => tries > 1)).toBe(true);
  }, LIMIT_MS);

  for (const mutant of MUTANTS) {
    it(`catches a service that is broken: ${mutant}`, async () => {
      const { violations, stray } = await prove(MUTANT_SIZE, mutant);
      // That it broke down would be caught by anything: a promise must have been seen broken.
      expect(violations.filter(({ rule }) => rule !== 'fault').length + stray).toBeGreaterThan(0);
    }, LIMIT_MS);
  }
});

async function prove(size: typeof SIZE, mutant?: string): Promise<Report> {
  const database = new MortalDatabase();
  let service: MortalService | undefined;
  const begun = performance.now();
  try {
    await database.start();
    const flags = mutant === undefined ? [] : ['--import', new URL('../support/history/mutants.mjs', import.meta.url).href];
    service = new MortalService(database.ownerUrl, TEST_PASSWORD, { ACCESS_TOKEN_SECONDS: '3600', NODE_ENV: 'test', ...(mutant !== undefined && { MUTANT: mutant }) }, flags);
    await service.start();
    const set = new pg.Client(database.superuserUrl);
    await set.connect();
    const world = await makeWorld(() => service?.address ?? '', set, TEST_PASSWORD, size.courses * 9);
    await set.end();
    const faults = new Faults(service, database, size);
    const history = await crowd(world, () => service?.address ?? '', { clients: size.clients, operations: size.operations, seed: SEED, begun: (count) => faults.maybe(count) });
    await faults.over();
    const superuser = new pg.Client(database.superuserUrl);
    await superuser.connect();
    const [final, stray] = [await finalState(superuser, world), await strayClaims(superuser, world)];
    await superuser.end();
    const report = { history, violations: violationsOf(history, final), stray, deadlocks: database.told('deadlock detected') };
    tell(mutant ?? 'the service', report, service.kills, database.kills, performance.now() - begun);
    return report;
  } finally {
    await service?.kill();
    database.remove();
  }
}

/** Kills in turn, evenly over the run, and never two at once. */
class Faults {
  readonly #at: Map<number, 'service' | 'database'>;
  #chain = Promise.resolve();

  constructor(private readonly service: MortalService, private readonly database: MortalDatabase, { operations, serviceKills, databaseKills }: typeof SIZE) {
    const kinds = [...Array.from({ length: databaseKills }, () => 'database' as const), ...Array.from({ length: serviceKills }, () => 'service' as const)];
    const step = operations / (kinds.length + 1);
    this.#at = new Map(kinds.map((kind, n) => [Math.round(step * (n + 1)), kind]));
  }

  maybe(count: number): void {
    const kind = this.#at.get(count);
    if (!kind) return;
    this.#chain = this.#chain.then(async () => {
      await wait(Math.random() * 30);
      if (kind === 'database') return this.database.restart();
      await this.service.kill();
      await this.service.start();
    });
    this.#chain.catch((fault: unknown) => process.stderr.write(`while breaking things: ${String(fault)}\n`));
  }

  over(): Promise<void> {
    return this.#chain;
  }
}

function tell(who: string, { history, violations, stray, deadlocks }: Report, serviceKills: number, databaseKills: number, ms: number): void {
  const counts = (names: readonly string[]): string => {
    const found: Record<string, number> = {};
    for (const name of names) found[name] = (found[name] ?? 0) + 1;
    return Object.entries(found).map(([name, n]) => `${name} ${n}`).sort().join(', ');
  };
  const refused = history.filter(({ status }) => status >= 300);
  process.stdout.write(
    `${who}: ${history.length} operations in ${Math.round(ms / 1000)} s, seed ${SEED}; service killed ${serviceKills} times, database ${databaseKills} times\n` +
      `  ${counts(history.map(({ kind, status }) => `${kind} ${status < 300 ? 'done' : 'refused'}`))}; tried again ${history.filter(({ tries }) => tries > 1).length}\n` +
      `  refusals: ${counts(refused.map(({ status, code }) => `${status} ${code}`))}\n` +
      `  violations: ${counts(violations.map(({ rule }) => rule)) || 'none'}; stray claims ${stray}; deadlocks ${deadlocks}\n${violations.slice(0, 8).map(({ rule, detail }) => `    ${rule}: ${detail}\n`).join('')}`,
  );
}
