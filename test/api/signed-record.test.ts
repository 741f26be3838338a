import pg from 'pg';
import { verifyTrails } from '../../src/cli-audit.js';
import { expectStatus } from '../support/caller.js';
import { startService, TEST_PASSWORD, type Service, type TestClinic } from '../support/service.js';
import { completedSession, doseAsPrescribed, sessionInProgress } from '../support/world.js';

let service: Service;
let clinic: TestClinic;
beforeAll(async () => {
  service = await startService();
  clinic = await service.newClinic();
});
afterAll(() => service.stop());

/** What points to a session and is no part of its record. */
const BESIDE_THE_RECORD = {
  authorisation_uses: 'which authorisation paid for it: of the payer, not of what was given',
  reservations: 'the time that was kept before it was booked',
  session_notices: 'which mail about the booking was sent last',
  waitlist_entries: 'who waited for the time of the session',
};

/** The tables that hold the record of a session, by the catalogue: the sessions, and whatever has a foreign key to them. */
async function tablesOfTheRecord(client: pg.Client): Promise<Map<string, string>> {
  const { rows } = await client.query<{ name: string; key: string }>(`
    select c.conrelid::regclass::text as name, a.attname as key
    from pg_constraint c join pg_attribute a on a.attrelid = c.conrelid and a.attnum = c.conkey[2]
    where c.contype = 'f' and c.confrelid = 'sessions'::regclass`);
  return new Map([['sessions', 'id'], ...rows.filter(({ name }) => !Object.hasOwn(BESIDE_THE_RECORD, name)).map(({ name, key }) => [name, key] as const)]);
}

/** `npm run cli -- audit-verify --clinic=…`: what it ends with, and the line it prints. */
async function byCommand(): Promise<[boolean, unknown]> {
  const { write } = process.stdout;
  const lines: string[] = [];
  process.stdout.write = (line: string | Uint8Array) => lines.push(String(line)) > 0;
  try {
    const whole = await verifyTrails(service.app, clinic.id, undefined);
    return [whole, JSON.parse(lines.join(''))];
  } finally {
    process.stdout.write = write;
  }
}

