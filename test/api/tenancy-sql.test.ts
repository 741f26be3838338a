import pg from 'pg';
import { oneOfEverything } from '../support/one-of-everything.js';
import { startService, type Service, type TestClinic } from '../support/service.js';

/** What the database itself keeps apart, asked in SQL as the service's role, over two clinics with one of everything each. */
/** Counts failed logins by digests of addresses, before it is known whose clinic they are. */
const OF_NO_CLINIC = ['login_counters'];

let service: Service;
let ours: TestClinic;
let theirs: TestClinic;
let client: pg.Client;
let tables: { name: string; key: string; columns: string[] }[];

beforeAll(async () => {
  service = await startService();
  [ours, theirs] = [await service.newClinic(), await service.newClinic()];
  for (const clinic of [ours, theirs]) await oneOfEverything(service, clinic);
  client = new pg.Client(service.databaseOfTest.superuserUrl);
  await client.connect();
  const found = await client.query<{ name: string; columns: string[] }>(`
    select c.relname as name, array_agg(a.attname::text order by a.attnum) as columns
    from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
    where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and c.relname <> 'schema_migrations' group by c.relname order by c.relname`);
  tables = found.rows.filter(({ name }) => !OF_NO_CLINIC.includes(name)).map(({ name, columns }) => ({ name, columns, key: name === 'clinics' ? 'id' : 'clinic_id' }));
});
afterAll(async () => {
  await client.end();
  await service.stop();
});

const filled = async (): Promise<typeof tables> => {
  const some: typeof tables = [];
  for (const table of tables) {
    const { rows } = await client.query<{ n: number }>(`select count(distinct ${table.key})::int as n from ${table.name} where ${table.key} in ($1, $2)`, [ours.id, theirs.id]);
    if (rows[0]?.n === 2) some.push(table);
  }
  return some;
};

async function asService<T>(clinicId: string | undefined, run: () => Promise<T>): Promise<T> {
  await client.query('begin');
  try {
    await client.query('set local role tms_service');
    if (clinicId !== undefined) await client.query("select set_config('app.clinic_id', $1, true)", [clinicId]);
    return await run();
  } finally {
    await client.query('rollback');
  }
}

/** Rows that a statement touched; 0 where it was refused, by a policy or for want of a grant. */
async function touched(statement: string, values: unknown[] = []): Promise<number> {
  await client.query('savepoint attempt');
  try {
    return (await client.query(statement, values)).rowCount ?? 0;
  } catch (fault) {
    const { code, message } = fault as pg.DatabaseError;
    await client.query('rollback to attempt');
    // 42501: no privilege, or a policy; append-only tables say so themselves. Anything else would say that the row itself was let through.
    if (code === '42501' || message.includes('append-only')) return 0;
    throw new Error(`${statement}: ${code} ${message}`);
  }
}

it('every table of the catalogue belongs to clinics, and most hold rows of both here', async () => {
  expect(tables.filter(({ columns, key }) => !columns.includes(key))).toEqual([]);
  const some = await filled();
  process.stdout.write(`${tables.length} tables, ${some.length} of them with rows of both clinics\n`);
  expect(some.length).toBeGreaterThan(45);
});

it('no setting: no rows from any table', async () => {
  await asService(undefined, async () => {
    for (const { name } of tables) expect([name, await touched(`select 1 from ${name}`)]).toEqual([name, 0]);
  });
});

it('another clinic’s id: none of our rows to be seen, changed, moved, added or deleted', async () => {
  await asService(theirs.id, async () => {
    for (const { name, key } of await filledAsSuperuser()) {
      expect([name, 'seen', await touched(`select 1 from ${name} where ${key} = $1`, [ours.id])]).toEqual([name, 'seen', 0]);
      expect([name, 'changed', await touched(`update ${name} set ${key} = ${key} where ${key} = $1`, [ours.id])]).toEqual([name, 'changed', 0]);
      expect([name, 'deleted', await touched(`delete from ${name} where ${key} = $1`, [ours.id])]).toEqual([name, 'deleted', 0]);
      expect([name, 'moved', await touched(`update ${name} set ${key} = $1 where ${key} = $2`, [ours.id, theirs.id])]).toEqual([name, 'moved', 0]);
      expect([name, 'added', await touched(`insert into ${name} select (jsonb_populate_record(t, jsonb_build_object('${key}', $1::text))).* from ${name} t limit 1`, [ours.id])]).toEqual([name, 'added', 0]);
    }
  });
});

let known: typeof tables | undefined;
async function filledAsSuperuser(): Promise<typeof tables> {
  if (known) return known;
  await client.query('reset role');
  known = await filled();
  await client.query('set local role tms_service');
  return known;
}
