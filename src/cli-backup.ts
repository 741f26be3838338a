import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { createReadStream, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { verifyTrail, type ChainHead } from './audit/index.js';
import { valueTypes } from './platform/database/connection.js';
import { differences, fingerprint, type Fingerprint } from './platform/database/fingerprint.js';
import { Reader } from './platform/database/work.js';

/** Kept beside a dump: what it must hold, to be compared wherever it is restored. */
interface Manifest {
  readonly at: string;
  /** Major version of the `pg_dump` that made it: an older `pg_restore` cannot read it. */
  readonly madeBy: number;
  /** The last step of the schema. */
  readonly schema: string;
  readonly dump: { readonly file: string; readonly sha256: string };
  readonly tables: Fingerprint;
  /** How far the trail of each clinic was sealed: the restored one must reach as far. */
  readonly heads: readonly (ChainHead & { readonly clinicId: string })[];
}

const DUMP = 'tms.dump';
const MANIFEST = 'manifest.json';
type Settings = Readonly<Record<string, string | undefined>>;

/**
 * Dumps the database into a new folder, with counts and checksums of every table taken from the same snapshot. The
 * service goes on meanwhile.
 * @param url of a role that reads everything (docs/operations.md)
 * @throws Error when the role does not see every row, `pg_dump` is missing or too old, or the folder exists
 */
export async function backup(url: string, folder: string, env: Settings): Promise<string> {
  if (existsSync(join(folder, MANIFEST))) throw new Error(`${folder} holds a backup already`);
  return connected(url, async (client) => {
    await begin(client, 'isolation level repeatable read read only');
    const { seesAll, server, at } = await one<{ seesAll: boolean; server: number; at: string }>(
      client,
      "select rolsuper or rolbypassrls as \"seesAll\", current_setting('server_version_num')::int / 10000 as server, now() as at from pg_roles where rolname = current_user",
    );
    if (!seesAll) throw new Error('This role does not see every row: give it bypassrls and pg_read_all_data (docs/operations.md)');
    const madeBy = await demand('pg_dump', server, env);
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const { snapshot } = await one<{ snapshot: string }>(client, 'select pg_export_snapshot() as snapshot');
    const unfinished = join(folder, `${DUMP}.unfinished`);
    try {
      await run('pg_dump', ['--format=custom', `--snapshot=${snapshot}`, '--lock-wait-timeout=10s', `--file=${unfinished}`], url, env);
      const manifest: Manifest = {
        at,
        madeBy,
        schema: (await one<{ name: string }>(client, 'select name from schema_migrations order by timestamp desc limit 1')).name,
        dump: { file: DUMP, sha256: await sha256(unfinished) },
        tables: await fingerprint(client),
        heads: (await client.query<Manifest['heads'][number]>('select distinct on (clinic_id) clinic_id as "clinicId", sequence, hash from audit_seals order by clinic_id, sequence desc')).rows,
      };
      renameSync(unfinished, join(folder, DUMP));
      // Last of all: a folder without it is no backup.
      writeFileSync(join(folder, MANIFEST), `${JSON.stringify(manifest, null, 2)}\n`, { mode: 0o600 });
      return summary('saved', manifest);
    } finally {
      rmSync(unfinished, { force: true });
    }
  });
}

/**
 * Restores a backup into an empty database, whole or not at all, then holds every table against the manifest and
 * recomputes the trail of every clinic.
 * @param url of a superuser on the empty database
 * @throws Error naming what is missing, or every table that is not as it was saved
 */
export async function restore(url: string, folder: string, env: Settings): Promise<string> {
  const manifest = readManifest(folder);
  const dump = join(folder, manifest.dump.file);
  if ((await sha256(dump)) !== manifest.dump.sha256) throw new Error(`${dump} is not what was saved: its SHA-256 is another`);
  await connected(url, async (client) => {
    const { superuser, tables, roles } = await one<{ superuser: boolean; tables: number; roles: string[] }>(
      client,
      `select rolsuper as superuser,
         (select count(*)::int from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r') as tables,
         array(select rolname::text from pg_roles where rolname in ('tms_owner', 'tms_service')) as roles
       from pg_roles where rolname = current_user`,
    );
    if (!superuser) throw new Error('Restoring takes a superuser: row level security binds everybody else');
    if (tables > 0) throw new Error('This database is not empty; a backup is restored into an empty one');
    const missing = ['tms_owner', 'tms_service'].filter((role) => !roles.includes(role));
    if (missing.length > 0) throw new Error(`Roles are not in a dump; make ${missing.join(' and ')} first (docs/operations.md)`);
    await demand('pg_restore', manifest.madeBy, env);
  });
  await run('pg_restore', ['--exit-on-error', '--single-transaction', `--dbname=${new URL(url).pathname.slice(1)}`, dump], url, env);
  return compare(url, folder);
}

/** Holds a database against the manifest of a backup: every table, and the trail of every clinic. @throws Error */
export async function compare(url: string, folder: string): Promise<string> {
  const manifest = readManifest(folder);
  return connected(url, async (client) => {
    await begin(client, 'isolation level repeatable read read only');
    const faults = differences(manifest.tables, await fingerprint(client));
    if (faults.length > 0) throw new Error(`Not as it was saved:\n${faults.map((fault) => `  - ${fault}`).join('\n')}`);
    for (const { clinicId, ...anchor } of manifest.heads) {
      const reader = new Reader(client, { clinicId, staffId: undefined, requestId: 'cli', ip: undefined }, manifest.at, Date.parse(manifest.at));
      const verdict = await verifyTrail((reading) => reading(reader), clinicId, { anchor });
      if (!verdict.ok) throw new Error(`The trail of clinic ${clinicId} is broken: ${JSON.stringify(verdict.firstBroken)}`);
    }
    return summary('whole', manifest);
  });
}

function summary(what: string, { at, schema, tables, heads }: Manifest): string {
  const rows = Object.values(tables).reduce((sum, table) => sum + table.rows, 0);
  return `${what}: ${Object.keys(tables).length} tables, ${rows} rows, ${heads.length} trails, as of ${at}, schema ${schema}\n`;
}

function readManifest(folder: string): Manifest {
  if (!existsSync(join(folder, MANIFEST))) throw new Error(`${folder} holds no finished backup (no ${MANIFEST})`);
  return JSON.parse(readFileSync(join(folder, MANIFEST), 'utf8')) as Manifest;
}

async function connected<T>(url: string, task: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url, types: valueTypes });
  await client.connect();
  try {
    return await task(client);
  } finally {
    await client.end();
  }
}

