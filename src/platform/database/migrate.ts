import { readdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { setTimeout as sleep } from 'node:timers/promises';
import { DataSource, MigrationExecutor, type MigrationInterface, type QueryRunner } from 'typeorm';
import { isTransient } from '../errors/database-faults.js';

const FOLDER = new URL('../../../migrations/', import.meta.url);
// A step that waits for a busy table makes every later query on it wait behind; so it gives up soon and is tried again.
const LOCK_TIMEOUT = '1s';
const TRIES = 40;
const PAUSE_MS = 500;
// One migrator at a time, whatever the number of processes that start at once.
const LOCK = 7_268_001;
const ASK_AGAIN_MS = 200;

/** The migrations in order of their timestamps, from source or from the build, whichever is running. */
export async function migrations(): Promise<(new () => MigrationInterface)[]> {
  const files = (await readdir(fileURLToPath(FOLDER))).filter((name) => /^\d+-[a-z0-9-]+\.(ts|js)$/.test(name)).sort();
  const modules = await Promise.all(files.map((name) => import(new URL(name, FOLDER).href) as Promise<Record<string, new () => MigrationInterface>>));
  return modules.flatMap((module) => Object.values(module));
}

/** A connection as the owner of the schema, with every migration known and none run yet. */
export async function ownerDataSource(ownerUrl: string): Promise<DataSource> {
  return new DataSource({
    type: 'postgres',
    url: ownerUrl,
    migrations: await migrations(),
    migrationsTableName: 'schema_migrations',
    installExtensions: false,
    extra: { max: 2 },
  }).initialize();
}

/**
 * Brings the schema to the newest step, while the service of the release before goes on working (docs/operations.md).
 * Safe to call from several processes at once. Each step is a transaction of its own, but for those that say
 * `transaction = false`: an index made concurrently.
 */
export async function migrate(ownerUrl: string): Promise<void> {
  const dataSource = await ownerDataSource(ownerUrl);
  const runner = dataSource.createQueryRunner();
  try {
    await waitForOthers(runner);
    await runner.query(`set lock_timeout = '${LOCK_TIMEOUT}'`);
    await runPatiently(new MigrationExecutor(dataSource, runner));
    // The lock goes with the connection.
  } finally {
    await runner.release();
    await dataSource.destroy();
  }
}

/**
 * Another process may be at it for as long as it takes. Asked for again and again, never waited for inside a statement: an
 * index that is made concurrently waits for every older statement, and so the one process would wait for the other.
 */
async function waitForOthers(runner: QueryRunner): Promise<void> {
  for (;;) {
    const [answer] = (await runner.query('select pg_try_advisory_lock($1) as mine', [LOCK])) as { mine: boolean }[];
    if (answer?.mine) return;
    await sleep(ASK_AGAIN_MS);
  }
}

/** Steps that could not get at a table for other people's work are run again; what was done stays done. */
async function runPatiently(executor: MigrationExecutor): Promise<void> {
  executor.transaction = 'each';
  for (let attempt = 1; ; attempt += 1) {
    try {
      await executor.executePendingMigrations();
      return;
    } catch (fault) {
      if (!isTransient(fault) || attempt === TRIES) throw fault;
      await sleep(PAUSE_MS);
    }
  }
}
