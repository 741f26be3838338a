import pg from 'pg';
import { setTimeout as wait } from 'node:timers/promises';
import { DataSource } from 'typeorm';
import { addRoom } from '../../src/clinics/index.js';
import type { Config } from '../../src/platform/config/config.js';
import { CONFIG } from '../../src/platform/config/token.js';
import { Database } from '../../src/platform/database/database.js';
import { withAftermath } from '../../src/platform/database/aftermath.js';
import { sql } from '../../src/platform/database/sql.js';
import { Refusal } from '../../src/platform/errors/refusal.js';
import { expectStatus } from '../support/caller.js';
import { startService, type Service, type TestClinic } from '../support/service.js';

let service: Service;
let clinics: TestClinic[];
let superuser: pg.Client;
beforeAll(async () => {
  service = await startService({ DATABASE_POOL_SIZE: '4' });
  clinics = [await service.newClinic(), await service.newClinic()];
  superuser = new pg.Client(service.databaseOfTest.superuserUrl);
  await superuser.connect();
});
afterAll(async () => {
  await superuser.end();
  await service.stop();
});

it('a crowd that holds every connection and waits for more leaves the process ready', async () => {
  await superuser.query('begin; lock table rooms in access exclusive mode');
  const crowd = clinics.flatMap((clinic) => Array.from({ length: 12 }, (_unused, n) => clinic.as('admin').post('/v1/rooms', { name: `Crowd ${n}` })));
  const waiting = async (): Promise<number> => (await superuser.query("select count(*)::int as n from pg_locks where not granted and relation = 'rooms'::regclass")).rows[0].n;
  for (let tries = 0; tries < 100 && (await waiting()) < 4; tries += 1) await wait(20);
  const ready = await service.anyone().get('/health/ready');
  const held = await waiting();
  await superuser.query('rollback');
  for (const answer of await Promise.all(crowd)) expectStatus(answer, 201);
  expect([held, ready.status, ready.body]).toEqual([4, 200, { status: 'ok' }]);
});

describe('a work that is late', () => {
  const BEGIN_WITHIN_MS = 500;
  let hurried: Database;
  let asker: { clinicId: string; staffId: undefined; requestId: string; ip: undefined };
  const late = { kind: 'unavailable', headers: { 'Retry-After': '2' } };
  beforeAll(() => {
    hurried = new Database(service.app.get(DataSource), service.clock, service.app.get<Config>(CONFIG), undefined, undefined, BEGIN_WITHIN_MS);
    asker = { clinicId: clinics[0]?.id ?? '', staffId: undefined, requestId: 'test', ip: undefined };
  });
  afterAll(() => hurried.onModuleDestroy());

  it('begins no other try behind a lock, says when to come again, and leaves nothing half done', async () => {
    let tries = 0;
    await superuser.query('begin; lock table devices in access exclusive mode');
    const asking = hurried.work(asker, async (work) => {
      tries += 1;
      await addRoom(work, { name: 'Too late' });
      await work.run(sql`set local lock_timeout = '150ms'`);
      await work.run(sql`select 1 from devices`);
    });
    await expect(asking).rejects.toMatchObject({ ...late, code: 'database-unavailable' });
    await superuser.query('rollback');
    expect(tries).toBeLessThan(6);
    expect((await superuser.query("select count(*)::int as n from rooms where name = 'Too late'")).rows).toEqual([{ n: 0 }]);
  });

  it('waits for no turn any longer, and is not begun behind the refusal', async () => {
    let begun = 0;
    const holding = Array.from({ length: 3 }, () => hurried.work(asker, (work) => work.run(sql`select pg_sleep(2)`)));
    let areHeld = true;
    const ended = Promise.all(holding).then(() => (areHeld = false));
    const asking = hurried.work(asker, async () => void (begun += 1));
    await expect(asking).rejects.toMatchObject({ ...late, code: 'busy' });
    expect(areHeld).toBe(true);
    await ended;
    expect(begun).toBe(0);
    await hurried.work(asker, async () => void (begun += 1));
    expect(begun).toBe(1);
  });

  it('has what must stand although it is refused done all the same, behind no crowd of its clinic', async () => {
    const wrong = withAftermath(new Refusal('conflict', 'wrong-guess', 'Wrong.'), async (work) => void (await addRoom(work, { name: 'Counted' })));
    const guess = hurried.work(asker, async (work) => {
      await work.run(sql`select pg_sleep(0.7)`);
      throw wrong;
    });
    const crowd = Array.from({ length: 6 }, () => hurried.work(asker, (work) => work.run(sql`select pg_sleep(1)`)).catch(() => undefined));
    await expect(guess).rejects.toMatchObject({ code: 'wrong-guess' });
    await Promise.all(crowd);
    expect((await superuser.query("select count(*)::int as n from rooms where name = 'Counted'")).rows).toEqual([{ n: 1 }]);
  });
});
