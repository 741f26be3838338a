import { readFileSync, writeFileSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import pg from 'pg';
import { migrate, ownerDataSource } from '../../src/platform/database/migrate.js';
import { cloneDatabase, type ClonedDatabase } from '../support/database.js';
import { describeSchema } from '../support/describe-schema.js';
import { startService } from '../support/service.js';
import { DataSource } from 'typeorm';

const SNAPSHOT = new URL('../../migrations/schema.sql', import.meta.url);

/** Tables without a clinic, each with its reason. */
const WITHOUT_CLINIC = new Map([
  ['clinics', 'the tenant itself; its id is the clinic'],
  ['login_counters', 'failed logins are counted before anybody’s clinic is known; each row is visible to whoever names its digest'],
  ['schema_migrations', 'which steps have run'],
]);

describe('the schema', () => {
  let database: ClonedDatabase;
  let client: pg.Client;

  beforeAll(async () => {
    database = await cloneDatabase();
    client = new pg.Client(database.superuserUrl);
    await client.connect();
  });
  afterAll(async () => {
    await client.end();
    await database.drop();
  });

  const rows = async (text: string): Promise<Record<string, string>[]> => (await client.query(text)).rows as Record<string, string>[];

  it('is what migrations/schema.sql says', async () => {
    const now = await describeSchema(client);
    if (process.env['UPDATE_DOCS'] === '1') writeFileSync(SNAPSHOT, now);
    expect(now).toBe(readFileSync(SNAPSHOT, 'utf8'));
  });

  it('goes down step by step, and up again to the same', async () => {
    const copy = await cloneDatabase();
    const owner = await ownerDataSource(copy.ownerUrl);
    for (const _step of owner.migrations) await owner.undoLastMigration();
    const left = (await owner.query("select relname from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'v', 'S') and relname <> 'schema_migrations' and relname not like 'schema_migrations%'")) as unknown[];
    expect(left).toEqual([]);
    await owner.destroy();
    await migrate(copy.ownerUrl);
    const again = new pg.Client(copy.superuserUrl);
    await again.connect();
    expect(await describeSchema(again)).toBe(readFileSync(SNAPSHOT, 'utf8'));
    await again.end();
    await copy.drop();
  });

  it('gives up soon on a table that is busy, lest everybody else waits behind, and tries again until it gets through', async () => {
    const copy = await cloneDatabase();
    const owner = await ownerDataSource(copy.ownerUrl);
    await owner.undoLastMigration();
    await owner.destroy();
    const busy = new pg.Client(copy.superuserUrl);
    await busy.connect();
    await busy.query('begin; lock table schema_migrations in access exclusive mode');
    const migrating = migrate(copy.ownerUrl);
    const waited: boolean[] = [];
    for (let n = 0; n < 16; n += 1) {
      await wait(150);
      const { rows: waiting } = await client.query("select 1 from pg_locks where not granted and locktype = 'relation' and database = (select oid from pg_database where datname = $1)", [new URL(copy.ownerUrl).pathname.slice(1)]);
      waited.push(waiting.length > 0);
    }
    await busy.query('rollback');
    await migrating;
    // In 2.4 seconds it has waited, and at least once it has let go.
    expect(waited).toContain(true);
    expect(waited.slice(waited.indexOf(true))).toContain(false);
    expect(await describeSchema(busy)).toBe(readFileSync(SNAPSHOT, 'utf8'));
    await busy.end();
    await copy.drop();
  });

  it('is brought up by two processes at once, each index that is made concurrently once', async () => {
    const copy = await cloneDatabase();
    const superuser = new pg.Client(copy.superuserUrl);
    await superuser.connect();
    const before = await describeSchema(superuser);
    await superuser.query("drop index audit_entries_changes; delete from schema_migrations where name = 'IndexAuditChanges1700000101000'");
    // The index cannot be made before whoever writes to its table has done, so that the second process certainly has to wait.
    const writing = new pg.Client(copy.superuserUrl);
    await writing.connect();
    await writing.query('begin; lock table audit_entries in row exclusive mode');
    const both = Promise.all([migrate(copy.ownerUrl), migrate(copy.ownerUrl)]);
    both.catch(() => undefined);
    await wait(700);
    const { rows: waiting } = await superuser.query("select 1 from pg_locks where not granted and locktype = 'advisory' and database = (select oid from pg_database where datname = current_database())");
    await writing.query('rollback');
    await both;
    // Whoever waits holds nothing that the index would have to wait for.
    expect(waiting).toEqual([]);
    expect((await superuser.query("select count(*)::int as n from schema_migrations where name = 'IndexAuditChanges1700000101000'")).rows).toEqual([{ n: 1 }]);
    expect(await describeSchema(superuser)).toBe(before);
    await Promise.all([writing.end(), superuser.end()]);
    await copy.drop();
  });

  it('is what the entities say: TypeORM finds nothing to change', async () => {
    const service = await startService();
    const running = service.app.get(DataSource);
    const owner = await new DataSource({ ...running.options, url: service.databaseOfTest.ownerUrl, extra: {}, migrationsTableName: 'schema_migrations', entities: running.entityMetadatas.map(({ target }) => target as () => void) } as never).initialize();
    const { upQueries } = await owner.driver.createSchemaBuilder().log();
    expect(upQueries.map(({ query }) => query)).toEqual([]);
    await owner.destroy();
    await service.stop();
  });

  it('forces row level security on every table', async () => {
    const open = await rows("select relname from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') and not (relrowsecurity and relforcerowsecurity)");
    expect(open.map(({ relname }) => relname)).toEqual(['schema_migrations']);
  });

  it('has the clinic in every primary, unique, exclusion and foreign key', async () => {
    const keys = await rows(`
      select c.conrelid::regclass::text as table_name, c.conname, c.contype,
        exists (select 1 from unnest(c.conkey) k join pg_attribute a on a.attrelid = c.conrelid and a.attnum = k where a.attname = 'clinic_id') as has_clinic
      from pg_constraint c where c.connamespace = 'public'::regnamespace and c.contype in ('p', 'u', 'x', 'f')`);
    expect(keys.filter((key) => !key['has_clinic'] && !WITHOUT_CLINIC.has(key['table_name'] ?? ''))).toEqual([]);
  });

  it('has an index for every foreign key', async () => {
    const bare = await rows(`
      select c.conname from pg_constraint c
      where c.connamespace = 'public'::regnamespace and c.contype = 'f' and cardinality(c.conkey) > 1 and not exists (
        select 1 from pg_index i where i.indrelid = c.conrelid and i.indpred is null
          and (select array_agg(k order by k) from unnest(c.conkey) k) <@ (i.indkey::int2[])[0:cardinality(c.conkey)])`);
    expect(bare.map(({ conname }) => conname).filter((name) => !EXEMPT_FOREIGN_KEYS.has(name ?? ''))).toEqual([]);
  });

  it('keeps instants with their zone, never without', async () => {
    expect(await rows("select table_name, column_name from information_schema.columns where table_schema = 'public' and data_type = 'timestamp without time zone' and table_name <> 'schema_migrations'")).toEqual([]);
  });

  it('gives the service what it needs and no more: it owns nothing and deletes next to nothing', async () => {
    expect(await rows("select relname from pg_class where pg_get_userbyid(relowner) = 'tms_service'")).toEqual([]);
    expect(await rows("select rolsuper, rolbypassrls, rolcreaterole, rolcreatedb from pg_roles where rolname = 'tms_service'")).toEqual([{ rolsuper: false, rolbypassrls: false, rolcreaterole: false, rolcreatedb: false }]);
    const deletable = await rows("select table_name from information_schema.role_table_grants where grantee = 'tms_service' and privilege_type = 'DELETE' order by 1");
    expect(deletable.map(({ table_name }) => table_name)).toEqual(['absences', 'closures', 'competences', 'downtimes', 'idempotency_keys', 'login_counters', 'opening_exceptions', 'recovery_codes', 'second_factors', 'self_report_mail_tokens', 'shifts']);
    expect(await rows("select table_name from information_schema.role_table_grants where grantee = 'tms_service' and privilege_type in ('TRUNCATE', 'REFERENCES', 'TRIGGER')")).toEqual([]);
  });

  it('shows the service no row without a clinic, and none of another one', async () => {
    const tables = (await rows("select relname from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r' and relname <> 'schema_migrations'")).map(({ relname }) => relname ?? '');
    await client.query('begin');
    await client.query("insert into clinics (id, name, time_zone, opening_hours, slot_minutes, turnover_minutes, pseudonym_key, created_at) values ('01900000-0000-7000-8000-0000000000aa', 'A', 'UTC', '[]', 15, 0, gen_random_uuid(), now())");
    await client.query('set local role tms_service');
    for (const table of tables) expect((await client.query(`select count(*)::int as n from ${table}`)).rows[0]).toEqual({ n: 0 });
    await client.query("select set_config('app.clinic_id', '01900000-0000-7000-8000-0000000000bb', true)");
    expect((await client.query('select * from clinics')).rows).toEqual([]);
    await client.query('rollback');
  });
});

/** Foreign keys whose column is written only with the row itself and never looked up from the other side. */
const EXEMPT_FOREIGN_KEYS = new Set(['assessments_supersedes_fk']);
