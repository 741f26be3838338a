import { expectStatus, type Json } from '../support/caller.js';
import { startService, TEST_NOW, type Service, type TestClinic } from '../support/service.js';
import { checkedInSession, completedSession, doseAsPrescribed, laterOn, sessionInProgress } from '../support/world.js';

let service: Service;
let clinic: TestClinic;
beforeAll(async () => {
  service = await startService();
});
afterAll(() => service.stop());
beforeEach(async () => {
  service.clock.set(TEST_NOW);
  clinic = await service.newClinic();
});

const GOOD = { coilAndCableIntact: true, coolingWorks: true, selfTestPassed: true, testPulseGiven: true, roomReady: true };
const check = (device: string, body: Json) => clinic.as('operator').post(`/v1/devices/${device}/checks`, body);
const coils = async (device: string): Promise<Json[]> => expectStatus(await clinic.as('operator').get(`/v1/devices/${device}/coils`), 200).items;

describe('the daily check of a device', () => {
  it('is of the clinic’s day, and a failure says what was wrong', async () => {
    const [device = ''] = clinic.devices;
    await laterOn(service, clinic, '2030-03-05T03:30:00Z', 'operator', 'front-desk');
    const passed = expectStatus(await check(device, { items: GOOD }), 201);
    expect(passed).toMatchObject({ deviceId: device, onDate: '2030-03-04', outcome: 'passed', note: null, checkedBy: clinic.staff.operator.id });
    expect(expectStatus(await check(device, { items: { ...GOOD, coolingWorks: false } }), 400).errors[0].pointer).toBe('/note');
    const failed = expectStatus(await check(device, { items: { ...GOOD, coolingWorks: false }, note: 'Hot after ten pulses' }), 201);
    expect(failed.outcome).toBe('failed');
    expect(expectStatus(await clinic.as('operator').get(`/v1/devices/${device}/checks`), 200).items).toEqual([failed, passed]);
    expectStatus(await clinic.as('front-desk').post(`/v1/devices/${device}/checks`, { items: GOOD }), 403);
  });

  it('that failed lets nothing start until it was repeated', async () => {
    const { sessionId, session } = await checkedInSession(service, clinic);
    const start = () => clinic.as('operator').post(`/v1/sessions/${sessionId}/start`, {});
    expectStatus(await check(session.deviceId, { items: { ...GOOD, selfTestPassed: false }, note: 'Error 12' }), 201);
    expect(expectStatus(await start(), 409).code).toBe('device-failed-check');
    service.clock.advanceMinutes(1);
    expectStatus(await check(session.deviceId, { items: GOOD }), 201);
    expectStatus(await start(), 200);
  });
});

describe('the use of a coil', () => {
  it('is counted by what was given, stopped sessions included', async () => {
    const { session } = await completedSession(service, clinic);
    const given = session.delivered.totalPulses as number;
    expect(await coils(session.deviceId)).toMatchObject([{ name: 'standard', pulses: given, sessions: 1, pulseLimit: null, pulsesLeft: null }]);
    const stopped = await sessionInProgress(service, clinic, {}, { deviceId: clinic.devices[1], startsAt: '2030-03-04T14:00:00Z', operatorId: clinic.staff.operator2.id });
    const { intensityPercentRmt } = doseAsPrescribed(stopped.session);
    const pulses = 2 * (stopped.session.prescribed.pulsesPerTrain as number);
    const delivered = { intensityPercentRmt, trains: 2, totalPulses: pulses, coil: 'Figure-8 no. 4' };
    expectStatus(await clinic.as('operator').post(`/v1/sessions/${stopped.sessionId}/abort`, { reason: 'Patient asked', delivered }), 200);
    const [coil] = await coils(clinic.devices[1] ?? '');
    expect(coil).toMatchObject({ name: 'Figure-8 no. 4', pulses, sessions: 1 });
    const path = `/v1/devices/${clinic.devices[1]}/coils/${coil?.id}`;
    const answer = await clinic.as('operator').get(path);
    const limited = await clinic.as('admin').patch(path, { pulseLimit: 1_000_000 }, { 'if-match': answer.headers['etag'] ?? '' });
    expect(expectStatus(limited, 200)).toMatchObject({ pulseLimit: 1_000_000, pulsesLeft: 1_000_000 - pulses });
  });

  it('that has reached its limit is pointed out at check-in, and lets nothing start where the clinic wants that', async () => {
    const { session: first } = await completedSession(service, clinic);
    const [coil] = await coils(first.deviceId);
    const path = `/v1/devices/${first.deviceId}/coils/${coil?.id}`;
    const limit = async (pulseLimit: number): Promise<void> => {
      const { headers } = await clinic.as('admin').get(path);
      expectStatus(await clinic.as('admin').patch(path, { pulseLimit }, { 'if-match': headers['etag'] ?? '' }), 200);
    };
    await limit(3000);
    await laterOn(service, clinic, '2030-03-05T15:00:00.000Z', 'operator', 'operator2', 'front-desk', 'clinician', 'admin');
    const next = await checkedInSession(service, clinic, {}, { deviceId: first.deviceId, startsAt: service.clock.now() });
    expect(next.session.today.wornCoil).toEqual({ name: 'standard', pulses: 3000, pulseLimit: 3000 });
    const start = () => clinic.as('operator').post(`/v1/sessions/${next.sessionId}/start`, {});
    expectStatus(await clinic.as('admin').patch('/v1/delivery-settings', { coilAtLimit: 'refuse' }), 200);
    expect(expectStatus(await start(), 409)).toMatchObject({ code: 'coil-at-limit', coil: { name: 'standard', pulseLimit: 3000 } });
    await limit(3001);
    expectStatus(await start(), 200);
  });
});
