import pg from 'pg';
import { setTimeout as wait } from 'node:timers/promises';
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
