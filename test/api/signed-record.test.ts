import pg from 'pg';
import { expectStatus } from '../support/caller.js';
import { startService, TEST_PASSWORD, type Service, type TestClinic } from '../support/service.js';
import { doseAsPrescribed, sessionInProgress } from '../support/world.js';

let service: Service;
let clinic: TestClinic;
beforeAll(async () => {
  service = await startService();
  clinic = await service.newClinic();
});
afterAll(() => service.stop());

/** The tables that together are the record of a session, and the column by which they know it. */
const RECORD = { sessions: 'id', session_checks: 'session_id', session_signatures: 'session_id', session_addenda: 'session_id', session_progress: 'session_id', adverse_events: 'session_id' };

describe('after the signature', () => {
  it('no column of any table of the record can be changed, and no row deleted, by the service’s role or the schema’s owner', async () => {
    const { sessionId, session } = await sessionInProgress(service, clinic);
    const [operator, clinician] = [clinic.as('operator'), clinic.as('clinician')];
    const path = `/v1/sessions/${sessionId}`;
    expectStatus(await operator.post(`${path}/progress`, { trains: 5 }), 201);
    expectStatus(await operator.post(`${path}/complete`, { delivered: doseAsPrescribed(session) }), 200);
    expectStatus(await operator.post(`${path}/adverse-events`, { category: 'headache', grade: 1, description: 'Mild' }), 201);
    expectStatus(await clinician.post(`${path}/sign`, { meaning: 'reviewed', password: TEST_PASSWORD }), 200);
    expectStatus(await clinician.post(`${path}/addenda`, { text: 'Gone by noon' }), 201);
    const before = expectStatus(await clinician.get(path), 200);

    let tried = 0;
    for (const role of ['service', 'owner']) {
      const client = new pg.Client(role === 'owner' ? service.databaseOfTest.ownerUrl : service.databaseOfTest.superuserUrl);
      await client.connect();
      if (role === 'service') await client.query('set role tms_service');
      await client.query(`select set_config('app.clinic_id', $1, false)`, [clinic.id]);
      for (const [table, key] of Object.entries(RECORD)) {
        expect([table, (await client.query(`select 1 from ${table} where ${key} = $1`, [sessionId])).rowCount]).toEqual([table, 1]);
        const { rows } = await client.query<{ name: string }>('select attname as name from pg_attribute where attrelid = $1::regclass and attnum > 0 and not attisdropped', [table]);
        expect(rows.length).toBeGreaterThan(5);
        const statements = [...rows.map(({ name }) => `update ${table} set "${name}" = "${name}" where ${key} = $1`), ...rows.map(({ name }) => `update ${table} set "${name}" = null where ${key} = $1`), `delete from ${table} where ${key} = $1`];
        for (const statement of statements) {
          tried += 1;
          const refusal = await client.query(statement, [sessionId]).then(() => `${role} may: ${statement}`, ({ code }: { code: string }) => code);
          expect([statement, refusal]).toEqual([statement, '42501']);
        }
      }
      await client.end();
    }
    expect(tried).toBeGreaterThan(300);
    expect(expectStatus(await clinician.get(path), 200)).toEqual(before);
  });
});
