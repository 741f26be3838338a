import { expectStatus } from '../support/caller.js';
import { startService, type Service, type TestClinic } from '../support/service.js';

describe('the clinic and what it owns', () => {
  let service: Service;
  let clinic: TestClinic;

  beforeAll(async () => {
    service = await startService();
    clinic = await service.newClinic();
  });
  afterAll(() => service.stop());

  it('shows its hours, and changes them for whoever saw the present state', async () => {
    const admin = clinic.as('admin');
    const before = await admin.get('/v1/clinic');
    expect(expectStatus(before, 200)).toMatchObject({ timeZone: 'America/New_York', slotMinutes: 15, turnoverMinutes: 10 });
    const changed = await admin.patch('/v1/clinic', { turnoverMinutes: 5 });
    expect(expectStatus(changed, 200).turnoverMinutes).toBe(5);
    expectStatus(await admin.patch('/v1/clinic', { turnoverMinutes: 15 }, { 'if-match': before.headers['etag'] ?? '' }), 412);
    expectStatus(await admin.send('PATCH', '/v1/clinic', { turnoverMinutes: 15 }), 428);
  });

  it('refuses hours that cannot be, each with a pointer', async () => {
    const refused = await clinic.as('admin').patch('/v1/clinic', {
      timeZone: 'Europe/Nowhere',
      openingHours: [{ weekday: 1, opens: '09:00', closes: '08:00' }, { weekday: 8, opens: '9:00', closes: '18:00' }],
    });
    expect(expectStatus(refused, 400).errors.map((e: { pointer: string }) => e.pointer)).toEqual(['/openingHours/1/weekday', '/openingHours/1/opens']);
    const zone = await clinic.as('admin').patch('/v1/clinic', { timeZone: 'Europe/Nowhere', openingHours: [{ weekday: 1, opens: '09:00', closes: '08:00' }] });
    expect(expectStatus(zone, 400).errors.map((e: { pointer: string }) => e.pointer)).toEqual(['/timeZone', '/openingHours/0/closes']);
  });

  it('adds a room once for one idempotency key', async () => {
    const admin = clinic.as('admin');
    const first = await admin.post('/v1/rooms', { name: 'Quiet room' }, { 'idempotency-key': 'room-1' });
    const again = await admin.post('/v1/rooms', { name: 'Quiet room' }, { 'idempotency-key': 'room-1' });
    expect(expectStatus(first, 201)).toEqual(expectStatus(again, 201));
    expect(again.headers['idempotency-replayed']).toBe('true');
    expect(first.headers['location']).toBe(`/v1/rooms/${first.body.id}`);
    expectStatus(await admin.post('/v1/rooms', { name: 'Other room' }, { 'idempotency-key': 'room-1' }), 422);
    expect(expectStatus(await admin.post('/v1/rooms', { name: 'Quiet room' }), 409).code).toBe('duplicate-name');
  });

  it('belongs to itself: another clinic’s rooms are not there', async () => {
    const other = await service.newClinic();
    expectStatus(await clinic.as('admin').get(`/v1/rooms/${other.rooms[0]}`), 404);
    expectStatus(await clinic.as('admin').send('PATCH', `/v1/rooms/${other.rooms[0]}`, { bogus: 1 }), 404);
    expectStatus(await clinic.as('admin').get('/v1/rooms/not-an-id'), 404);
    const names = expectStatus(await clinic.as('admin').get('/v1/rooms'), 200).items.map((room: { id: string }) => room.id);
    expect(names).not.toContain(other.rooms[0]);
  });

  it('lets only an admin set it up', async () => {
    expectStatus(await clinic.as('front-desk').post('/v1/rooms', { name: 'Mine' }), 403);
    expectStatus(await service.anyone().post('/v1/rooms', { name: 'Mine' }), 401);
  });

  it('tells the auditor what was changed', async () => {
    const { items } = expectStatus(await clinic.as('auditor').get('/v1/audit-events?action=clinic.changed'), 200);
    expect(items[0].changes).toEqual({ turnoverMinutes: { from: 10, to: 5 } });
    expect(items[0].actorId).toBe(clinic.staff.admin.id);
  });
});
