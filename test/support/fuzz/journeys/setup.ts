import type { Journey } from '../stage.js';

const HOURS = [1, 2, 3, 4, 5].map((weekday) => ({ weekday, opens: '08:00', closes: '18:00' }));
const CHECK = { coilAndCableIntact: true, coolingWorks: true, selfTestPassed: true, testPulseGiven: true, roomReady: true };

/** The clinic itself: rules, calendars, devices, rooms. What is set here is what it was, so that journeys beside it find a clinic that works. */
export const setupJourneys: Record<string, Journey> = {
  async 'rules of the clinic'(on) {
    await on.change('admin', 'PATCH /v1/clinic', [], { name: 'A clinic', timeZone: 'America/New_York', openingHours: HOURS, slotMinutes: 15, turnoverMinutes: 10, protocolReview: 'none' });
    await on.change('admin', 'PUT /v1/clinic/alert-settings', [], { criticalMinutes: 60, warningMinutes: 4320, crisisResources: [{ name: 'A helpline', contact: '0800 111 0 111' }] });
    await on.change('admin', 'PUT /v1/clinic/diary-settings', [], { askAt: '19:00' });
    await on.change('admin', 'PUT /v1/clinic/measure-settings', [], { licensedByTopic: true, valueSet: 'us' });
    await on.change('admin', 'PUT /v1/clinic/reminders', [], { enabled: false, hoursBefore: [48, 2], templates: [] });
    await on.change('admin', 'PATCH /v1/booking-settings', [], { cancellationNoticeHours: 24, checkInClosesMinutes: null, startClosesMinutes: null });
    await on.change('clinician', 'PATCH /v1/delivery-settings', [], { signing: 'clinician', signatureDueHours: 72, coilAtLimit: 'warn' });
    await on.change('clinician', 'PATCH /v1/safety-limits', [], { limits: [], rationale: 'As the standard has it' });
  },

  async 'days of the clinic'(on) {
    const year = 2031 + Math.floor(Math.random() * 60);
    const closure = await on.do('admin', 'POST /v1/clinic/closures', [], { from: `${year}-12-24`, to: `${year}-12-26`, reason: 'Holidays' });
    await on.do('admin', 'GET /v1/clinic/closures/{id}', [closure.id]);
    await on.do('admin', 'DELETE /v1/clinic/closures/{id}', [closure.id]);
    const other = await on.do('admin', 'POST /v1/clinic/opening-exceptions', [], { date: `${year}-12-23`, intervals: [{ opens: '09:00', closes: '12:00' }], reason: 'Short' });
    await on.do('admin', 'GET /v1/clinic/opening-exceptions/{id}', [other.id]);
    await on.change('admin', 'PATCH /v1/clinic/opening-exceptions/{id}', [other.id], { reason: 'Shorter', intervals: [{ opens: '09:00', closes: '11:00' }] });
    await on.do('admin', 'DELETE /v1/clinic/opening-exceptions/{id}', [other.id]);
  },

  async 'a device and a room'(on) {
    const device = await on.do('admin', 'POST /v1/devices', [], { name: on.tag(), manufacturer: 'Example', model: 'Figure-8', modalities: ['rtms'] });
    await on.change('admin', 'PATCH /v1/devices/{id}', [device.id], { model: 'Another', status: 'in-service' });
    const check = await on.do('operator', 'POST /v1/devices/{id}/checks', [device.id], { items: CHECK });
    await on.do('operator', 'GET /v1/devices/{id}/checks/{checkId}', [device.id, check.id]);
    const downtime = await on.do('admin', 'POST /v1/devices/{id}/downtimes', [device.id], { startsAt: '2030-11-01T10:00:00Z', endsAt: '2030-11-01T12:00:00Z', reason: 'Service' });
    await on.do('admin', 'GET /v1/devices/{id}/downtimes/{downtimeId}', [device.id, downtime.id]);
    await on.do('admin', 'DELETE /v1/devices/{id}/downtimes/{downtimeId}', [device.id, downtime.id]);
    const room = await on.do('admin', 'POST /v1/rooms', [], { name: on.tag() });
    await on.change('admin', 'PATCH /v1/rooms/{id}', [room.id], { status: 'in-service' });
    const feed = await on.do('admin', 'POST /v1/calendars', [], { kind: 'device', subjectId: device.id });
    await on.do('admin', 'GET /v1/calendars/{id}', [feed.id]);
    const [, token = ''] = /\/v1\/calendars\/([\w.-]+)\.ics/.exec(JSON.stringify(feed)) ?? [];
    await on.do('nobody', 'GET /v1/calendars/{token}.ics', [token]);
    await on.do('admin', 'DELETE /v1/calendars/{id}', [feed.id]);
  },
};
