import pg from 'pg';
import { setTimeout as wait } from 'node:timers/promises';
import { Readiness } from '../../src/platform/observability/readiness.js';
import { sql } from '../../src/platform/database/sql.js';
import { expectStatus } from '../support/caller.js';
import { startService, type Service, type TestClinic } from '../support/service.js';

let service: Service;
let clinic: TestClinic;
let superuser: pg.Client;
beforeAll(async () => {
  service = await startService();
  clinic = await service.newClinic();
  superuser = new pg.Client(service.databaseOfTest.superuserUrl);
  await superuser.connect();
  // Whatever is inserted into rooms takes its time when it is committed, and no earlier.
  await superuser.query(`
    create function linger() returns trigger language plpgsql as $$ begin perform pg_sleep(3); return null; end $$;
    create constraint trigger linger after insert on rooms deferrable initially deferred for each row execute function linger()`);
});
afterAll(async () => {
  await superuser.end();
  await service.stop();
});

it('a connection that is lost while it commits: nobody says that nothing was changed, and the same key tells', async () => {
  const key = { 'idempotency-key': 'lost-commit' };
  const asking = clinic.as('admin').post('/v1/rooms', { name: 'Attic' }, key);
  for (let ended = 0; ended === 0; await wait(20)) {
    ended = (await superuser.query(`select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and state = 'active' and query = 'commit'`)).rowCount ?? 0;
  }
  const lost = await asking;
  expect([lost.status, lost.body.code, lost.headers['retry-after']]).toEqual([503, 'outcome-unknown', '2']);
  await superuser.query('drop trigger linger on rooms');
  expectStatus(await clinic.as('admin').post('/v1/rooms', { name: 'Attic' }, key), 201);
  expect((await superuser.query(`select count(*)::int as n from rooms where name = 'Attic'`)).rows).toEqual([{ n: 1 }]);
});

it('a connection that is lost between two statements: nothing was changed, and the caller is told so', async () => {
  const asking = service.database.work({ clinicId: clinic.id, staffId: undefined, requestId: 'test', ip: undefined }, async (work) => {
    const { pid } = await work.one<{ pid: number }>(sql`select pg_backend_pid() as pid`);
    await superuser.query('select pg_terminate_backend($1)', [pid]);
    await wait(200);
    await work.run(sql`select 1`);
  });
  await expect(asking).rejects.toMatchObject({ code: 'database-unavailable', message: expect.stringContaining('nothing was changed') });
});

it('a process that can serve says so', async () => {
  expect(expectStatus(await service.anyone().get('/health/ready'), 200)).toEqual({ status: 'ok' });
});

it('a process that shuts down says so on the connections that are open, and when to come again', async () => {
  const readiness = service.app.get(Readiness);
  readiness.closing = true;
  const answer = await clinic.as('admin').get('/v1/rooms');
  const live = await service.anyone().get('/health/live');
  readiness.closing = false;
  expect([answer.status, answer.body.code, answer.headers['retry-after'], live.status]).toEqual([503, 'shutting-down', '1', 200]);
  expectStatus(await clinic.as('admin').get('/v1/rooms'), 200);
});
