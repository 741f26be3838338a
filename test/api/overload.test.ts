import pg from 'pg';
import { setTimeout as wait } from 'node:timers/promises';
import { DataSource } from 'typeorm';
import { addRoom } from '../../src/clinics/index.js';
import type { Config } from '../../src/platform/config/config.js';
import { CONFIG } from '../../src/platform/config/token.js';
import { Database } from '../../src/platform/database/database.js';
import { sql } from '../../src/platform/database/sql.js';
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
  await wait(300);
  const begun = performance.now();
  const ready = await service.anyone().get('/health/ready');
  const waitedMs = performance.now() - begun;
  const { rows } = await superuser.query("select count(*)::int as n from pg_locks where not granted and relation = 'rooms'::regclass");
  await superuser.query('rollback');
  for (const answer of await Promise.all(crowd)) expectStatus(answer, 201);
  expect(rows).toEqual([{ n: 4 }]);
  expect([ready.status, ready.body, waitedMs < 500]).toEqual([200, { status: 'ok' }, true]);
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
    expect([tries > 1, tries < 6]).toEqual([true, true]);
    expect((await superuser.query("select count(*)::int as n from rooms where name = 'Too late'")).rows).toEqual([{ n: 0 }]);
  });

  it('waits for no turn any longer, and is not begun behind the refusal', async () => {
    let begun = 0;
    const holding = Array.from({ length: 3 }, () => hurried.work(asker, (work) => work.run(sql`select pg_sleep(1)`)));
    const asking = hurried.work(asker, async () => void (begun += 1));
    const asked = performance.now();
    await expect(asking).rejects.toMatchObject({ ...late, code: 'busy' });
    expect(performance.now() - asked).toBeLessThan(900);
    await Promise.all(holding);
    expect(begun).toBe(0);
    await hurried.work(asker, async () => void (begun += 1));
    expect(begun).toBe(1);
  });
});
