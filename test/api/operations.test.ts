import { expectStatus, type Json } from '../support/caller.js';
import { startService, TEST_NOW, type Service, type TestClinic } from '../support/service.js';
import { activeCourse, booked, completedSession, courseReadyToStart } from '../support/world.js';

let service: Service;
let clinic: TestClinic;
beforeAll(async () => {
  service = await startService();
});
beforeEach(async () => {
  service.clock.set(TEST_NOW);
  clinic = await service.newClinic();
});
afterAll(() => service.stop());

const operations = async (query = ''): Promise<Json> => expectStatus(await clinic.as('admin').get(`/v1/cohorts/operations${query}`), 200);

describe('operations', () => {
  it('counts use, no-shows, waiting and unsigned sessions', async () => {
    const done = await completedSession(service, clinic);
    const { courseId } = await courseReadyToStart(service, clinic);
    const missed = await booked(service, clinic, courseId, { startsAt: '2030-03-04T16:00:00Z' });
    service.clock.set('2030-03-04T17:00:00Z');
    clinic.callers['front-desk'] = await service.logIn(clinic.staff['front-desk'].email);
    expectStatus(await clinic.as('front-desk').post(`/v1/sessions/${missed.id}/no-show`, {}), 200);
    clinic.callers.admin = await service.logIn(clinic.staff.admin.email);
    const day = await operations('?from=2030-03-04&to=2030-03-04');
    expect(day).toMatchObject({ sessions: 2, noShow: { count: 1, total: 2, share: 0.5 }, adherence: { count: 1, total: 2 }, timeToFirstSession: { courses: 1, medianDays: 0 } });
    expect(day.unsignedSessions).toEqual([{ sessionId: done.sessionId, courseId: done.courseId, patientId: done.patientId, startsAt: TEST_NOW, days: 0 }]);
    const minutes = (Date.parse(done.session.endsAt) - Date.parse(done.session.startsAt)) / 60_000;
    expect(day.devices.map(({ openMinutes }: Json) => openMinutes)).toEqual([600, 600]);
    expect(day.devices.reduce((sum: number, { usedMinutes }: Json) => sum + usedMinutes, 0)).toBe(minutes);
    const used = day.devices.find(({ usedMinutes }: Json) => usedMinutes > 0).hours;
    expect(used.map(({ hour }: Json) => hour)).toEqual([8, 9, 10, 11, 12, 13, 14, 15, 16, 17]);
    expect(used.slice(0, 2)).toEqual([{ hour: 8, openMinutes: 60, usedMinutes: 0, percent: 0 }, { hour: 9, openMinutes: 60, usedMinutes: minutes, percent: Math.round((minutes * 1000) / 60) / 10 }]);
    expect(day.hours).toEqual([{ hour: 9, usedMinutes: minutes, sessions: 1 }]);
  });

  it('takes closures, weekends and downtimes off the opening hours, whatever the clocks do', async () => {
    expectStatus(await clinic.as('admin').post('/v1/clinic/closures', { from: '2030-03-12', to: '2030-03-12', reason: 'holiday' }), 201);
    expectStatus(await clinic.as('admin').post(`/v1/devices/${clinic.devices[0]}/downtimes`, { startsAt: '2030-03-11T11:00:00Z', endsAt: '2030-03-11T14:00:00Z', reason: 'service' }), 201);
    // Clocks go forward on Sunday the 10th: on Monday 08:00 is 12:00 UTC, so two of the three hours are open ones.
    const { devices } = await operations('?from=2030-03-09&to=2030-03-12');
    expect(devices.map(({ openMinutes }: Json) => openMinutes)).toEqual([480, 600]);
    expect(devices[0].hours.map(({ hour, openMinutes }: Json) => [hour, openMinutes])).toEqual([[8, 0], [9, 0], [10, 60], [11, 60], [12, 60], [13, 60], [14, 60], [15, 60], [16, 60], [17, 60]]);
  });

  it('counts the time of a session as open that a later downtime overlaps, so that nothing is used beyond it', async () => {
    const { session } = await completedSession(service, clinic);
    const minutes = (Date.parse(session.endsAt) - Date.parse(session.startsAt)) / 60_000;
    // From ten minutes after its beginning to noon.
    expectStatus(await clinic.as('admin').post(`/v1/devices/${session.deviceId}/downtimes`, { startsAt: '2030-03-04T14:10:00Z', endsAt: '2030-03-04T17:00:00Z', reason: 'Coil' }), 201);
    const { devices } = await operations('?from=2030-03-04&to=2030-03-04');
    const { hours, ...lane } = devices.find(({ deviceId }: Json) => deviceId === session.deviceId);
    expect(lane).toMatchObject({ openMinutes: 600 - 180 + minutes, usedMinutes: minutes });
    expect(hours.slice(1, 3)).toEqual([{ hour: 9, openMinutes: minutes, usedMinutes: minutes, percent: 100 }, { hour: 10, openMinutes: 0, usedMinutes: 0, percent: null }]);
  });

  it('keeps hours of single dates and public holidays, as the calendar does', async () => {
    const admin = clinic.as('admin');
    const before = expectStatus(await admin.get('/v1/clinic'), 200);
    expect(before.timeZone).toBe('America/New_York');
    // The 4th of July is a Thursday in 2030.
    const minutes = async (day: string): Promise<number[]> => (await operations(`?from=${day}&to=${day}`)).devices.map(({ openMinutes }: Json) => openMinutes);
    expect(await minutes('2030-07-04')).toEqual([600, 600]);
    expectStatus(await admin.patch('/v1/clinic', { publicHolidays: { country: 'US' } }), 200);
    expect(await minutes('2030-07-04')).toEqual([0, 0]);
    expectStatus(await admin.post('/v1/clinic/opening-exceptions', { date: '2030-07-04', intervals: [{ opens: '09:00', closes: '10:30' }], reason: 'urgent cases' }), 201);
    expectStatus(await admin.post('/v1/clinic/opening-exceptions', { date: '2030-07-06', intervals: [{ opens: '09:00', closes: '12:00' }], reason: 'a Saturday' }), 201);
    expectStatus(await admin.post('/v1/clinic/opening-exceptions', { date: '2030-07-08', intervals: [], reason: 'closed' }), 201);
    expect([await minutes('2030-07-04'), await minutes('2030-07-06'), await minutes('2030-07-08'), await minutes('2030-07-09')]).toEqual([[90, 90], [180, 180], [0, 0], [600, 600]]);
  });

  it('counts the wait from the referral, where that is on record', async () => {
    await completedSession(service, clinic, { referredOn: '2030-02-22' });
    expect((await operations('?from=2030-03-04&to=2030-03-04')).timeToFirstSession).toEqual({ courses: 1, withReferralDate: 1, medianDays: 10, lowerQuartileDays: 10, upperQuartileDays: 10 });
  });

  it('lists authorisations that run out', async () => {
    const { courseId, patientId } = await activeCourse(service, clinic);
    const authorise = async (changes: Json): Promise<Json> =>
      expectStatus(await clinic.as('clinician').post(`/v1/courses/${courseId}/authorisations`, { payer: 'P', reference: 'R', sessionsApproved: 30, validFrom: '2030-01-01', validTo: '2030-12-31', ...changes }), 201);
    await authorise({});
    const soon = await authorise({ validTo: '2030-03-18' });
    const few = await authorise({ sessionsApproved: 5 });
    const { authorisationsExpiring } = await operations();
    expect(authorisationsExpiring.map(({ authorisationId, patientId: whose }: Json) => [authorisationId, whose])).toEqual([[soon.id, patientId], [few.id, patientId]]);
  });

  it('refuses a period that ends before it begins', async () => {
    expectStatus(await clinic.as('admin').get('/v1/cohorts/operations?from=2030-03-05&to=2030-03-04'), 400);
    expectStatus(await clinic.as('operator').get('/v1/cohorts/operations'), 403);
  });
});
