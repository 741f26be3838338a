import { generateKeyPair, exportJWK, SignJWT, decodeJwt, decodeProtectedHeader } from 'jose';
import type { AddressInfo } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { Secret, TOTP } from 'otpauth';
import pg from 'pg';
import { expectStatus, type Answered, type Caller, type Json } from '../support/caller.js';
import { startService, TEST_PASSWORD, type Service, type TestClinic } from '../support/service.js';
import { completedSession, newPatient } from '../support/world.js';

/** What a person with a good login may try beyond what is theirs, as far as no other test tries it. Two connections, so that clinics share them. */
describe('abuse of access', () => {
  let service: Service;
  let ours: TestClinic;
  let theirs: TestClinic;

  beforeAll(async () => {
    service = await startService({ DATABASE_POOL_SIZE: '2' });
    [ours, theirs] = [await service.newClinic(), await service.newClinic()];
  });
  afterAll(() => service.stop());

  const logIn = (email: string, more: Json = {}): Promise<Answered> => service.anyone().post('/v1/auth/login', { email, password: TEST_PASSWORD, ...more });
  const refresh = (refreshToken: string): Promise<Answered> => service.anyone().post('/v1/auth/refresh', { refreshToken });
  const PATIENT = { givenName: 'Robin', familyName: 'Abusable', birthDate: '1980-02-03', sexAtBirth: 'female', handedness: 'right' };
  /** What is told, less what differs with every request. */
  const told = ({ status, body }: Answered): Json => ({ status, ...body, instance: '', requestId: '' });

  it('a signature is of whoever is logged in, whatever body and headers say; where two are wanted, of two people', async () => {
    const clinic = await service.newClinic();
    const admin = clinic.as('admin');
    const { sessionId } = await completedSession(service, clinic);
    const sign = (by: Caller, meaning: string, more: Json = {}, headers: Record<string, string> = {}): Promise<Answered> =>
      by.post(`/v1/sessions/${sessionId}/sign`, { meaning, password: TEST_PASSWORD, ...more }, headers);
    const colleague = clinic.staff.clinician.id;
    expectStatus(await sign(clinic.as('operator'), 'delivered', { signedBy: colleague }), 400);
    expectStatus(await sign(clinic.as('operator2'), 'delivered', {}, { 'x-user-id': clinic.staff.operator.id, 'x-staff-id': clinic.staff.operator.id }), 403);
    const settings = await admin.get('/v1/delivery-settings');
    expectStatus(await admin.patch('/v1/delivery-settings', { signing: 'operator-and-clinician' }, { 'if-match': settings.headers['etag'] ?? '' }), 200);
    expectStatus(await admin.patch(`/v1/staff/${clinic.staff.operator.id}`, { roles: ['operator', 'clinician'] }), 200);
    const both = await service.logIn(clinic.staff.operator.email);
    expect(expectStatus(await sign(both, 'reviewed'), 403).code).toBe('not-your-signature');
    expect(expectStatus(await sign(both, 'delivered'), 200).status).toBe('completed');
    expect(expectStatus(await sign(both, 'reviewed'), 403).code).toBe('not-your-signature');
    expect(expectStatus(await sign(clinic.as('clinician'), 'reviewed'), 200).status).toBe('signed');
  });

  it('a refresh token opens nothing after logout, nor once access has ended', async () => {
    const clinic = await service.newClinic();
    const left = expectStatus(await logIn(clinic.staff.operator.email), 200);
    expectStatus(await service.anyone(left.accessToken).post('/v1/auth/logout'), 204);
    expectStatus(await refresh(left.refreshToken), 401);
    const gone = expectStatus(await logIn(clinic.staff.operator2.email), 200);
    expectStatus(await clinic.as('admin').post(`/v1/staff/${clinic.staff.operator2.id}/deactivate`), 200);
    expectStatus(await refresh(gone.refreshToken), 401);
  });

  it('no role stands above the clinic', async () => {
    for (const role of ['platform-admin', 'superuser', 'support', 'ADMIN']) {
      expectStatus(await ours.as('admin').post('/v1/staff', { email: 'above@test.example', displayName: 'Above', roles: [role] }), 400);
      expectStatus(await ours.as('admin').patch(`/v1/staff/${ours.staff.operator.id}`, { roles: [role] }), 400);
    }
  });

  it('the glass breaks for a reason, and over one record alone', async () => {
    const [one, other] = [await newPatient(ours), await newPatient(ours)];
    for (const id of [one, other]) expectStatus(await ours.as('admin').post(`/v1/patients/${id}/restrict`, { reason: 'works here' }), 200);
    const stranger = ours.as('clinician2');
    for (const reason of [undefined, '', '     ', null, 7]) expectStatus(await stranger.post(`/v1/patients/${one}/break-glass`, { reason, password: TEST_PASSWORD }), 400);
    expectStatus(await stranger.post(`/v1/patients/${one}/break-glass`, { reason: 'in need', password: TEST_PASSWORD, patientIds: [one, other] }), 400);
    expectStatus(await stranger.get(`/v1/patients/${one}`), 403);
    expectStatus(await stranger.post(`/v1/patients/${one}/break-glass`, { reason: 'in need', password: TEST_PASSWORD }), 201);
    expectStatus(await stranger.get(`/v1/patients/${one}`), 200);
    expectStatus(await stranger.get(`/v1/patients/${other}`), 403);
  });

  it('codes of a second factor cannot be tried one after another', async () => {
    const clinic = await service.newClinic();
    const { email } = clinic.staff['front-desk'];
    const { secret } = expectStatus(await clinic.as('front-desk').post('/v1/auth/mfa/enrol'), 200);
    const code = (): string => new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: service.clock.nowMs() });
    expectStatus(await clinic.as('front-desk').post('/v1/auth/mfa/confirm', { otp: code() }), 200);
    const statuses: number[] = [];
    for (let n = 0; n < 30; n += 1) statuses.push((await logIn(email, { otp: String(n).padStart(6, '0') })).status);
    expect(statuses).toEqual([...Array<number>(5).fill(401), ...Array<number>(25).fill(429)]);
  });

  it('a token is not believed for the key that it brings or names', async () => {
    const { privateKey, publicKey } = await generateKeyPair('EdDSA', { extractable: true });
    const good = ours.as('admin').token ?? '';
    const { kid } = decodeProtectedHeader(good);
    const jwk = await exportJWK(publicKey);
    const link = expectStatus(await ours.as('operator').post('/v1/self-report-links', { patientId: await newPatient(ours), measures: ['nrs-pain'] }), 201);
    const headers: Json[] = [{ kid: '../../dev/null' }, { kid: "x' or '1'='1" }, { kid: '__proto__' }, { kid, jku: 'http://127.0.0.1:9/keys' }, { kid, jwk }, { kid, x5u: 'http://127.0.0.1:9/x' }];
    const bad = await Promise.all(headers.map((header) => new SignJWT({ ...decodeJwt(good), exp: 1e99 }).setProtectedHeader({ alg: 'EdDSA', typ: 'at+jwt', ...header }).sign(privateKey)));
    expectStatus(await service.anyone(good).get('/v1/auth/me'), 200);
    for (const token of [...bad, String(link.token)]) for (const path of ['/v1/auth/me', '/v1/patients']) expectStatus(await service.anyone(token).get(path), 401);
  });

  it('an invitation is for whom and for the clinic it was made', async () => {
    const { invitationLink } = expectStatus(await ours.as('admin').post('/v1/staff', { email: 'invited@test.example', displayName: 'Invited', roles: ['operator'] }), 201);
    const token = /#token=([\w.-]+)/.exec(invitationLink)?.[1] ?? '';
    const accept = (body: Json): Promise<Answered> => service.anyone().post('/v1/auth/accept-invitation', { token, password: 'four words said aloud', ...body });
    for (const more of [{ email: 'else@test.example' }, { clinicId: theirs.id }, { roles: ['admin'] }]) expectStatus(await accept(more), 400);
    expect(expectStatus(await accept({ token: token.replace(ours.id, theirs.id) }), 410).code).toBe('link-spent');
    expectStatus(await accept({}), 204);
    expect(expectStatus(await logIn('invited@test.example', { password: 'four words said aloud' }), 200).user).toMatchObject({ clinicId: ours.id, roles: ['operator'] });
  });

  it('another clinic cannot be named: not in body, query, header or host, nor its rows in a filter', async () => {
    const patientId = await newPatient(theirs);
    const desk = ours.as('front-desk');
    expectStatus(await ours.as('admin').post('/v1/rooms', { name: 'Theirs', clinicId: theirs.id }), 400);
    expectStatus(await desk.get(`/v1/patients?clinicId=${theirs.id}`), 400);
    for (const [header, value] of [['x-clinic-id', theirs.id], ['x-tenant-id', theirs.id], ['host', `${theirs.id}.example`]] as const) {
      expect((await desk.get('/v1/patients?limit=200', { [header]: value })).text).not.toContain(patientId);
    }
    for (const list of ['sessions', 'courses', 'self-report-links', 'assessments']) {
      const caller = ours.as('clinician');
      expect(told(await caller.get(`/v1/${list}?patientId=${patientId}`))).toEqual(told(await caller.get(`/v1/${list}?patientId=${ours.staff.admin.id}`)));
    }
  });

  it('numbers and keys of one clinic mean nothing in another, and its size shows nowhere', async () => {
    const register = (clinic: TestClinic, headers = {}): Promise<Answered> => clinic.as('front-desk').post('/v1/patients', { ...PATIENT, mrn: 'SAME-1' }, headers);
    const key = { 'idempotency-key': 'the-same' };
    const [here, there] = [expectStatus(await register(ours, key), 201), expectStatus(await register(theirs, key), 201)];
    expect(here.id).not.toBe(there.id);
    expect(expectStatus(await register(ours, key), 201).id).toBe(here.id);
    const look = async (): Promise<Json> => {
      const { body, headers } = await ours.as('admin').get('/v1/rooms');
      return [body, headers['etag']];
    };
    const before = await look();
    for (let n = 0; n < 5; n += 1) {
      const { headers } = await theirs.as('admin').post('/v1/rooms', { name: `Canary of theirs ${n}` });
      expect(headers['location']).toMatch(/^\/v1\/rooms\/[0-9a-f-]{36}$/);
      expect(Object.keys(headers).filter((name) => /rate-?limit|total|count/i.test(name))).toEqual([]);
    }
    expect(await look()).toEqual(before);
  });

  it('nothing of one clinic stays on a connection that the other gets: 200 requests in turn over two, some broken off', async () => {
    await service.app.listen(0, '127.0.0.1');
    const address = `http://127.0.0.1:${(service.app.getHttpServer().address() as AddressInfo).port}`;
    for (const clinic of [ours, theirs]) expectStatus(await clinic.as('admin').post('/v1/rooms', { name: `Canary ${clinic.id}` }), 201);
    const wrong: string[] = [];
    let [whole, broken] = [0, 0];
    const one = async (n: number): Promise<void> => {
      const [clinic, other] = n % 2 === 0 ? [ours, theirs] : [theirs, ours];
      const caller = clinic.as('admin');
      if (n % 5 === 1) expectStatus(await caller.post('/v1/rooms', { name: '' }), 400);
      if (n % 5 === 2) expectStatus(await caller.get(`/v1/rooms/${other.rooms[0]}`), 404);
      try {
        const signal = n % 5 === 3 ? AbortSignal.timeout(1 + (n % 9)) : null;
        const text = await (await fetch(`${address}/v1/rooms?limit=200`, { headers: { authorization: `Bearer ${caller.token}` }, signal })).text();
        whole += 1;
        if (!text.includes(`Canary ${clinic.id}`) || text.includes(`Canary ${other.id}`)) wrong.push(text.slice(0, 300));
      } catch {
        broken += 1;
      }
    };
    // As many at once as a queue for two connections holds with ease.
    for (let n = 0; n < 200; n += 10) await Promise.all(Array.from({ length: 10 }, (_, more) => one(n + more)));
    expect(wrong).toEqual([]);
    expect(whole).toBeGreaterThanOrEqual(160);
    process.stdout.write(`    200 requests of two clinics over two connections: ${whole} answered, ${broken} broken off, 0 of the other clinic\n`);
  });

  it('a look at a patient’s link uses nothing up and is kept nowhere; the total is the service’s to compute', async () => {
    const { token, url } = expectStatus(await ours.as('operator').post('/v1/self-report-links', { patientId: await newPatient(ours), measures: ['gad-7'] }), 201);
    for (let n = 0; n < 3; n += 1) {
      for (const path of [`/v1/self-report/${token}`, new URL(url).pathname]) {
        const { status, headers } = await service.anyone().get(path);
        expect([status, headers['cache-control'], headers['referrer-policy']]).toEqual([200, 'no-store', 'no-referrer']);
      }
    }
    const answers = { q1: 3, q2: 3, q3: 3, q4: 3, q5: 3, q6: 3, q7: 3 };
    const send = (body: Json): Promise<Answered> => service.anyone().post(`/v1/self-report/${token}`, body);
    for (const body of [{ answers: { ...answers, total: 0 } }, { answers, total: 0 }, { answers, score: 0 }, { answers: { ...answers, q7: -1 } }, { answers: { ...answers, q7: 1.5 } }]) expectStatus(await send(body), 400);
    expectStatus(await send({ answers }), 201);
  });

  it('nothing is done or shown that the trail cannot hold, and what is written after the clock went back is found', async () => {
    const clinic = await service.newClinic();
    const patientId = await newPatient(clinic);
    const superuser = new pg.Client(service.databaseOfTest.superuserUrl);
    await superuser.connect();
    await superuser.query(`create function trail_is_full() returns trigger language plpgsql as $$ begin raise exception 'full' using errcode = '53100'; end $$`);
    await superuser.query('create trigger trail_is_full before insert on audit_entries for each row execute function trail_is_full()');
    const changed = await clinic.as('admin').post('/v1/rooms', { name: 'Unrecorded' });
    const shown = await clinic.as('clinician').get(`/v1/patients/${patientId}`);
    await superuser.query('drop trigger trail_is_full on audit_entries');
    await superuser.end();
    for (const answer of [changed, shown]) expect([answer.status, answer.headers['retry-after'] !== undefined]).toEqual([503, true]);
    expect((await clinic.as('admin').get('/v1/rooms')).text).not.toContain('Unrecorded');
    await waitUntilSealed(clinic);
    service.clock.advanceMinutes(-120);
    expectStatus(await clinic.as('admin').post('/v1/rooms', { name: 'Two hours ago' }), 201);
    service.clock.advanceMinutes(120);
    await waitUntilSealed(clinic);
    expect(expectStatus(await clinic.as('auditor').get('/v1/audit/verify'), 200)).toMatchObject({ ok: false, firstBroken: { kind: 'back-dated' } });
  });

  /** An entry is sealed once no older transaction of the whole server is under way; other tests have theirs. */
  const waitUntilSealed = async (clinic: TestClinic): Promise<void> => {
    for (let tries = 0; tries < 100; tries += 1) {
      const verdict = expectStatus(await clinic.as('auditor').get('/v1/audit/verify'), 200);
      if (!verdict.ok || verdict.sealedThrough === verdict.events) return;
      await wait(100);
    }
  };
});
