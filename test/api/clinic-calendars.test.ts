import { expectStatus, type Json } from '../support/caller.js';
import { clinic, clinicForEachTest, service } from '../support/clinic-for-each.js';
import { activeCourse, booked, bookedSession, laterOn, routineDay } from '../support/world.js';

const at = (time: string, date = '2030-03-05'): string => new Date(`${date}T${time}:00-05:00`).toISOString();

clinicForEachTest();

const desk = () => clinic.as('front-desk');
const admin = () => clinic.as('admin');
const book = (courseId: string, changes: Json) => desk().post('/v1/sessions', { courseId, kind: 'treatment', ...changes });
const days = async (from: string, to: string): Promise<Json[]> => expectStatus(await desk().get(`/v1/clinic/days?from=${from}&to=${to}`), 200).days;

async function change(path: string, body: Json): Promise<Json> {
  const { headers } = await admin().get(path);
  return expectStatus(await admin().patch(path, body, { 'if-match': String(headers['etag']) }), 200);
}

describe('hours of single dates', () => {
  it('stand in place of the weekday’s, longer, shorter or in several stretches, and give way to a closure', async () => {
    const { courseId } = await activeCourse(service, clinic);
    const added = expectStatus(await admin().post('/v1/clinic/opening-exceptions', { date: '2030-03-05', intervals: [{ opens: '13:00', closes: '20:00' }, { opens: '09:00', closes: '11:00' }], reason: 'Stock-taking' }), 201);
    expect(added.intervals.map(({ opens }: Json) => opens)).toEqual(['09:00', '13:00']);
    expect((await book(courseId, { startsAt: at('08:00') })).body.code).toBe('outside-hours');
    expect((await book(courseId, { startsAt: at('12:00') })).body.code).toBe('outside-hours');
    expectStatus(await book(courseId, { startsAt: at('19:00') }), 201);
    expect((await days('2030-03-05', '2030-03-06')).map(({ because, name, open }) => [because, name, open.length])).toEqual([['exception', 'Stock-taking', 2], ['weekday', null, 1]]);
    expect(expectStatus(await admin().post('/v1/clinic/opening-exceptions', { date: '2030-03-05', intervals: [], reason: 'Again' }), 409).code).toBe('duplicate-date');
    await change(`/v1/clinic/opening-exceptions/${added.id}`, { intervals: [] });
    expect((await days('2030-03-05', '2030-03-05'))[0]).toMatchObject({ because: 'exception', open: [] });
    expectStatus(await admin().delete(`/v1/clinic/opening-exceptions/${added.id}`), 204);
    expect((await days('2030-03-05', '2030-03-05'))[0]).toMatchObject({ because: 'weekday' });
    expectStatus(await admin().post('/v1/clinic/opening-exceptions', { date: '2030-03-09', intervals: [{ opens: '09:00', closes: '12:00' }], reason: 'A Saturday' }), 201);
    expectStatus(await admin().post('/v1/clinic/closures', { from: '2030-03-09', to: '2030-03-09', reason: 'Water damage' }), 201);
    expect((await days('2030-03-09', '2030-03-09'))[0]).toMatchObject({ because: 'closure', name: 'Water damage', open: [] });
  });

  it('are refused where they cannot be, with a pointer', async () => {
    for (const [body, pointer] of [
      [{ date: '2030-03-05', intervals: [{ opens: '11:00', closes: '09:00' }], reason: 'x' }, '/intervals/0/closes'],
      [{ date: '2030-03-05', intervals: [{ opens: '09:00', closes: '11:00' }, { opens: '10:00', closes: '12:00' }], reason: 'x' }, '/intervals/1'],
    ] as [Json, string][]) {
      expect(expectStatus(await admin().post('/v1/clinic/opening-exceptions', body), 400).errors.map((fault: Json) => fault.pointer)).toEqual([pointer]);
    }
    expectStatus(await desk().post('/v1/clinic/opening-exceptions', { date: '2030-03-05', intervals: [], reason: 'x' }), 403);
    expect(expectStatus(await desk().get('/v1/clinic/days?from=2030-03-05&to=2031-06-05'), 400).errors[0].pointer).toBe('/to');
  });

  it('make up for a closed day of a course on a Saturday', async () => {
    const { courseId } = await activeCourse(service, clinic);
    expectStatus(await admin().post('/v1/clinic/closures', { from: '2030-03-08', to: '2030-03-08', reason: 'Training' }), 201);
    expectStatus(await admin().post('/v1/clinic/opening-exceptions', { date: '2030-03-09', intervals: [{ opens: '09:00', closes: '12:00' }], reason: 'Instead' }), 201);
    const plan = expectStatus(await desk().post(`/v1/courses/${courseId}/schedule`, { startDate: '2030-03-05', preferredTimes: ['10:00'], policy: 'skip', dryRun: true }), 200);
    expect(plan.sessions.slice(0, 4).map(({ startsAt }: Json) => startsAt.slice(0, 10))).toEqual(['2030-03-05', '2030-03-06', '2030-03-07', '2030-03-09']);
  });
});

