import { readdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { DataSource, type MigrationInterface } from 'typeorm';

const FOLDER = new URL('../../../migrations/', import.meta.url);
// One migrator at a time, whatever the number of processes that start at once.
const LOCK = 7_268_001;

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

/** Brings the schema to the newest step. Safe to call from several processes at once. */
export async function migrate(ownerUrl: string): Promise<void> {
  const dataSource = await ownerDataSource(ownerUrl);
  try {
    const lock = dataSource.createQueryRunner();
    await lock.query('select pg_advisory_lock($1)', [LOCK]);
    try {
      await dataSource.runMigrations({ transaction: 'each' });
    } finally {
      await lock.query('select pg_advisory_unlock($1)', [LOCK]);
      await lock.release();
    }
  } finally {
    await dataSource.destroy();
  }
}
