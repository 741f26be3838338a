// A PostgreSQL that counts its statements, with data sets in it: for this run alone, or kept in a folder for the next.
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { Cluster } from '../../bin/embedded-postgres/cluster.mjs';
import { forgetOtherServers, prepareDatabase } from '../../bin/embedded-postgres/prepare.mjs';
import { THROW_AWAY_SETTINGS } from '../../bin/embedded-postgres/settings.mjs';
import { load } from './load.mjs';
import { shapeOf } from './shape.mjs';

const OWNER_PASSWORD = 'owner of a throw-away database';
// It does not wait for a disk: what is measured is what a statement costs the processor, not what this machine's disk costs.
const SETTINGS = { ...THROW_AWAY_SETTINGS, shared_preload_libraries: 'pg_stat_statements', 'pg_stat_statements.track_planning': 'on', shared_buffers: '1GB', max_wal_size: '8GB' };

/** @returns what ends it; a folder that was named is kept */
export async function startServer(folder) {
  forgetOtherServers(process.env);
  const cluster = new Cluster(folder ?? mkdtempSync(join(tmpdir(), 'tms-bench-')), { throwAway: folder === undefined, settings: SETTINGS });
  await cluster.start();
  return { cluster, end: () => (folder === undefined ? cluster.remove() : cluster.stop()) };
}

/** A database with so many sessions in it, loaded unless it is there. @returns how to reach it, as whom, and what is in it */
export async function dataSet(cluster, sessions) {
  const shape = shapeOf(sessions);
  const name = `bench_${sessions}`;
  const { migrate } = await import('../../dist/src/platform/database/migrate.js');
  const ownerUrl = await prepareDatabase(cluster, name, OWNER_PASSWORD);
  await migrate(ownerUrl);
  const superuserUrl = cluster.url('postgres', cluster.superuserPassword, name);
  const client = new pg.Client(superuserUrl);
  await client.connect();
  await client.query('create extension if not exists pg_stat_statements');
  const { rows: [{ there }] } = await client.query("select to_regclass('bench_loaded') is not null as there");
  if (!there) {
    const { rows: [{ begun }] } = await client.query('select exists (select 1 from clinics) as begun');
    if (begun) throw new Error(`Loading ${name} was interrupted: remove the folder`);
    const { seconds, indexSeconds } = await load(client, ownerUrl, shape);
    await client.query(`create table bench_loaded as select ${seconds}::float8 as seconds, ${indexSeconds}::float8 as "indexSeconds"`);
  }
  const { rows: [loaded] } = await client.query('select l.*, pg_database_size(current_database())::float8 as bytes from bench_loaded l');
  return { name, ownerUrl, superuserUrl, client, shape, ...loaded };
}
