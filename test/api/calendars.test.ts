import ICAL from 'ical.js';
import { expectStatus } from '../support/caller.js';
import { clinic, clinicForEachTest, service } from '../support/clinic-for-each.js';
import { bookedSession, routineDay } from '../support/world.js';

clinicForEachTest();

const issue = async (kind: string, subjectId: string) => expectStatus(await clinic.as('front-desk').post('/v1/calendars', { kind, subjectId }), 201);

/** The events of a feed, as a parser of another make reads them. */
async function eventsOf(token: string) {
  const answer = await service.anyone().get(`/v1/calendars/${token}.ics`);
  expect([answer.status, answer.headers['content-type']]).toEqual([200, 'text/calendar; charset=utf-8']);
  const calendar = new ICAL.Component(ICAL.parse(answer.text));
  return calendar.getAllSubcomponents('vevent').map((component) => {
    const event = new ICAL.Event(component);
    return { uid: event.uid, sequence: event.sequence, start: event.startDate.toJSDate().toISOString(), end: event.endDate.toJSDate().toISOString(), status: component.getFirstPropertyValue('status'), title: event.summary, place: event.location };
  });
}

describe('a calendar behind a secret link', () => {
  it('holds the sessions of its patient, device or operator, with their moves and cancellations', async () => {
    const { sessionId, session, patientId } = await bookedSession(service, clinic, {}, { startsAt: '2030-03-05T15:00:00Z' });
    const feeds = await Promise.all([issue('patient', patientId), issue('device', session.deviceId), issue('staff', session.operatorId)]);
    for (const { token } of feeds) {
      expect(await eventsOf(token)).toEqual([expect.objectContaining({ uid: `${sessionId}@appointments`, sequence: 0, start: '2030-03-05T15:00:00.000Z', end: session.endsAt, status: 'CONFIRMED' })]);
    }
    expectStatus(await clinic.as('front-desk').post(`/v1/sessions/${sessionId}/reschedule`, { startsAt: '2030-03-06T16:00:00Z', reason: 'asked for' }), 200);
    expect(await eventsOf(feeds[0].token)).toEqual([expect.objectContaining({ uid: `${sessionId}@appointments`, sequence: 1, start: '2030-03-06T16:00:00.000Z', status: 'CONFIRMED' })]);
    expectStatus(await clinic.as('front-desk').post(`/v1/sessions/${sessionId}/cancel`, { reason: 'ill' }), 200);
    expect(await eventsOf(feeds[0].token)).toEqual([expect.objectContaining({ sequence: 2, status: 'CANCELLED' })]);
  });

  it('tells when each was made and when it was revised last, so that whoever follows takes over what is newer', async () => {
    const { sessionId, patientId } = await bookedSession(service, clinic, {}, { startsAt: '2030-03-05T15:00:00Z' });
    const { token } = await issue('patient', patientId);
    const desk = clinic.as('front-desk');
    const stamps = async (): Promise<unknown[]> => {
      const { text } = await service.anyone().get(`/v1/calendars/${token}.ics`);
      const calendar = new ICAL.Component(ICAL.parse(text));
      // A calendar, no message: with a METHOD its DTSTAMP would be the time of asking (RFC 5545 3.8.7.2).
      expect(calendar.getFirstPropertyValue('method')).toBeNull();
      const [event] = calendar.getAllSubcomponents('vevent');
      const timeOf = (name: string): string => (event?.getFirstPropertyValue(name) as ICAL.Time).toJSDate().toISOString();
      return [timeOf('dtstamp'), timeOf('last-modified'), timeOf('created'), event?.getFirstPropertyValue('sequence')];
    };
    const [made, moved, gone] = ['2030-03-04T14:00:00.000Z', '2030-03-04T14:05:00.000Z', '2030-03-04T14:09:00.000Z'];
    expect(await stamps()).toEqual([made, made, made, 0]);
    service.clock.set(moved);
    expect(await stamps()).toEqual([made, made, made, 0]);
    expectStatus(await desk.post(`/v1/sessions/${sessionId}/reschedule`, { startsAt: '2030-03-05T16:00:00Z', reason: 'asked for' }), 200);
    service.clock.set(gone);
    expect(await stamps()).toEqual([moved, moved, made, 1]);
    expectStatus(await desk.post(`/v1/sessions/${sessionId}/cancel`, { reason: 'ill' }), 200);
    expect(await stamps()).toEqual([gone, gone, made, 2]);
  });

  it('counts every move, by hand, of a course and of a re-plan, and no check-in', async () => {
    const { sessionId, courseId, patientId, session } = await bookedSession(service, clinic, {}, { startsAt: '2030-03-05T15:00:00Z' });
    const { token } = await issue('patient', patientId);
    const desk = clinic.as('front-desk');
    const told = async (): Promise<unknown[]> => (await eventsOf(token)).map(({ uid, sequence, start, status }) => [uid, sequence, start, status]);
    expectStatus(await desk.post(`/v1/sessions/${sessionId}/reschedule`, { startsAt: '2030-03-05T16:00:00Z', reason: 'asked for' }), 200);
    expectStatus(await desk.post(`/v1/courses/${courseId}/reschedule`, { startDate: '2030-03-06', preferredTimes: ['10:00'], policy: 'all-or-nothing', reason: 'asked for' }), 200);
    expect(await told()).toEqual([[`${sessionId}@appointments`, 2, '2030-03-06T15:00:00.000Z', 'CONFIRMED']]);
    expectStatus(await desk.post('/v1/schedule/replan', { deviceId: session.deviceId, from: '2030-03-06T13:00:00Z', to: '2030-03-06T23:00:00Z', reason: 'Coil' }), 200);
    service.clock.set('2030-03-06T14:30:00Z');
    clinic.callers.operator = await service.logIn(clinic.staff.operator.email);
    expectStatus(await clinic.as('operator').post(`/v1/sessions/${sessionId}/check-in`, { answers: await routineDay(clinic) }), 200);
    expect(await told()).toEqual([[`${sessionId}@appointments`, 3, '2030-03-06T15:00:00.000Z', 'CONFIRMED']]);
  });

  it('keeps 09:00 on the wall at 09:00 when the clocks change', async () => {
    const { patientId, courseId } = await bookedSession(service, clinic, {}, { startsAt: '2030-03-08T14:00:00Z' });
    expectStatus(await clinic.as('front-desk').post('/v1/sessions', { courseId, kind: 'treatment', startsAt: '2030-03-11T13:00:00Z' }), 201);
    const { token } = await issue('patient', patientId);
    const onTheWall = (await eventsOf(token)).map(({ start }) => new Intl.DateTimeFormat('en-GB', { timeZone: 'America/New_York', timeStyle: 'short' }).format(Date.parse(start)));
    expect(onTheWall).toEqual(['09:00', '09:00']);
  });

  it('lets no name write into the calendar, and has all that it says of itself before its first event', async () => {
    const { headers } = await clinic.as('admin').get('/v1/clinic');
    expectStatus(await clinic.as('admin').patch('/v1/clinic', { name: 'Pain "Center", North; Inc\r\nX-EVIL:1\nBEGIN:VEVENT' }, { 'if-match': headers['etag'] ?? '' }), 200);
    const { patientId } = await bookedSession(service, clinic, {}, { startsAt: '2030-03-05T15:00:00Z' });
    const { token } = await issue('patient', patientId);
    const { text } = await service.anyone().get(`/v1/calendars/${token}.ics`);
    const calendar = new ICAL.Component(ICAL.parse(text));
    expect(calendar.getAllProperties().map(({ name }) => name)).toEqual(['version', 'prodid', 'name', 'x-wr-calname', 'x-wr-timezone', 'refresh-interval', 'x-published-ttl']);
    expect(calendar.getFirstPropertyValue('x-wr-timezone')).toBe('America/New_York');
    expect(calendar.getAllSubcomponents().map(({ name: kind }) => kind)).toEqual(['vevent']);
    expect(text.indexOf('X-WR-TIMEZONE')).toBeLessThan(text.indexOf('\r\nBEGIN:VEVENT'));
    for (const property of ['NAME', 'X-WR-CALNAME']) expect(text).toContain(`\r\n${property}:Pain "Center"\\, North\\; Inc X-EVIL:1 BEGIN:VEVENT\r\n`);
  });

  it('tells nobody who is treated for what', async () => {
    const { patientId, session } = await bookedSession(service, clinic);
    const patient = expectStatus(await clinic.as('front-desk').get(`/v1/patients/${patientId}`), 200);
    for (const { token } of [await issue('patient', patientId), await issue('device', session.deviceId), await issue('staff', session.operatorId)]) {
      const { text } = await service.anyone().get(`/v1/calendars/${token}.ics`);
      for (const word of [patient.familyName, patient.mrn, 'pain', 'tms', 'magnet', 'M1']) expect(text.toLowerCase()).not.toContain(String(word).toLowerCase());
    }
  });

  it('answers 404 alike for a link that is guessed, malformed, revoked or of somebody who left', async () => {
    const feed = await issue('staff', clinic.staff.operator2.id);
    const revoked = await issue('device', clinic.devices[0] ?? '');
    expectStatus(await clinic.as('front-desk').delete(`/v1/calendars/${revoked.id}`), 204);
    expectStatus(await clinic.as('front-desk').delete(`/v1/calendars/${revoked.id}`), 204);
    expect((await service.anyone().get(`/v1/calendars/${feed.token}.ics`)).status).toBe(200);
    expectStatus(await clinic.as('admin').post(`/v1/staff/${clinic.staff.operator2.id}/deactivate`, {}), 200);
    const other = await service.newClinic();
    const guessed = `${feed.token.slice(0, 33)}${'A'.repeat(43)}`;
    const foreign = `${other.id.replaceAll('-', '')}${feed.token.slice(32)}`;
    const answers = await Promise.all([feed.token, revoked.token, guessed, foreign, 'x', '%00', 'a'.repeat(190)].map((token) => service.anyone().get(`/v1/calendars/${token}.ics`)));
    const texts = answers.map(({ status, body }) => JSON.stringify({ ...body, status, instance: '', requestId: '' }));
    expect(new Set(texts).size).toBe(1);
    expect(answers[0]?.status).toBe(404);
  });

  it('is made only for somebody of the clinic, and its secret is kept nowhere', async () => {
    const other = await service.newClinic();
    expectStatus(await clinic.as('front-desk').post('/v1/calendars', { kind: 'device', subjectId: other.devices[0] }), 404);
    const { id, token } = await issue('device', clinic.devices[0] ?? '');
    const kept = JSON.stringify(expectStatus(await clinic.as('front-desk').get(`/v1/calendars/${id}`), 200)) + JSON.stringify(expectStatus(await clinic.as('auditor').get('/v1/audit-events'), 200));
    expect(kept).not.toContain(token.slice(33));
  });
});
