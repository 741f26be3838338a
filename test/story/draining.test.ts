import { setTimeout as wait } from 'node:timers/promises';
import { cloneDatabase, type ClonedDatabase } from '../support/database.js';
import { MortalService } from '../support/mortal-service.js';
import { TEST_PASSWORD } from '../support/service.js';

let database: ClonedDatabase;
let service: MortalService;
beforeAll(async () => {
  database = await cloneDatabase();
  service = new MortalService(database.ownerUrl, TEST_PASSWORD, { DRAIN_SECONDS: '2' });
  await service.start();
});
afterAll(async () => {
  await service.kill();
  await database.drop();
});

it('a process that is told to stop serves on while its readiness is red, until the balancer has had time to notice', async () => {
  const login = await fetch(`${service.address}/v1/auth/login`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ email: 'front-desk@harbour.example', password: TEST_PASSWORD }) });
  const { accessToken } = (await login.json()) as { accessToken: string };
  // A connection of its own for each, as from a balancer that has not noticed yet.
  const ask = async (path: string): Promise<number> => (await fetch(`${service.address}${path}`, { headers: { authorization: `Bearer ${accessToken}`, connection: 'close' } })).status;
  expect([await ask('/health/ready'), await ask('/v1/patients')]).toEqual([200, 200]);

  const told = performance.now();
  const ended = service.stop();
  const seen: number[][] = [];
  await wait(100);
  for (; performance.now() - told < 1_700; await wait(100)) seen.push(await Promise.all([ask('/health/ready'), ask('/health/live'), ask('/v1/patients')]));
  expect(seen.length).toBeGreaterThan(2);
  expect(seen.filter(([ready, live, patients]) => ready !== 503 || live !== 200 || patients !== 200)).toEqual([]);

  expect(await ended).toBe(0);
  expect(performance.now() - told).toBeGreaterThan(1_950);
  await expect(ask('/health/live')).rejects.toThrow();
});
