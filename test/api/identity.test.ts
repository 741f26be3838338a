import { setTimeout as wait } from 'node:timers/promises';
import { deactivateStaff } from '../../src/identity/staff.service.js';
import { expectStatus, type Caller } from '../support/caller.js';
import { startService, TEST_PASSWORD, type Service, type TestClinic } from '../support/service.js';

describe('who may come in, and until when', () => {
  let service: Service;
  let clinic: TestClinic;

  beforeAll(async () => {
    service = await startService();
  });
  beforeEach(async () => {
    clinic = await service.newClinic();
  });
  afterAll(() => service.stop());

  const logIn = (email: string, password = TEST_PASSWORD) => service.anyone().post('/v1/auth/login', { email, password });

  it('answers an unknown address and a wrong password alike', async () => {
    const unknown = await logIn('nobody@test.example');
    const wrong = await logIn(clinic.staff.clinician.email, 'not the password');
    for (const answer of [unknown, wrong]) expect(expectStatus(answer, 401).code).toBe('bad-credentials');
    expect({ ...unknown.body, requestId: '' }).toEqual({ ...wrong.body, requestId: '' });
  });

  it('takes an address in any case, and no other password', async () => {
    const { user, expiresIn, tokenType } = expectStatus(await logIn(clinic.staff.operator.email.toUpperCase()), 200);
    expect({ roles: user.roles, clinicId: user.clinicId, expiresIn, tokenType }).toEqual({ roles: ['operator'], clinicId: clinic.id, expiresIn: 3600, tokenType: 'Bearer' });
  });

  it('rotates refresh tokens, and ends the whole login when a spent one comes back', async () => {
    const first = expectStatus(await logIn(clinic.staff.clinician.email), 200);
    const second = expectStatus(await service.anyone().post('/v1/auth/refresh', { refreshToken: first.refreshToken }), 200);
    expect(second.refreshToken).not.toBe(first.refreshToken);
    expectStatus(await service.anyone(second.accessToken).get('/v1/auth/me'), 200);
    expectStatus(await service.anyone().post('/v1/auth/refresh', { refreshToken: first.refreshToken }), 401);
    expectStatus(await service.anyone().post('/v1/auth/refresh', { refreshToken: second.refreshToken }), 401);
    expectStatus(await service.anyone(second.accessToken).get('/v1/auth/me'), 401);
    const { items } = expectStatus(await clinic.as('auditor').get('/v1/audit-events?action=login.refresh-reused'), 200);
    expect(items).toHaveLength(1);
    process.stdout.write('    a refresh token used twice: 1 family revoked (both refresh tokens and the access token refused), 1 entry in the trail\n');
  });

  it('lets only one of twenty parallel refreshes through', async () => {
    const { refreshToken } = expectStatus(await logIn(clinic.staff.clinician.email), 200);
    const answers = await Promise.all(Array.from({ length: 20 }, () => service.anyone().post('/v1/auth/refresh', { refreshToken })));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(answers.filter(({ status }) => status === 401)).toHaveLength(19);
  });

  it('forgets a login with the next request after logout', async () => {
    const { accessToken } = expectStatus(await logIn(clinic.staff.clinician.email), 200);
    const caller = service.anyone(accessToken);
    expectStatus(await caller.post('/v1/auth/logout'), 204);
    expectStatus(await caller.get('/v1/auth/me'), 401);
  });

  it('shuts out whoever is deactivated, and takes a role away, with the next request', async () => {
    const admin = clinic.as('admin');
    expectStatus(await admin.post(`/v1/staff/${clinic.staff.operator.id}/deactivate`), 200);
    expectStatus(await clinic.as('operator').get('/v1/auth/me'), 401);
    expectStatus(await logIn(clinic.staff.operator.email), 401);
    expectStatus(await admin.patch(`/v1/staff/${clinic.staff.clinician.id}`, { roles: ['front-desk'] }), 200);
    expectStatus(await clinic.as('clinician').get('/v1/protocols'), 401);
    const again: Caller = await service.logIn(clinic.staff.clinician.email);
    expectStatus(await again.get('/v1/protocols'), 403);
  });

  it('never leaves a clinic without an admin', async () => {
    const admin = clinic.as('admin');
    expect(expectStatus(await admin.post(`/v1/staff/${clinic.staff.admin.id}/deactivate`), 409).code).toBe('last-admin');
    expect(expectStatus(await admin.patch(`/v1/staff/${clinic.staff.admin.id}`, { roles: ['auditor'] }), 409).code).toBe('last-admin');
    expectStatus(await admin.get('/v1/auth/me'), 200);
  });

  it('nor when two admins end each other’s access at the same moment', async () => {
    const { id } = clinic.staff.clinician2;
    expectStatus(await clinic.as('admin').patch(`/v1/staff/${id}`, { roles: ['admin'] }), 200);
    const colleague = await service.logIn(clinic.staff.clinician2.email);
    const asker = { clinicId: clinic.id, staffId: clinic.staff.admin.id, requestId: 'test', ip: undefined };
    const other = await service.database.work(asker, async (work) => {
      await deactivateStaff(work, id);
      const answer = colleague.post(`/v1/staff/${clinic.staff.admin.id}/deactivate`);
      await wait(300);
      return { answer };
    });
    expect(expectStatus(await other.answer, 409).code).toBe('last-admin');
    expectStatus(await clinic.as('admin').get('/v1/auth/me'), 200);
  });

  it('lets nobody change their own roles, and keeps that they tried', async () => {
    const colleague = { email: `second-admin-${clinic.id}@test.example`, displayName: 'Second admin', roles: ['admin'], password: 'a password for the second' };
    const { id } = expectStatus(await clinic.as('admin').post('/v1/staff', colleague), 201);
    const own = clinic.staff.admin.id;
    expect(expectStatus(await clinic.as('admin').patch(`/v1/staff/${own}`, { roles: ['admin', 'clinician'] }), 403).code).toBe('own-roles');
    expect(expectStatus(await clinic.as('admin').get(`/v1/staff/${own}`), 200).roles).toEqual(['admin']);
    expectStatus(await clinic.as('admin').patch(`/v1/staff/${own}`, { displayName: 'A. Admin', roles: ['admin'] }), 200);
    const refused = expectStatus(await clinic.as('auditor').get('/v1/audit-events?action=access.refused'), 200).items;
    expect(refused[0]).toMatchObject({ actorId: own, subjectId: own, changes: { code: { to: 'own-roles' }, roles: { to: ['admin', 'clinician'] } } });
    expectStatus(await clinic.as('admin').patch(`/v1/staff/${id}`, { roles: ['admin', 'auditor'] }), 200);
  });

  it('asks who works at several clinics with one password which it is to be', async () => {
    const other = await service.newClinic();
    const password = 'the same at both of them';
    for (const where of [clinic, other]) expectStatus(await where.as('admin').post('/v1/staff', { email: 'both@test.example', displayName: 'At both', roles: ['operator'], password }), 201);
    const asked = await logIn('both@test.example', password);
    expect(expectStatus(asked, 409)).toMatchObject({ code: 'several-clinics', clinicIds: expect.arrayContaining([clinic.id, other.id]) });
    expectStatus(await logIn('both@test.example', 'not the password'), 401);
    for (const { id } of [clinic, other]) {
      const { user } = expectStatus(await service.anyone().post('/v1/auth/login', { email: 'both@test.example', password, clinicId: id }), 200);
      expect(user.clinicId).toBe(id);
    }
    expectStatus(await service.anyone().post('/v1/auth/login', { email: 'both@test.example', password, clinicId: clinic.staff.admin.id }), 401);
  });

  it('ends a login that nobody has used for an hour, or that is as old as a login may be', async () => {
    const { refreshToken } = expectStatus(await logIn(clinic.staff.auditor.email), 200);
    service.clock.advanceMinutes(59);
    const next = expectStatus(await service.anyone().post('/v1/auth/refresh', { refreshToken }), 200);
    service.clock.advanceMinutes(61);
    expect(expectStatus(await service.anyone().post('/v1/auth/refresh', { refreshToken: next.refreshToken }), 401).code).toBe('refresh-token-spent');
    service.clock.advanceMinutes(-120);
  });

  it('changes a password for whoever knows the old one, and ends the other logins', async () => {
    const elsewhere = await service.logIn(clinic.staff.clinician.email);
    const here = clinic.as('clinician');
    expectStatus(await here.post('/v1/auth/change-password', { currentPassword: 'wrong', newPassword: 'a new and longer one' }), 401);
    expect(expectStatus(await here.post('/v1/auth/change-password', { currentPassword: TEST_PASSWORD, newPassword: 'short' }), 400).errors[0].pointer).toBe('/newPassword');
    expectStatus(await here.post('/v1/auth/change-password', { currentPassword: TEST_PASSWORD, newPassword: 'a new and longer one' }), 204);
    expectStatus(await elsewhere.get('/v1/auth/me'), 401);
    expectStatus(await here.get('/v1/auth/me'), 200);
    expectStatus(await logIn(clinic.staff.clinician.email, 'a new and longer one'), 200);
  });

  it('keeps an address to one person of a clinic, and leaks nothing about other clinics', async () => {
    const other = await service.newClinic();
    const newcomer = { email: other.staff.clinician.email, displayName: 'Same address', roles: ['operator'], password: 'another password 123' };
    expectStatus(await clinic.as('admin').post('/v1/staff', newcomer), 201);
    expect(expectStatus(await clinic.as('admin').post('/v1/staff', newcomer), 409).code).toBe('duplicate-email');
    expect(expectStatus(await logIn(newcomer.email, 'another password 123'), 200).user.clinicId).toBe(clinic.id);
    expect(expectStatus(await logIn(newcomer.email), 200).user.clinicId).toBe(other.id);
  });

  it('lets a token run out', async () => {
    const caller = await service.logIn(clinic.staff.auditor.email);
    expectStatus(await caller.get('/v1/auth/me'), 200);
    service.clock.advanceMinutes(61);
    expectStatus(await caller.get('/v1/auth/me'), 401);
    service.clock.advanceMinutes(-61);
  });

  it('shows people where they are logged in, and lets them end their own logins alone', async () => {
    const { email } = clinic.staff.operator;
    const elsewhere = await service.logIn(email);
    const here = clinic.as('operator');
    const { items } = expectStatus(await here.get('/v1/auth/sessions'), 200);
    expect(items.map(({ current }: { current: boolean }) => current)).toEqual([false, true]);
    const theirs = expectStatus(await clinic.as('clinician').get('/v1/auth/sessions'), 200).items[0].id;
    expectStatus(await here.delete(`/v1/auth/sessions/${theirs}`), 404);
    expectStatus(await here.delete(`/v1/auth/sessions/${items[0].id}`), 204);
    expectStatus(await elsewhere.get('/v1/auth/me'), 401);
    expectStatus(await here.get('/v1/auth/me'), 200);
    expect(expectStatus(await clinic.as('auditor').get('/v1/audit-events?action=login.ended'), 200).items).toHaveLength(1);
  });
});
