import { Secret, TOTP } from 'otpauth';
import { expectStatus, type Answered, type Caller } from '../support/caller.js';
import { startService, TEST_PASSWORD, type Service, type TestClinic } from '../support/service.js';
import { completedSession } from '../support/world.js';

describe('a second factor', () => {
  let service: Service;
  let clinic: TestClinic;

  beforeAll(async () => {
    service = await startService();
  });
  beforeEach(async () => {
    clinic = await service.newClinic();
  });
  afterAll(() => service.stop());

  const logIn = (email: string, otp?: string, password = TEST_PASSWORD): Promise<Answered> =>
    service.anyone().post('/v1/auth/login', { email, password, ...(otp !== undefined && { otp }) });
  const codeOf = (secret: string): string => new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: service.clock.nowMs() });
  /** Codes are good once: the next one comes with the next half minute. */
  const nextCodeOf = (secret: string): string => {
    service.clock.advanceMinutes(0.5);
    return codeOf(secret);
  };
  const setUp = async (caller: Caller): Promise<{ secret: string; recoveryCodes: string[] }> => {
    const { secret } = expectStatus(await caller.post('/v1/auth/mfa/enrol'), 200);
    const { recoveryCodes } = expectStatus(await caller.post('/v1/auth/mfa/confirm', { otp: nextCodeOf(secret) }), 200);
    return { secret, recoveryCodes };
  };
  const trail = async (action: string): Promise<number> => expectStatus(await clinic.as('auditor').get(`/v1/audit-events?action=${action}`), 200).items.length as number;

  it('is asked for from its first good code on, and takes a code once', async () => {
    const { email } = clinic.staff.clinician;
    const caller = clinic.as('clinician');
    const { secret, otpauthUri } = expectStatus(await caller.post('/v1/auth/mfa/enrol'), 200);
    expect(otpauthUri).toContain(`secret=${secret}`);
    expectStatus(await logIn(email), 200);
    expect(expectStatus(await caller.post('/v1/auth/mfa/confirm', { otp: '000000' }), 401).code).toBe('bad-credentials');
    const { recoveryCodes } = expectStatus(await caller.post('/v1/auth/mfa/confirm', { otp: codeOf(secret) }), 200);
    expect(recoveryCodes).toHaveLength(10);

    expect(expectStatus(await logIn(email), 401).code).toBe('otp-required');
    expect(expectStatus(await logIn(email, undefined, 'not the password'), 401).code).toBe('bad-credentials');
    expect(expectStatus(await logIn(email, codeOf(secret)), 401).code).toBe('bad-credentials');
    const otp = nextCodeOf(secret);
    const twice = await Promise.all([logIn(email, otp), logIn(email, otp), logIn(email, otp)]);
    expect(twice.map(({ status }) => status).sort()).toEqual([200, 401, 401]);
    expectStatus(await caller.get('/v1/auth/me'), 200);
    expect([await trail('second-factor.begun'), await trail('second-factor.set-up')]).toEqual([1, 1]);
    expect(await trail('login.failed')).toBe(4);
  });

  it('can be stood in for by each recovery code once', async () => {
    const { email } = clinic.staff.operator;
    const { recoveryCodes } = await setUp(clinic.as('operator'));
    expectStatus(await logIn(email, recoveryCodes[0]?.toUpperCase()), 200);
    expectStatus(await logIn(email, recoveryCodes[0]), 401);
    const { accessToken } = expectStatus(await logIn(email, recoveryCodes[1]), 200);
    const caller = service.anyone(accessToken);
    expect(expectStatus(await caller.get('/v1/auth/mfa'), 200)).toEqual({ enabled: true, required: false, recoveryCodesLeft: 8 });
    const renewed = expectStatus(await caller.post('/v1/auth/mfa/recovery-codes', { password: TEST_PASSWORD }), 200).recoveryCodes as string[];
    expectStatus(await logIn(email, recoveryCodes[2]), 401);
    expectStatus(await logIn(email, renewed[0]), 200);
    expect(await trail('second-factor.recovery-code-used')).toBe(3);
  });

  it('ends the logins that were opened without it, and is kept sealed', async () => {
    const elsewhere = await service.logIn(clinic.staff.clinician.email);
    const { secret, recoveryCodes } = await setUp(clinic.as('clinician'));
    expectStatus(await elsewhere.get('/v1/auth/me'), 401);
    const rows = await service.database.read({ clinicId: clinic.id, staffId: undefined, requestId: 'test', ip: undefined }, async (reader) =>
      JSON.stringify([await reader.many({ text: 'select * from second_factors', values: [] } as never), await reader.many({ text: 'select * from recovery_codes', values: [] } as never)]));
    expect(rows).toContain(clinic.staff.clinician.id);
    expect(rows).not.toContain(secret);
    expect(rows).not.toContain(recoveryCodes[0]);
  });

  it('can be demanded of roles: whoever has none can do nothing but set one up', async () => {
    const admin = clinic.as('admin');
    expectStatus(await admin.patch('/v1/security-settings', { secondFactorRoles: ['operator'] }), 200);
    expectStatus(await clinic.as('operator').get('/v1/patients'), 401);
    expectStatus(await clinic.as('clinician').get('/v1/patients'), 200);
    const login = expectStatus(await logIn(clinic.staff.operator.email), 200);
    expect(login.secondFactorRequired).toBe(true);
    const limited = service.anyone(login.accessToken);
    expect(expectStatus(await limited.get('/v1/patients'), 403).code).toBe('second-factor-required');
    expectStatus(await limited.get('/v1/auth/me'), 200);
    await setUp(limited);
    expect(expectStatus(await limited.get('/v1/patients'), 403).code).toBe('second-factor-required');
    const refreshed = expectStatus(await service.anyone().post('/v1/auth/refresh', { refreshToken: login.refreshToken }), 200);
    expect(refreshed.secondFactorRequired).toBe(false);
    expectStatus(await service.anyone(refreshed.accessToken).get('/v1/patients'), 200);
    expect(expectStatus(await limited.post('/v1/auth/mfa/disable'), 409).code).toBe('second-factor-required');
  });

  it('and security settings want a proof of the last five minutes', async () => {
    const admin = clinic.as('admin');
    await setUp(admin);
    service.clock.advanceMinutes(6);
    expect(expectStatus(await admin.post('/v1/auth/mfa/disable'), 403).code).toBe('confirmation-required');
    expect(expectStatus(await admin.patch('/v1/security-settings', { secondFactorRoles: [] }), 403).code).toBe('confirmation-required');
    expectStatus(await admin.post('/v1/auth/confirm', { password: 'not the password' }), 401);
    expectStatus(await admin.patch('/v1/security-settings', { secondFactorRoles: [] }), 403);
    expectStatus(await admin.post('/v1/auth/confirm', { password: TEST_PASSWORD }), 204);
    expectStatus(await admin.patch('/v1/security-settings', { secondFactorRoles: ['front-desk'] }), 200);
    expectStatus(await admin.post('/v1/auth/mfa/disable'), 204);
    expectStatus(await logIn(clinic.staff.admin.email), 200);
    expect(await trail('staff.confirmation-failed')).toBe(1);
  });

  it('stops whoever tries codes with a stolen token', async () => {
    const caller = clinic.as('clinician2');
    const statuses: number[] = [];
    for (let n = 0; n < 7; n += 1) statuses.push((await caller.post('/v1/auth/confirm', { password: `guess number ${n} of many` })).status);
    expect(statuses).toEqual([401, 401, 401, 401, 401, 429, 429]);
    expect(await trail('login.throttled')).toBe(1);
  });

  it('signs a session as well as the password does', async () => {
    const clinician = clinic.as('clinician');
    const { sessionId } = await completedSession(service, clinic);
    const { secret } = await setUp(clinician);
    expectStatus(await clinician.post(`/v1/sessions/${sessionId}/sign`, { meaning: 'reviewed', otp: '000000' }), 401);
    expectStatus(await clinician.post(`/v1/sessions/${sessionId}/sign`, { meaning: 'reviewed' }), 400);
    const key = { 'idempotency-key': 'sign-1' };
    const otp = nextCodeOf(secret);
    expectStatus(await clinician.post(`/v1/sessions/${sessionId}/sign`, { meaning: 'reviewed', otp }, key), 200);
    expectStatus(await clinician.post(`/v1/sessions/${sessionId}/sign`, { meaning: 'reviewed', otp }, key), 200);
  });
});
