import { decodeJwt, generateKeyPair, SignJWT, UnsecuredJWT } from 'jose';
import { expectStatus, type Json } from '../support/caller.js';
import { OpenIdIssuer, type Person } from '../support/openid-issuer.js';
import { startService, type Service, type TestClinic } from '../support/service.js';

describe('a trusted issuer of OpenID Connect', () => {
  let issuer: OpenIdIssuer;
  let service: Service;
  let clinic: TestClinic;

  beforeAll(async () => {
    issuer = await OpenIdIssuer.start(['tms-clinic', 'another-client']);
    service = await startService({ OIDC_ISSUER: issuer.url, OIDC_AUDIENCE: 'tms-clinic', OIDC_ROLES_CLAIM: 'realm_access.roles', OIDC_ROLE_MAP: 'doctors=clinician,technicians=operator,it=admin' });
    // The issuer lives in real time.
    service.clock.set(new Date().toISOString());
  });
  beforeEach(async () => {
    clinic = await service.newClinic();
  });
  afterAll(async () => {
    await service.stop();
    await issuer.stop();
  });

  const person = (email: string, facts: Partial<Person> = {}): Person => ({ email, email_verified: true, realm_access: { roles: ['doctors'] }, amr: ['pwd'], ...facts });
  const enter = (idToken: string, more: object = {}) => service.anyone().post('/v1/auth/oidc', { idToken, ...more });
  const tokenFor = (facts: Person, client = 'tms-clinic', options?: { tellsWhen: boolean }) => issuer.idTokenFor(facts, client, options);

  const failures = async (): Promise<string[]> => {
    const { items } = expectStatus(await clinic.as('auditor').get('/v1/audit-events?action=login.failed'), 200);
    return items.map(({ changes }: Json) => changes.wrong.to);
  };

  it('lets in whoever works here, once for each token', async () => {
    const idToken = await tokenFor(person(clinic.staff.clinician.email));
    const { accessToken, refreshToken, user } = expectStatus(await enter(idToken), 200);
    expect(user).toMatchObject({ id: clinic.staff.clinician.id, clinicId: clinic.id, roles: ['clinician'] });
    expectStatus(await service.anyone(accessToken).get('/v1/patients'), 200);
    expectStatus(await service.anyone().post('/v1/auth/refresh', { refreshToken }), 200);
    expectStatus(await enter(idToken), 401);
    expect(await failures()).toEqual(['spent-token']);
    expect(expectStatus(await clinic.as('auditor').get('/v1/audit-events?action=login.by-issuer'), 200).items).toHaveLength(1);
  });

  it('decides on roles by its claim, and ends what was given before', async () => {
    const before = clinic.as('operator');
    const { accessToken, user } = expectStatus(await enter(await tokenFor(person(clinic.staff.operator.email, { realm_access: { roles: ['technicians', 'doctors', 'football'] } }))), 200);
    expect([...user.roles].sort()).toEqual(['clinician', 'operator']);
    expectStatus(await before.get('/v1/patients'), 401);
    expectStatus(await service.anyone(accessToken).get('/v1/patients'), 200);
    expect(expectStatus(await enter(await tokenFor(person(clinic.staff.operator.email, { realm_access: { roles: ['football'] } }))), 403).code).toBe('no-role-here');
    expect(await failures()).toEqual(['no-role-here']);
    expect(expectStatus(await enter(await tokenFor(person(clinic.staff.admin.email))), 409).code).toBe('last-admin');
  });

  it('lets nobody in who does not work here, or no longer, or whose address is not verified', async () => {
    expectStatus(await enter(await tokenFor(person('stranger@elsewhere.example'))), 401);
    expectStatus(await enter(await tokenFor(person(clinic.staff.clinician2.email, { email_verified: false }))), 401);
    expectStatus(await clinic.as('admin').post(`/v1/staff/${clinic.staff.clinician2.id}/deactivate`), 200);
    expectStatus(await enter(await tokenFor(person(clinic.staff.clinician2.email))), 401);
  });

  it('is believed for its own tokens alone: not forged, unsigned, for another client, or old', async () => {
    const { email } = clinic.staff.clinician;
    const good = await tokenFor(person(email));
    const claims = decodeJwt(good);
    const { privateKey } = await generateKeyPair('RS256');
    const forged = await new SignJWT(claims).setProtectedHeader({ alg: 'RS256' }).sign(privateKey);
    const shared = await new SignJWT(claims).setProtectedHeader({ alg: 'HS256' }).sign(Buffer.from('a secret between the issuer and its client'));
    const unsigned = new UnsecuredJWT(claims).encode();
    const elsewhere = await tokenFor(person(email), 'another-client');
    const changed = `${good.slice(0, -6)}AAAAAA`;
    for (const bad of [forged, shared, unsigned, elsewhere, changed, 'nonsense']) expect(expectStatus(await enter(bad), 401).code).toBe('bad-credentials');
    service.clock.advanceMinutes(11);
    expectStatus(await enter(good), 401);
    service.clock.advanceMinutes(-11);
    expectStatus(await enter(good), 200);
  });

  it('stands for the second factor that a clinic demands where it saw one', async () => {
    expectStatus(await clinic.as('admin').patch('/v1/security-settings', { secondFactorRoles: ['clinician'] }), 200);
    const { email } = clinic.staff.clinician;
    const weak = expectStatus(await enter(await tokenFor(person(email))), 200);
    expect(weak.secondFactorRequired).toBe(true);
    const strong = expectStatus(await enter(await tokenFor(person(email, { amr: ['pwd', 'otp'] }))), 200);
    expect(strong.secondFactorRequired).toBe(false);
    expectStatus(await service.anyone(strong.accessToken).get('/v1/patients'), 200);
    const again = expectStatus(await service.anyone().post('/v1/auth/refresh', { refreshToken: strong.refreshToken }), 200);
    expect(again.secondFactorRequired).toBe(false);
  });

  it('is as fresh a proof as the issuer saw one, however new its token is', async () => {
    const { email } = clinic.staff.clinician;
    const enrol = async (facts: Partial<Person>, options?: { tellsWhen: boolean }) => {
      const { accessToken } = expectStatus(await enter(await tokenFor(person(email, facts), 'tms-clinic', options)), 200);
      return service.anyone(accessToken).post('/v1/auth/mfa/enrol');
    };
    expectStatus(await enrol({}), 200);
    expect(expectStatus(await enrol({ loggedInSecondsAgo: 3_600 }), 403).code).toBe('confirmation-required');
    expect(expectStatus(await enrol({}, { tellsWhen: false }), 403).code).toBe('confirmation-required');
    // What comes from the future is believed as now.
    expectStatus(await enrol({ loggedInSecondsAgo: -3_600 }), 200);
  });

  it('asks for the clinic where somebody works at several', async () => {
    const other = await service.newClinic();
    const { email } = clinic.staff.clinician;
    expectStatus(await other.as('admin').post('/v1/staff', { email, displayName: 'Here too', roles: ['clinician'] }), 201);
    const idToken = await tokenFor(person(email));
    expect(expectStatus(await enter(idToken), 409).clinicIds.sort()).toEqual([clinic.id, other.id].sort());
    expect(expectStatus(await enter(idToken, { clinicId: other.id }), 200).user.clinicId).toBe(other.id);
  });
});

describe('without a trusted issuer', () => {
  it('nobody is let in that way, and one that is down is told from a bad token', async () => {
    const [without, down] = await Promise.all([startService(), startService({ OIDC_ISSUER: 'http://127.0.0.1:9', OIDC_AUDIENCE: 'tms-clinic' })]);
    expectStatus(await without.anyone().post('/v1/auth/oidc', { idToken: 'nonsense' }), 404);
    expect(expectStatus(await down.anyone().post('/v1/auth/oidc', { idToken: 'nonsense' }), 503).code).toBe('issuer-unreachable');
    await Promise.all([without.stop(), down.stop()]);
  });
});