describe('public holidays', () => {
  it('close the clinic by name once it has chosen a region, unless the date has hours of its own', async () => {
    const { courseId } = await activeCourse(service, clinic);
    expect((await days('2030-07-04', '2030-07-04'))[0].because).toBe('weekday');
    const changed = await change('/v1/clinic', { publicHolidays: { country: 'US', state: 'NY' } });
    expect(changed.publicHolidays).toEqual({ country: 'US', state: 'NY', region: null });
    expect((await days('2030-07-04', '2030-07-04'))[0]).toMatchObject({ because: 'public-holiday', name: 'Independence Day', open: [] });
    const refused = expectStatus(await book(courseId, { startsAt: '2030-07-04T14:00:00Z' }), 409);
    expect([refused.code, refused.detail]).toEqual(['clinic-closed', 'The clinic is closed on 2030-07-04: Independence Day.']);
    expect(expectStatus(await desk().get('/v1/day-board?date=2030-07-04'), 200)).toMatchObject({ closed: true, closureReason: 'Independence Day' });
    expectStatus(await admin().post('/v1/clinic/opening-exceptions', { date: '2030-07-04', intervals: [{ opens: '09:00', closes: '12:00' }], reason: 'Emergencies' }), 201);
    expectStatus(await book(courseId, { startsAt: '2030-07-04T14:00:00Z' }), 201);
    expect((await change('/v1/clinic', { publicHolidays: null })).publicHolidays).toBeNull();
    expect((await days('2030-12-25', '2030-12-25'))[0].because).toBe('weekday');
  });

  it('are those of a region that there is', async () => {
    const { headers } = await admin().get('/v1/clinic');
    for (const [region, pointer] of [[{ country: 'XX' }, '/publicHolidays/country'], [{ country: 'DE', state: 'ZZ' }, '/publicHolidays/state'], [{ country: 'DE', region: 'A' }, '/publicHolidays/state'], [{ country: 'DE', state: 'BY', region: 'ZZ' }, '/publicHolidays/region']] as [Json, string][]) {
      expect(expectStatus(await admin().patch('/v1/clinic', { publicHolidays: region }, { 'if-match': String(headers['etag']) }), 400).errors[0].pointer).toBe(pointer);
    }
  });
});

describe('what an operator may deliver', () => {
  it('decides who is given a session, by kind of treatment, coil and day', async () => {
    const { courseId } = await activeCourse(service, clinic);
    const [first, second] = [clinic.staff.operator.id, clinic.staff.operator2.id];
    expectStatus(await admin().post(`/v1/staff/${first}/competences`, { modality: 'itbs' }), 201);
    const competence = expectStatus(await admin().post(`/v1/staff/${second}/competences`, { modality: 'rtms', coilType: 'figure-8', validUntil: '2030-03-05' }), 201);
    expect(expectStatus(await admin().post(`/v1/staff/${second}/competences`, { modality: 'rtms', coilType: 'figure-8' }), 409).code).toBe('duplicate-competence');
    expect((await book(courseId, { startsAt: at('09:00') })).body.code).toBe('operator-not-qualified');
    await change(`/v1/devices/${clinic.devices[1]}`, { coilType: 'figure-8' });
    const slots = expectStatus(await desk().get(`/v1/availability?courseId=${courseId}&from=${at('09:00')}&to=${at('18:00', '2030-03-06')}`), 200).slots;
    expect(new Set(slots.map(({ deviceId, operatorId, startsAt }: Json) => [deviceId, operatorId, startsAt.slice(0, 10)].join(' ')))).toEqual(new Set([`${clinic.devices[1]} ${second} 2030-03-05`]));
    expect(expectStatus(await book(courseId, { startsAt: at('09:00') }), 201)).toMatchObject({ deviceId: clinic.devices[1], operatorId: second });
    const refused = expectStatus(await book(courseId, { startsAt: at('09:00', '2030-03-06') }), 409);
    expect([refused.code, refused.nearest]).toEqual(['operator-not-qualified', []]);
    await change(`/v1/staff/${second}/competences/${competence.id}`, { validUntil: null });
    expectStatus(await book(courseId, { startsAt: at('09:00', '2030-03-06') }), 201);
    const replanned = expectStatus(await desk().post('/v1/schedule/replan', { operatorId: second, from: at('00:00'), to: at('23:00', '2030-03-06'), reason: 'Ill', dryRun: true }), 200);
    expect(replanned.moved.map(({ to }: Json) => [to.operatorId, to.startsAt >= at('23:00', '2030-03-06')])).toEqual([[second, true], [second, true]]);
  });
});