describe('after the signature', () => {
  it('no column of any table of the record can be changed, and no row deleted, by the service’s role or the schema’s owner', async () => {
    const { sessionId, session } = await sessionInProgress(service, clinic);
    const [operator, clinician] = [clinic.as('operator'), clinic.as('clinician')];
    const path = `/v1/sessions/${sessionId}`;
    expectStatus(await operator.post(`${path}/progress`, { trains: 5 }), 201);
    expectStatus(await operator.post(`${path}/complete`, { delivered: doseAsPrescribed(session) }), 200);
    expectStatus(await operator.post(`${path}/adverse-events`, { category: 'headache', grade: 1, description: 'Mild' }), 201);
    const csv = `device,startedAt,trains,totalPulses\n${session.deviceId},${session.startedAt},30,3000\n`;
    const { rows: [row] } = expectStatus(await operator.post('/v1/device-files', { name: 'day.csv', format: 'csv', content: csv }), 201);
    expectStatus(await operator.post(`/v1/device-rows/${row.id}/confirm`, { sessionId }), 200);
    expectStatus(await clinician.post(`${path}/sign`, { meaning: 'reviewed', password: TEST_PASSWORD }), 200);
    expectStatus(await clinician.post(`${path}/addenda`, { text: 'Gone by noon', corrections: [{ field: '/delivered/trains', corrected: 29 }] }), 201);
    const before = expectStatus(await clinician.get(path), 200);

    let tried = 0;
    for (const role of ['service', 'owner']) {
      const client = new pg.Client(role === 'owner' ? service.databaseOfTest.ownerUrl : service.databaseOfTest.superuserUrl);
      await client.connect();
      if (role === 'service') await client.query('set role tms_service');
      await client.query(`select set_config('app.clinic_id', $1, false)`, [clinic.id]);
      const tables = await tablesOfTheRecord(client);
      expect([...tables.keys()].sort()).toEqual(['adverse_events', 'device_file_rows', 'session_addenda', 'session_checks', 'session_progress', 'session_signatures', 'sessions']);
      for (const [table, key] of tables) {
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
    expect(tried).toBeGreaterThan(350);
    expect(expectStatus(await clinician.get(path), 200)).toEqual(before);
  });

  it('a record that was changed all the same no longer carries its signature', async () => {
    const { sessionId } = await completedSession(service, clinic);
    const clinician = clinic.as('clinician');
    expectStatus(await clinician.post(`/v1/sessions/${sessionId}/sign`, { meaning: 'reviewed', password: TEST_PASSWORD }), 200);
    expectStatus(await clinician.post(`/v1/sessions/${sessionId}/addenda`, { text: 'Gone by noon' }), 201);
    const signatures = async () => expectStatus(await clinician.get(`/v1/sessions/${sessionId}/signatures`), 200);
    const { digest, signatures: [signed] } = await signatures();
    expect(signed).toMatchObject({ meaning: 'reviewed', recordDigest: digest, intact: true });
    expect(digest).toMatch(/^record-v1:[0-9a-f]{64}$/);

    const client = new pg.Client(service.databaseOfTest.superuserUrl);
    await client.connect();
    await client.query('set session_replication_role = replica');
    const tampered = async (statement: string) => {
      await client.query('begin');
      await client.query(statement, [sessionId]);
      await client.query('commit');
      return (await signatures()).signatures[0].intact;
    };
    expect(await tampered(`update sessions set delivered = jsonb_set(delivered, '{trains}', '29') where id = $1`)).toBe(false);
    expect(await tampered(`update sessions set delivered = jsonb_set(delivered, '{trains}', '30') where id = $1`)).toBe(true);
    expect(await tampered(`update session_checks set answered_at = answered_at - interval '1 minute' where session_id = $1`)).toBe(false);
    const everything = async () => expectStatus(await clinic.as('auditor').get('/v1/signatures/verify'), 200);
    expect(await everything()).toMatchObject({ ok: false, brokenInAll: 1, broken: [{ sessionId, meaning: 'reviewed', why: 'record-changed' }] });
    // The trail tells of no change, since there was none by the service; what the command says is told by the signatures.
    expect(await byCommand()).toEqual([false, expect.objectContaining({ clinicId: clinic.id, ok: false, signatures: expect.objectContaining({ ok: false, brokenInAll: 1 }) })]);
    expect(await tampered(`update session_checks set answered_at = answered_at + interval '1 minute' where session_id = $1`)).toBe(true);
    expect(await everything()).toMatchObject({ ok: true, brokenInAll: 0, broken: [] });
    expect(await byCommand()).toEqual([true, expect.objectContaining({ ok: true, signatures: expect.objectContaining({ ok: true, brokenInAll: 0 }) })]);
    expect(expectStatus(await clinic.as('operator').get('/v1/signatures/verify'), 403).code).toBe('forbidden');
    expect(await tampered(`update session_signatures set record_digest = 'signed before there was a form' where session_id = $1`)).toBeNull();
    expect(await everything()).toMatchObject({ ok: true, notRecomputable: 1 });
    await client.query('delete from session_signatures where session_id = $1', [sessionId]);
    expect(await everything()).toMatchObject({ ok: false, broken: [{ sessionId, meaning: null, why: 'signature-missing' }] });
    await client.query(`update sessions set status = 'completed' where id = $1`, [sessionId]);
    await client.end();
  });

  it('already the first of two signatures closes what was given', async () => {
    const own = await service.newClinic();
    const { headers } = await own.as('admin').get('/v1/delivery-settings');
    expectStatus(await own.as('admin').patch('/v1/delivery-settings', { signing: 'operator-and-clinician' }, { 'if-match': headers['etag'] ?? '' }), 200);
    const { sessionId } = await completedSession(service, own);
    expect(expectStatus(await own.as('operator').post(`/v1/sessions/${sessionId}/sign`, { meaning: 'delivered', password: TEST_PASSWORD }), 200).status).toBe('completed');
    const client = new pg.Client(service.databaseOfTest.superuserUrl);
    await client.connect();
    for (const change of ['delivered = null', `status = 'in-progress'`, `status = 'signed', delivered = null`]) {
      await expect(client.query(`update sessions set ${change} where id = $1`, [sessionId])).rejects.toMatchObject({ code: '42501' });
    }
    await client.end();
    expect(expectStatus(await own.as('clinician').post(`/v1/sessions/${sessionId}/sign`, { meaning: 'reviewed', password: TEST_PASSWORD }), 200).status).toBe('signed');
  });

  it('an addendum says what it corrects; the record keeps what it was', async () => {
    const own = await service.newClinic();
    const { sessionId } = await completedSession(service, own);
    const clinician = own.as('clinician');
    const path = `/v1/sessions/${sessionId}`;
    const before = expectStatus(await clinician.post(`${path}/sign`, { meaning: 'reviewed', password: TEST_PASSWORD }), 200);
    const corrections = [{ field: '/delivered/trains', corrected: 29 }, { field: '/delivered/coil', corrected: 'Figure-8 no. 2' }, { field: '/check/answers/fever', corrected: null }];
    const added = expectStatus(await clinician.post(`${path}/addenda`, { text: 'Counted again with the device.', corrections }), 201);
    const kept = [{ field: '/delivered/trains', original: 30, corrected: 29 }, { field: '/delivered/coil', original: null, corrected: 'Figure-8 no. 2' }, { field: '/check/answers/fever', original: false, corrected: null }];
    expect(added.corrections).toEqual(kept);
    const after = expectStatus(await clinician.get(path), 200);
    expect(after).toEqual({ ...before, addenda: [added] });
    expect(expectStatus(await clinician.get(`${path}/addenda/${added.id}`), 200)).toEqual(added);
    const refused = async (field: string, corrected: unknown): Promise<string> => expectStatus(await clinician.post(`${path}/addenda`, { text: 'No', corrections: [{ field, corrected }] }), 400).errors[0].code;
    expect(await refused('/patientId', 'another')).toBe('not-in-the-record');
    expect(await refused('/delivered/__proto__/x', 'another')).toBe('not-in-the-record');
    expect(await refused('delivered', 1)).toBe('not-in-the-record');
    expect(await refused('/delivered', 1)).toBe('not-one-value');
    expect(await refused('/delivered/trains', 30)).toBe('nothing-corrected');
    expect(await refused('/delivered/trains', 'thirty')).toBe('of-another-kind');
    expectStatus(await clinician.post(`${path}/addenda`, { text: 'No', corrections: [{ field: '/delivered/trains', corrected: { a: 1 } }] }), 400);
    expectStatus(await clinician.post(`${path}/addenda`, { text: 'No', corrections: [{ field: '/delivered/trains' }] }), 400);
  });
});