async function begin(client: pg.Client, mode: string): Promise<void> {
  await client.query(`begin ${mode}`);
}

async function one<T extends object>(client: pg.Client, text: string): Promise<T> {
  const row = (await client.query<T>(text)).rows[0];
  if (!row) throw new Error('The database answers nothing; is it one of this service?');
  return row;
}

/** `pg_dump` refuses servers that are newer than it is, `pg_restore` dumps that are. @returns its major version */
async function demand(program: string, least: number, env: Settings): Promise<number> {
  const told = await run(program, ['--version'], undefined, env).catch(() => '');
  const version = Number(/\d+/.exec(told)?.[0] ?? 0);
  if (version === 0) throw new Error(`${program} is not installed; it comes with the client programs of PostgreSQL`);
  if (version < least) throw new Error(`${program} is of version ${version}, ${least} is needed; install newer client programs of PostgreSQL`);
  return version;
}

/** The password goes by the environment: arguments can be read by everybody on the machine. */
async function run(program: string, args: readonly string[], url: string | undefined, env: Settings): Promise<string> {
  const { hostname, port, username, password, pathname, searchParams } = new URL(url ?? 'postgres://none');
  const connection = url === undefined ? {} : { PGHOST: hostname, PGPORT: port || '5432', PGUSER: decodeURIComponent(username), PGPASSWORD: decodeURIComponent(password), PGDATABASE: pathname.slice(1), PGSSLMODE: searchParams.get('sslmode') ?? 'prefer' };
  const child = spawn(program, args, { env: { ...env, ...connection }, stdio: ['ignore', 'pipe', 'pipe'] });
  let [out, complaint] = ['', ''];
  child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (complaint += chunk.toString()));
  const code = await new Promise<number | null>((resolve, reject) => child.once('error', reject).once('close', resolve));
  if (code !== 0) throw new Error(`${program} ended with ${code}: ${complaint.trim()}`);
  return out;
}

async function sha256(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer);
  return hash.digest('hex');
}