describe('a device', () => {
  it('rests while its coil cools, and is kept free for its daily check', async () => {
    const device = clinic.devices[0] ?? '';
    const [one, two] = [await activeCourse(service, clinic), await activeCourse(service, clinic)];
    expect(expectStatus(await desk().get(`/v1/devices/${device}`), 200)).toMatchObject({ coolingMinutes: 0, coolingProvenance: 'design-default', dailyCheckMinutes: 0 });
    expect(await change(`/v1/devices/${device}`, { coolingMinutes: 30, dailyCheckMinutes: 20 })).toMatchObject({ coolingMinutes: 30, coolingProvenance: 'clinic', dailyCheckMinutes: 20 });
    expect((await book(one.courseId, { startsAt: at('08:15'), deviceId: device })).body).toMatchObject({ code: 'device-down', detail: 'That time of the day is kept for the daily check.' });
    const first = expectStatus(await book(one.courseId, { startsAt: at('08:30'), deviceId: device }), 201);
    const afterMinutes = (minutes: number): string => new Date(Date.parse(first.endsAt) + minutes * 60_000).toISOString();
    expect((await book(two.courseId, { startsAt: afterMinutes(29), deviceId: device })).body.code).toBe('slot-taken');
    expectStatus(await book(two.courseId, { startsAt: afterMinutes(30), deviceId: device }), 201);
  });

  it('that failed its check takes no more sessions that day, until it is found well', async () => {
    const { courseId } = await activeCourse(service, clinic);
    const items = { coilAndCableIntact: true, coolingWorks: true, selfTestPassed: true, testPulseGiven: true, roomReady: true };
    const check = (outcome: Json) => clinic.as('operator').post(`/v1/devices/${clinic.devices[0]}/checks`, { items: { ...items, ...outcome }, note: 'as seen' });
    expectStatus(await check({ coolingWorks: false }), 201);
    const refused = expectStatus(await book(courseId, { startsAt: at('15:00', '2030-03-04'), deviceId: clinic.devices[0] }), 409);
    expect([refused.code, refused.nearest[0]]).toEqual(['device-down', at('08:00')]);
    expect(expectStatus(await book(courseId, { startsAt: at('15:00', '2030-03-04') }), 201).deviceId).toBe(clinic.devices[1]);
    service.clock.advanceMinutes(1);
    expectStatus(await check({}), 201);
    expectStatus(await book((await activeCourse(service, clinic)).courseId, { startsAt: at('15:00', '2030-03-04'), deviceId: clinic.devices[0] }), 201);
  });
});

