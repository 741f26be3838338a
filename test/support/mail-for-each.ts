import ICAL from 'ical.js';
import { Jobs } from '../../src/platform/jobs/jobs.js';
import { expectStatus, type Json } from './caller.js';
import { MailServer, type ReceivedMail } from './mail-server.js';
import { startService, TEST_NOW, type Service, type TestClinic } from './service.js';
import { bookedSession, type SessionOfCourse } from './world.js';

/** A mail server, and the service of a test file that sends by it. */
export let mail: MailServer;
export let service: Service;
/** A clinic of the running test's own. */
export let clinic: TestClinic;

/** One service for the whole file; for each test a clinic, at the usual hour, and nothing received. Call it once, first of all. */
export function mailForEachTest(from = 'no-reply@harbour.example'): void {
  beforeAll(async () => {
    mail = await MailServer.start();
    service = await startService({ SMTP_URL: mail.url, MAIL_FROM: from });
  });
  afterAll(async () => {
    await service.stop();
    await mail.stop();
  });
  beforeEach(async () => {
    mail.received.length = 0;
    service.clock.set(TEST_NOW);
    clinic = await service.newClinic();
  });
}

export async function remind(rules: Json): Promise<void> {
  const { headers } = await clinic.as('admin').get('/v1/clinic/reminders');
  expectStatus(await clinic.as('admin').put('/v1/clinic/reminders', rules, { 'if-match': headers['etag'] ?? '' }), 200);
}

export async function bookFor(startsAt: string, patient: Json = {}): Promise<SessionOfCourse> {
  const one = await bookedSession(service, clinic, {}, { startsAt });
  expectStatus(await clinic.as('front-desk').patch(`/v1/patients/${one.patientId}`, { email: `${one.patientId}@patients.example`, ...patient }), 200);
  return one;
}

export async function renameRoomOf(sessionId: string, name: string): Promise<void> {
  const { roomId } = expectStatus(await clinic.as('front-desk').get(`/v1/sessions/${sessionId}`), 200);
  const { headers } = await clinic.as('admin').get(`/v1/rooms/${roomId}`);
  expectStatus(await clinic.as('admin').patch(`/v1/rooms/${roomId}`, { name }, { 'if-match': String(headers['etag']) }), 200);
}

/** Looks for what is due, then sends. */
export async function run(): Promise<void> {
  await service.app.get(Jobs).runNow('reminders');
  await service.app.get(Jobs).runNow('outbox');
}

/** What a mail's invitation says, as a parser of another make reads it. */
export const invitationIn = ({ raw }: ReceivedMail): Json => {
  const part = raw.split(/\r\n--/).find((piece) => /Content-Type: text\/calendar/i.test(piece)) ?? '';
  const [head = '', ...rest] = part.split('\r\n\r\n');
  const body = rest.join('\r\n\r\n');
  const text = /base64/i.test(head) ? Buffer.from(body, 'base64').toString('utf8') : body.replace(/=\r\n/g, '').replace(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)));
  const calendar = new ICAL.Component(ICAL.parse(text));
  const event = new ICAL.Event(calendar.getFirstSubcomponent('vevent') ?? undefined);
  const sender = calendar.getFirstSubcomponent('vevent')?.getFirstProperty('organizer');
  const organizer = [sender?.getFirstValue(), sender?.getParameter('cn')];
  const attendees = event.attendees.map((attendee) => attendee.getFirstValue());
  return { organizer, attendees, method: calendar.getFirstPropertyValue('method'), uid: event.uid, sequence: event.sequence, start: event.startDate.toJSDate().toISOString() };
};
