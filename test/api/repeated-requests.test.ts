import { createHash } from 'node:crypto';
import { request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import pg from 'pg';
import { Jobs } from '../../src/platform/jobs/jobs.js';
import { sql } from '../../src/platform/database/sql.js';
import { expectStatus, type Json } from '../support/caller.js';
import { startService, TEST_PASSWORD, type Service, type TestClinic } from '../support/service.js';
import { completedSession, courseReadyToStart, laterOn, newPatient } from '../support/world.js';

describe('an answer that is asked for again by its key', () => {
  let service: Service;
  let clinic: TestClinic;

  beforeAll(async () => {
    service = await startService();
  });
  beforeEach(async () => {
    clinic = await service.newClinic();
  });
  afterAll(() => service.stop());

  const key = (name: string): Record<string, string> => ({ 'idempotency-key': name });
  const trail = async (action: string): Promise<Json[]> => expectStatus(await clinic.as('auditor').get(`/v1/audit-events?action=${action}&limit=200`), 200).items;
  const keptKeys = (): Promise<Json[]> =>
    service.database.read({ clinicId: clinic.id, staffId: undefined, requestId: 'test', ip: undefined }, (reader) => reader.many<Json>(sql`select key, fingerprint, body from idempotency_keys`));
  const medication = { name: 'Amitriptyline', dose: '25 mg', frequency: 'daily', startedOn: '2029-01-01' };

  it('is sent, and leaves an entry like any look at the record', async () => {
    const id = await newPatient(clinic);
    const path = `/v1/patients/${id}/medications`;
    const first = expectStatus(await clinic.as('clinician2').post(path, medication, key('one')), 201);
    const again = await clinic.as('clinician2').post(path, medication, key('one'));
    expect([again.status, again.headers['idempotency-replayed'], again.body]).toEqual([201, 'true', first]);
    expect(await trail('answer.repeated')).toMatchObject([{ actorId: clinic.staff.clinician2.id, patientId: id, changes: null }]);
    expect(await trail('medication.recorded')).toHaveLength(1);
  });

  it('is refused once the record is closed to whoever asks, under the id of a record that went, too', async () => {
    const [id, stays] = [await newPatient(clinic), await newPatient(clinic)];
    const ask = () => clinic.as('clinician2').post(`/v1/patients/${id}/medications`, medication, key('one'));
    expectStatus(await ask(), 201);
    expectStatus(await clinic.as('admin').post(`/v1/patients/${id}/restrict`, { reason: 'works here' }), 200);
    expect(expectStatus(await ask(), 403).code).toBe('restricted-record');
    expect(await trail('access.refused')).toMatchObject([{ actorId: clinic.staff.clinician2.id, patientId: id, changes: { action: { to: 'answer.repeated' } } }]);
    expectStatus(await clinic.as('clinician2').post(`/v1/patients/${id}/break-glass`, { reason: 'in need', password: TEST_PASSWORD }), 201);
    expectStatus(await ask(), 201);
    expectStatus(await clinic.as('admin').post(`/v1/patients/${id}/unrestrict`, { reason: 'over' }), 200);
    expectStatus(await clinic.as('admin').post(`/v1/patients/${id}/merge`, { intoPatientId: stays, reason: 'twice' }), 200);
    expectStatus(await ask(), 201);
    expectStatus(await clinic.as('admin').post(`/v1/patients/${stays}/restrict`, { reason: 'works here' }), 200);
    await laterOn(service, clinic, new Date(service.clock.nowMs() + 3_660_000).toISOString(), 'clinician2');
    expect(expectStatus(await ask(), 403).code).toBe('restricted-record');
  });

  it('of restricting, breaking the glass and merging is sent to whoever did it', async () => {
    const [id, stays] = [await newPatient(clinic), await newPatient(clinic)];
    for (const [role, path, body] of [
      ['admin', `/v1/patients/${id}/restrict`, { reason: 'works here' }],
      ['clinician2', `/v1/patients/${id}/break-glass`, { reason: 'in need', password: TEST_PASSWORD }],
      ['admin', `/v1/patients/${id}/unrestrict`, { reason: 'over' }],
      ['admin', `/v1/patients/${id}/merge`, { intoPatientId: stays, reason: 'twice' }],
    ] as const) {
      const first = await clinic.as(role).post(path, body, key('once'));
      expect(first.status).toBeLessThan(300);
      const again = await clinic.as(role).post(path, body, key('once'));
      expect([path, again.status, again.body]).toEqual([path, first.status, first.body]);
    }
  });

  it('is not sent to whoever may see less than when it was made, nor to whose access has ended', async () => {
    const { courseId } = await courseReadyToStart(service, clinic);
    const booking = { courseId, kind: 'treatment', startsAt: '2030-03-05T15:00:00Z' };
    const { clinician2 } = clinic.staff;
    expect(expectStatus(await clinic.as('clinician2').post('/v1/sessions', booking, key('one')), 201).prescribed).toBeDefined();
    const etag = (await clinic.as('admin').get(`/v1/staff/${clinician2.id}`)).headers['etag'] ?? '';
    expectStatus(await clinic.as('admin').send('PATCH', `/v1/staff/${clinician2.id}`, { roles: ['front-desk'] }, { 'if-match': etag }), 200);
    expectStatus(await clinic.as('clinician2').post('/v1/sessions', booking, key('one')), 401);
    const lower = await service.logIn(clinician2.email);
    expect(expectStatus(await lower.post('/v1/sessions', booking, key('one')), 403).code).toBe('forbidden');
    expectStatus(await clinic.as('admin').post(`/v1/staff/${clinician2.id}/deactivate`), 200);
    expectStatus(await lower.post('/v1/sessions', booking, key('one')), 401);
  });

  it('nor to a machine with a key of its maker that may do less', async () => {
    const id = await newPatient(clinic);
    const { key: secret } = expectStatus(await clinic.as('admin').post('/v1/api-keys', { name: 'desk', permissions: ['patients.write'] }), 201);
    const ask = (as: { post: typeof clinic.callers.admin.post }) => as.post('/v1/patients', { mrn: `K-${id.slice(-8)}`, givenName: 'Toni', familyName: 'Keyholder', birthDate: '1980-01-01', sexAtBirth: 'unknown', handedness: 'left' }, key('shared'));
    expectStatus(await ask(clinic.as('admin')), 201);
    expectStatus(await ask(service.anyone(secret)), 403);
  });

  it('keeps nothing of a password that could be guessed by, and another password is another request', async () => {
    const { sessionId } = await completedSession(service, clinic);
    const path = `/v1/sessions/${sessionId}/sign`;
    const body = { meaning: 'reviewed', password: TEST_PASSWORD };
    expectStatus(await clinic.as('clinician').post(path, body, key('sign')), 200);
    expectStatus(await clinic.as('clinician').post(path, body, key('sign')), 200);
    expect(expectStatus(await clinic.as('clinician').post(path, { ...body, password: 'another one' }, key('sign')), 422).code).toBe('idempotency-key-reused');
    const digest = createHash('sha256').update(path).update('\n').update(JSON.stringify(body)).digest('base64url');
    const kept = await keptKeys();
    expect(kept.map((one) => one.key)).toContain('sign');
    expect(kept.map(({ fingerprint }) => fingerprint)).not.toContain(digest);
  });

  it('is forgotten after two days, and the copy with it', async () => {
    await newPatient(clinic);
    const patient = { mrn: 'FORGET-ME', givenName: 'Robin', familyName: 'Quillfeather', birthDate: '1971-05-20', sexAtBirth: 'female', handedness: 'right' };
    expectStatus(await clinic.as('front-desk').post('/v1/patients', patient, key('old')), 201);
    service.clock.advanceMinutes(47 * 60);
    await service.app.get(Jobs).runNow('idempotency-keys');
    expect(await keptKeys()).toHaveLength(1);
    service.clock.advanceMinutes(2 * 60);
    await service.app.get(Jobs).runNow('idempotency-keys');
    expect(await keptKeys()).toEqual([]);
    service.clock.advanceMinutes(-49 * 60);
  });

  it('is not begun for whoever has hung up while it stood in a queue: they may have been refused elsewhere since', async () => {
    await service.app.listen(0, '127.0.0.1');
    const { port } = service.app.getHttpServer().address() as AddressInfo;
    const admin = clinic.as('admin');
    // What a transaction sees of others' doings is what it saw first: a second one watches.
    const [client, watcher] = [new pg.Client(service.databaseOfTest.superuserUrl), new pg.Client(service.databaseOfTest.superuserUrl)];
    await Promise.all([client.connect(), watcher.connect()]);
    // A second try with the same key is under way at another process, and will be refused.
    const twin = async (name: string) => {
      await client.query('begin');
      await client.query(`insert into idempotency_keys (clinic_id, staff_id, route, key, fingerprint, permissions, created_at) values ($1, $2, 'POST /v1/rooms', $3, '', '{}', now())`, [clinic.id, clinic.staff.admin.id, name]);
    };
    const queued = async (): Promise<boolean> => ((await watcher.query(`select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock' and query like '%insert into idempotency_keys%' and pid <> pg_backend_pid()`)).rowCount ?? 0) > 0;
    const until = async (reached: () => Promise<boolean>) => {
      for (let n = 0; n < 200 && !(await reached()); n += 1) await wait(20);
    };
    const rooms = async (): Promise<string[]> => expectStatus(await admin.get('/v1/rooms'), 200).items.map(({ name }: Json) => name);
    const body = (name: string) => JSON.stringify({ name });
    const ask = (name: string) => {
      const sent = request({ host: '127.0.0.1', port, method: 'POST', path: '/v1/rooms', headers: { authorization: `Bearer ${admin.token}`, 'content-type': 'application/json', 'content-length': body(name).length, ...key(name) } });
      sent.on('error', () => undefined).end(body(name));
      return sent;
    };
    for (const hangsUp of [false, true]) {
      const name = hangsUp ? 'left' : 'stayed';
      await twin(name);
      const sent = ask(name);
      await until(queued);
      expect(await queued()).toBe(true);
      if (hangsUp) {
        sent.destroy();
        // The news is on its way to the service; the lock goes only once it has it.
        await wait(200);
      }
      await client.query('rollback');
      await until(async () => !(await queued()));
      await wait(300);
    }
    await Promise.all([client.end(), watcher.end()]);
    expect(await rooms()).toEqual(expect.arrayContaining(['stayed']));
    expect(await rooms()).not.toContain('left');
    expect((await admin.post('/v1/rooms', { name: 'left' }, key('left'))).headers['idempotency-replayed']).toBeUndefined();
    expect(await rooms()).toContain('left');
  });
});