describe('a session that is given up', () => {
  it('is cancelled late when the patient gives less notice than the clinic asks, and proposes where it can be made up for', async () => {
    const { courseId } = await activeCourse(service, clinic);
    for (const date of ['2030-03-05', '2030-03-06', '2030-03-07']) await booked(service, clinic, courseId, { startsAt: at('10:30', date), operatorId: clinic.staff.operator2.id });
    const late = await booked(service, clinic, courseId, { startsAt: at('08:00', '2030-03-04').replace('13:00', '18:00') });
    expect(expectStatus(await desk().get(`/v1/sessions/${late.id}/make-up`), 200).slots).toEqual([]);
    const cancelled = expectStatus(await desk().post(`/v1/sessions/${late.id}/cancel`, { reason: 'Ill' }), 200);
    expect(cancelled).toMatchObject({ status: 'cancelled', cancelledLate: true });
    // Today is free again; the days with a session of their own are full; the usual time and operator come first.
    expect(cancelled.makeUp.map(({ startsAt, operatorId }: Json) => [startsAt, operatorId])).toEqual([at('10:30', '2030-03-04'), at('10:30', '2030-03-08'), '2030-03-11T14:30:00.000Z', '2030-03-12T14:30:00.000Z', '2030-03-13T14:30:00.000Z'].map((startsAt) => [startsAt, clinic.staff.operator2.id]));
    expect(expectStatus(await desk().get(`/v1/sessions/${late.id}/make-up?limit=2`), 200).slots).toEqual(cancelled.makeUp.slice(0, 2));
    const { endsAt: _end, ...place } = cancelled.makeUp[0];
    expect(expectStatus(await book(courseId, place), 201)).toMatchObject(place);
    const byClinic = await booked(service, clinic, courseId, { startsAt: at('08:00', '2030-03-08') });
    service.clock.set(at('12:00', '2030-03-07'));
    await laterOn(service, clinic, at('12:00', '2030-03-07'), 'front-desk', 'admin');
    expect(expectStatus(await desk().post(`/v1/sessions/${byClinic.id}/cancel`, { reason: 'Our device', by: 'clinic' }), 200).cancelledLate).toBe(false);
    const settings = await change('/v1/booking-settings', { cancellationNoticeHours: 2 });
    expect(settings).toMatchObject({ cancellationNoticeHours: 2, checkInClosesMinutes: null, startClosesMinutes: null, provenance: 'clinic', revision: 1 });
    const early = await booked(service, clinic, courseId, { startsAt: at('08:00', '2030-03-08') });
    expect(expectStatus(await desk().post(`/v1/sessions/${early.id}/cancel`, { reason: 'Ill' }), 200).cancelledLate).toBe(false);
  });
});

describe('a patient who comes late', () => {
  it('is checked in and treated days later, as long as the clinic sets no limit', async () => {
    const { sessionId } = await bookedSession(service, clinic);
    await laterOn(service, clinic, '2030-03-07T16:00:00.000Z', 'operator');
    expectStatus(await clinic.as('operator').post(`/v1/sessions/${sessionId}/check-in`, { answers: await routineDay(clinic) }), 200);
    expectStatus(await clinic.as('operator').post(`/v1/sessions/${sessionId}/start`), 200);
  });

  it('is checked in and treated until the clinic gives the place up; then the session is moved', async () => {
    const { sessionId } = await bookedSession(service, clinic);
    const answers = await routineDay(clinic);
    const operator = () => clinic.as('operator');
    await change('/v1/booking-settings', { checkInClosesMinutes: 120, startClosesMinutes: 240 });
    await laterOn(service, clinic, '2030-03-04T16:00:00.001Z', 'operator', 'admin', 'front-desk');
    expect(expectStatus(await operator().post(`/v1/sessions/${sessionId}/check-in`, { answers }), 409)).toMatchObject({ code: 'too-late', closedAt: '2030-03-04T16:00:00.000Z' });
    const { headers } = await admin().get('/v1/booking-settings');
    expect(expectStatus(await admin().patch('/v1/booking-settings', { checkInClosesMinutes: 300 }, { 'if-match': String(headers['etag']) }), 400).errors[0].pointer).toBe('/startClosesMinutes');
    expectStatus(await desk().post(`/v1/sessions/${sessionId}/reschedule`, { startsAt: '2030-03-04T16:15:00Z', reason: 'Traffic' }), 200);
    expectStatus(await operator().post(`/v1/sessions/${sessionId}/check-in`, { answers }), 200);
    await laterOn(service, clinic, '2030-03-04T20:15:00.001Z', 'operator');
    expect(expectStatus(await operator().post(`/v1/sessions/${sessionId}/start`), 409).code).toBe('too-late');
    service.clock.set('2030-03-04T20:15:00.000Z');
    expectStatus(await operator().post(`/v1/sessions/${sessionId}/start`), 200);
  });
});
