// A throw-away server with the service over it and one clinic full of made-up courses.
import { readFileSync } from 'node:fs';
import pg from 'pg';
import startCluster from '../test/support/cluster.mjs';
import { build } from '../bin/install.mjs';
import stopCluster from '../test/support/stop-cluster.mjs';

const FILL = readFileSync(new URL('many-courses.sql', import.meta.url), 'utf8');

build();

export async function clinicOfMany({ courses, assessmentsEach, treatments = 20 }) {
  await startCluster();
  const [{ makeApplication }, { Clock }, { readConfig }, { makeLogger }, { Database }, { openClinic }, { addStaff }, { stockLibrary }, { newId }] = await Promise.all(
    ['application', 'platform/clock/clock', 'platform/config/config', 'platform/observability/logger', 'platform/database/database', 'clinics/index', 'identity/index', 'protocols/index', 'platform/kernel/uuid'].map((name) => import(`../dist/src/${name}.js`)));
  const config = readConfig({ NODE_ENV: 'test', DATABASE_URL: process.env.TEST_PG_URL, LOG_LEVEL: 'silent', ACCESS_TOKEN_SECONDS: '3600' });
  const app = await makeApplication(config, new Clock(), makeLogger('silent'));
  const id = newId();
  const [email, password] = ['bench@clinic.example', 'a password for the bench only'];
  await app.get(Database).work({ clinicId: id, staffId: undefined, requestId: 'bench', ip: undefined }, async (work) => {
    await openClinic(work, { name: 'Bench', timeZone: 'America/New_York', openingHours: [{ weekday: 1, opens: '08:00', closes: '18:00' }], slotMinutes: 15, turnoverMinutes: 10 });
    await stockLibrary(work);
    await addStaff(work, { email, displayName: 'Bench', roles: ['clinician'], password });
  });
  const { accessToken } = (await app.inject({ method: 'POST', url: '/v1/auth/login', payload: { email, password } })).json();
  const database = new URL(process.env.TEST_PG_SUPERUSER_URL);
  database.pathname = new URL(process.env.TEST_PG_URL).pathname;
  const client = new pg.Client(database.href);
  await client.connect();
  await client.query("set session_replication_role = replica");
  await client.query(FILL, [id, courses, assessmentsEach, treatments]);
  await client.query("set session_replication_role = origin");
  await client.query("vacuum analyze");
  return {
    id, app, client, token: accessToken, credentials: { email, password },
    get: (url) => app.inject({ method: 'GET', url, headers: { authorization: `Bearer ${accessToken}` } }),
    async stop() {
      await client.end();
      await app.close();
      await stopCluster();
    },
  };
}
