import { expectStatus } from '../support/caller.js';
import { startService, type Service, type TestClinic } from '../support/service.js';

describe('keys of machines', () => {
  let service: Service;
  let clinic: TestClinic;

  beforeAll(async () => {
    service = await startService();
  });
  beforeEach(async () => {
    clinic = await service.newClinic();
  });
  afterAll(() => service.stop());

  const make = async (body: object = {}) =>
    expectStatus(await clinic.as('admin').post('/v1/api-keys', { name: 'Portal', permissions: ['patients.read', 'patients.write'], ...body }), 201) as { id: string; key: string };
  const trail = async (action: string) => expectStatus(await clinic.as('auditor').get(`/v1/audit-events?action=${action}`), 200).items as Record<string, unknown>[];
  const PATIENT = { givenName: 'Robin', familyName: 'Machine', birthDate: '1980-02-03', sexAtBirth: 'female', mrn: 'M-1', handedness: 'right' };

  it('do what they were made for and nothing else, in the name of whoever made them', async () => {
    const { id, key } = await make();
    expect(key).toMatch(/^tms_/);
    const machine = service.anyone(key);
    expectStatus(await machine.get('/v1/patients'), 200);
    expectStatus(await machine.post('/v1/patients', PATIENT), 201);
    for (const path of ['/v1/sessions', '/v1/audit-events', '/v1/api-keys', '/v1/auth/me', '/v1/security-settings']) expectStatus(await machine.get(path), 403);
    expectStatus(await machine.post('/v1/staff', { email: 'x@test.example', displayName: 'X', roles: ['admin'] }), 403);
    const [entry] = await trail('patient.registered');
    expect(entry).toMatchObject({ actorKind: 'api-key', apiKeyId: id, actorId: clinic.staff.admin.id });
    expect(await trail('api-key.used')).toHaveLength(1);
    expect((await trail('api-key.made'))[0]).toMatchObject({ actorKind: 'staff', apiKeyId: null });
  });

  it('are shown once and kept as a digest', async () => {
    const idempotency = { 'idempotency-key': 'key-1' };
    const body = { name: 'Portal', permissions: ['patients.read'] };
    const { id, key } = expectStatus(await clinic.as('admin').post('/v1/api-keys', body, idempotency), 201);
    expect(expectStatus(await clinic.as('admin').post('/v1/api-keys', body, idempotency), 201)).toMatchObject({ id });
    const everything = [await clinic.as('admin').post('/v1/api-keys', body, idempotency), await clinic.as('admin').get(`/v1/api-keys/${id}`), await clinic.as('admin').get('/v1/api-keys')].map(({ text }) => text);
    everything.push(JSON.stringify(await trail('api-key.made')));
    everything.push(await service.database.read({ clinicId: clinic.id, staffId: undefined, requestId: 'test', ip: undefined }, async (reader) =>
      JSON.stringify([await reader.many({ text: 'select * from api_keys', values: [] } as never), await reader.many({ text: 'select * from idempotency_keys', values: [] } as never)])));
    for (const text of everything) expect(text).not.toContain(String(key).split('.')[2]);
  });

  it('end with the next request when revoked, and when they run out', async () => {
    const { id, key } = await make();
    const soon = await make({ expiresAt: '2030-03-04T15:00:00Z' });
    expectStatus(await service.anyone(soon.key).get('/v1/patients'), 200);
    service.clock.advanceMinutes(59);
    expectStatus(await service.anyone(soon.key).get('/v1/patients'), 200);
    service.clock.advanceMinutes(1);
    expectStatus(await service.anyone(soon.key).get('/v1/patients'), 401);
    service.clock.advanceMinutes(-60);
    expectStatus(await service.anyone(key).get('/v1/patients'), 200);
    expect(expectStatus(await clinic.as('admin').get(`/v1/api-keys/${id}`), 200).lastUsedAt).toBe(service.clock.now());
    expectStatus(await clinic.as('admin').delete(`/v1/api-keys/${id}`), 204);
    expectStatus(await service.anyone(key).get('/v1/patients'), 401);
    expectStatus(await clinic.as('admin').delete(`/v1/api-keys/${id}`), 204);
    expect(await trail('api-key.revoked')).toHaveLength(1);
  });

  it('never do more than their maker: not at first, not when roles go, not when access ends', async () => {
    const admin = clinic.as('admin');
    expect(expectStatus(await admin.post('/v1/api-keys', { name: 'Too much', permissions: ['patients.read', 'protocols.write'] }), 403).permissions).toEqual(['protocols.write']);
    expectStatus(await admin.post('/v1/api-keys', { name: 'For people', permissions: ['staff.write'] }), 400);
    expectStatus(await admin.post('/v1/api-keys', { name: 'Of the past', permissions: ['patients.read'], expiresAt: '2030-03-04T13:00:00Z' }), 400);
    expectStatus(await admin.patch(`/v1/staff/${clinic.staff.clinician.id}`, { roles: ['clinician', 'admin'] }), 200);
    const doctor = await service.logIn(clinic.staff.clinician.email);
    const { key } = expectStatus(await doctor.post('/v1/api-keys', { name: 'Protocols', permissions: ['protocols.write', 'protocols.read'] }), 201);
    expectStatus(await service.anyone(key).get('/v1/protocols'), 200);
    expectStatus(await admin.patch(`/v1/staff/${clinic.staff.clinician.id}`, { roles: ['front-desk'] }), 200);
    expectStatus(await service.anyone(key).get('/v1/protocols'), 403);
    expectStatus(await admin.post(`/v1/staff/${clinic.staff.clinician.id}/deactivate`), 200);
    expectStatus(await service.anyone(key).get('/v1/protocols'), 401);
  });

  it('are refused after their end, and leave one entry an hour with the reason and the address', async () => {
    const admin = clinic.as('admin');
    const [revoked, soon] = [await make(), await make({ expiresAt: '2030-03-04T14:10:00Z' })];
    expectStatus(await admin.patch(`/v1/staff/${clinic.staff.clinician2.id}`, { roles: ['admin'] }), 200);
    const maker = await service.logIn(clinic.staff.clinician2.email);
    const orphan = expectStatus(await maker.post('/v1/api-keys', { name: 'Of a colleague', permissions: ['patients.read'] }), 201) as { id: string; key: string };
    expectStatus(await admin.delete(`/v1/api-keys/${revoked.id}`), 204);
    expectStatus(await admin.post(`/v1/staff/${clinic.staff.clinician2.id}/deactivate`), 200);
    service.clock.advanceMinutes(10);
    const keys = [revoked, soon, orphan];
    for (const { key } of keys) for (let n = 0; n < 3; n += 1) expectStatus(await service.anyone(key).get('/v1/patients'), 401);
    // Whoever does not know the secret writes nothing into the trail.
    expectStatus(await service.anyone(`${revoked.key.slice(0, -3)}AAA`).get('/v1/patients'), 401);
    const entries = await trail('api-key.refused');
    const told = (entry: Record<string, unknown>): unknown[] => [entry['subjectId'], (entry['changes'] as { because: { to: string } }).because.to, entry['apiKeyId'], entry['actorKind'], entry['ip']];
    expect(entries.map(told).toSorted()).toEqual(keys.map(({ id }, at) => [id, ['revoked', 'expired', 'maker-deactivated'][at], id, 'api-key', '127.0.0.1']).toSorted());
    const elsewhere = await service.app.inject({ method: 'GET', url: '/v1/patients', headers: { authorization: `Bearer ${revoked.key}` }, remoteAddress: '203.0.113.9' });
    expect(elsewhere.statusCode).toBe(401);
    expect(await trail('api-key.refused')).toHaveLength(4);
    service.clock.advanceMinutes(-10);
  });

  it('keep what their maker still may when one of several roles goes', async () => {
    const admin = clinic.as('admin');
    expectStatus(await admin.patch(`/v1/staff/${clinic.staff.clinician.id}`, { roles: ['clinician', 'admin'] }), 200);
    const maker = await service.logIn(clinic.staff.clinician.email);
    const { key } = expectStatus(await maker.post('/v1/api-keys', { name: 'Two things', permissions: ['protocols.write', 'patients.read'] }), 201);
    expectStatus(await admin.patch(`/v1/staff/${clinic.staff.clinician.id}`, { roles: ['admin'] }), 200);
    expectStatus(await service.anyone(String(key)).get('/v1/patients'), 200);
    expectStatus(await service.anyone(String(key)).post('/v1/protocols', {}), 403);
  });

  it('open nothing of another clinic, and nothing when one character is wrong', async () => {
    const { key } = await make();
    const other = await service.newClinic();
    const [clinicPart, id, secret] = key.split('.');
    expectStatus(await service.anyone(`tms_${other.id}.${id}.${secret}`).get('/v1/patients'), 401);
    expectStatus(await service.anyone(`${clinicPart}.${id}.${secret?.startsWith('x') ? 'y' : 'x'}${secret?.slice(1)}`).get('/v1/patients'), 401);
    for (const odd of ['tms_', 'tms_..', `tms_${clinic.id}`, `${clinicPart}.${id}.`]) expectStatus(await service.anyone(odd).get('/v1/patients'), 401);
  });
});
