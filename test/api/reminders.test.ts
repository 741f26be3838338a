import { expectStatus } from '../support/caller.js';
import { bookFor, clinic, invitationIn, mail, mailForEachTest, remind, renameRoomOf, run, service } from '../support/mail-for-each.js';
import { MailServer, type ReceivedMail } from '../support/mail-server.js';
import { past } from '../support/many-courses.js';
import { bookedSession } from '../support/world.js';

mailForEachTest();

const subjectOf = ({ raw }: ReceivedMail): string => /^Subject: (.*(?:\r\n .*)*)/m.exec(raw)?.[1] ?? '';
describe('reminders', () => {
  it('leave at the hours the clinic set, once each, with an invitation', async () => {
    await remind({ enabled: true, hoursBefore: [48, 3] });
    const { sessionId } = await bookFor('2030-03-07T15:00:00Z');
    await run();
    expect(mail.received).toHaveLength(0);
    service.clock.set('2030-03-05T15:00:00Z');
    await Promise.all([run(), run()]);
    await run();
    expect(mail.received).toHaveLength(1);
    expect(subjectOf(mail.received[0]!)).toContain('Thursday, March 7, 2030');
    expect(MailServer.textOf(mail.received[0]!)).toContain('at 10:00');
    expect(invitationIn(mail.received[0]!)).toMatchObject({ method: 'REQUEST', uid: `${sessionId}@appointments`, sequence: 0, start: '2030-03-07T15:00:00.000Z' });
    service.clock.set('2030-03-07T12:00:01Z');
    await run();
    expect(mail.received).toHaveLength(2);
    service.clock.set('2030-03-07T14:59:00Z');
    await run();
    expect(mail.received).toHaveLength(2);
  });

  it('come from the clinic whatever it is called', async () => {
    const { headers } = await clinic.as('admin').get('/v1/clinic');
    expectStatus(await clinic.as('admin').patch('/v1/clinic', { name: 'Pain "Center", North; Inc' }, { 'if-match': headers['etag'] ?? '' }), 200);
    await remind({ enabled: true, hoursBefore: [48] });
    await bookFor('2030-03-05T15:00:00Z');
    await run();
    expect(invitationIn(mail.received[0]!).organizer).toEqual(['mailto:no-reply@harbour.example', "Pain 'Center', North; Inc"]);
  });

  it('tell of a move and of a cancellation after a reminder, and only then', async () => {
    await remind({ enabled: true, hoursBefore: [24] });
    const told = await bookFor('2030-03-05T13:30:00Z');
    const untold = await bookFor('2030-03-20T15:00:00Z');
    await run();
    expect(mail.received).toHaveLength(1);
    const desk = clinic.as('front-desk');
    expectStatus(await desk.post(`/v1/sessions/${told.sessionId}/reschedule`, { startsAt: '2030-03-06T16:00:00Z', reason: 'asked for' }), 200);
    expectStatus(await desk.post(`/v1/sessions/${untold.sessionId}/reschedule`, { startsAt: '2030-03-21T15:00:00Z', reason: 'asked for' }), 200);
    await run();
    await run();
    expect(mail.received).toHaveLength(2);
    expect(invitationIn(mail.received[1]!)).toMatchObject({ method: 'REQUEST', sequence: 1, start: '2030-03-06T16:00:00.000Z' });
    expectStatus(await desk.post(`/v1/sessions/${told.sessionId}/cancel`, { reason: 'ill' }), 200);
    await run();
    await run();
    expect(mail.received).toHaveLength(3);
    expect(invitationIn(mail.received[2]!)).toMatchObject({ method: 'CANCEL', sequence: 2 });
  });

  it('say once that a session was moved, however near the new time is, and nothing of another operator or name of the room', async () => {
    await remind({ enabled: true, hoursBefore: [48, 3] });
    const { sessionId, session } = await bookFor('2030-03-05T15:00:00Z', { preferredLanguage: 'en' });
    await run();
    await renameRoomOf(sessionId, 'Blue room');
    expectStatus(await clinic.as('front-desk').post('/v1/schedule/replan', { operatorId: session.operatorId, from: '2030-03-05T13:00:00Z', to: '2030-03-05T23:00:00Z', reason: 'Ill' }), 200);
    await run();
    expect(mail.received).toHaveLength(1);
    expectStatus(await clinic.as('front-desk').post(`/v1/sessions/${sessionId}/reschedule`, { startsAt: '2030-03-05T16:00:00Z', reason: 'asked for' }), 200);
    await run();
    await run();
    expect(mail.received).toHaveLength(2);
    expect(MailServer.textOf(mail.received[1]!)).toMatch(/moved/);
    expect(invitationIn(mail.received[1]!)).toMatchObject({ sequence: 2, start: '2030-03-05T16:00:00.000Z' });
    service.clock.set('2030-03-05T13:30:00Z');
    await run();
    expect(mail.received).toHaveLength(3);
  });

  it('speak the patient’s language, in the clinic’s words where it has its own', async () => {
    await remind({ enabled: true, hoursBefore: [48], templates: [{ language: 'en', subject: 'See you, {{givenName}}', text: '{{date}} {{time}} {{clinic}}' }] });
    await bookFor('2030-03-05T15:00:00Z', { preferredLanguage: 'de-AT', givenName: 'Änne' });
    await bookFor('2030-03-05T17:00:00Z', { preferredLanguage: 'fr', givenName: 'Zoe' });
    await run();
    const texts = mail.received.map((message) => message.raw);
    expect(texts.some((raw) => raw.includes('Ihr_Termin_am') || raw.includes('Ihr Termin am'))).toBe(true);
    expect(texts.some((raw) => raw.includes('See you, Zoe'))).toBe(true);
  });

  it('hold nothing clinical, and go to nobody without an address', async () => {
    await remind({ enabled: true, hoursBefore: [48] });
    await bookedSession(service, clinic, {}, { startsAt: '2030-03-05T13:30:00Z' }).then(({ patientId }) => clinic.as('front-desk').patch(`/v1/patients/${patientId}`, { email: null }));
    const { patientId } = await bookFor('2030-03-05T17:00:00Z');
    await run();
    const patient = expectStatus(await clinic.as('front-desk').get(`/v1/patients/${patientId}`), 200);
    expect(mail.received.map(({ to }) => to)).toEqual([[patient.email]]);
    for (const word of [patient.mrn, patient.familyName, patient.birthDate, 'stimulation', 'pain', 'TMS']) expect(MailServer.textOf(mail.received[0]!)).not.toContain(word);
  });

  it('go to nobody who wants none or wants another way, and wait for the hours a patient named', async () => {
    await remind({ enabled: true, hoursBefore: [48] });
    await bookFor('2030-03-05T13:30:00Z', { contactPreferences: { channel: 'none', reminders: true } });
    await bookFor('2030-03-05T15:00:00Z', { contactPreferences: { channel: 'phone', reminders: true } });
    await bookFor('2030-03-05T17:00:00Z', { contactPreferences: { channel: 'email', reminders: false } });
    const late = await bookFor('2030-03-05T19:00:00Z', { contactPreferences: { channel: 'email', reminders: true, notBefore: '17:00', notAfter: '20:00' }, timeZone: 'Europe/Berlin' });
    await run(); // 15:00 in Berlin
    expect(mail.received).toHaveLength(0);
    expect(expectStatus(await clinic.as('front-desk').get(`/v1/messages?sessionId=${late.sessionId}`), 200).items).toMatchObject([{ status: 'waiting' }]);
    service.clock.set('2030-03-04T16:00:00Z');
    await run();
    expect(mail.received.map(({ to }) => to)).toEqual([[`${late.patientId}@patients.example`]]);
  });

  it('that have not left yet give way to word of a cancellation', async () => {
    await remind({ enabled: true, hoursBefore: [48] });
    const { sessionId } = await bookFor('2030-03-06T13:30:00Z', { contactPreferences: { channel: 'email', reminders: true, notBefore: '19:00' } });
    await run();
    expectStatus(await clinic.as('front-desk').post(`/v1/sessions/${sessionId}/cancel`, { reason: 'ill' }), 200);
    await run();
    service.clock.set('2030-03-05T00:00:00Z'); // 19:00 in New York
    await run();
    expect(mail.received.map((message) => invitationIn(message).method)).toEqual(['CANCEL']);
  });

  it('of others leave although one patient’s cannot be written, and that is complained of', async () => {
    await remind({ enabled: true, hoursBefore: [48] });
    const [broken, whole] = [await bookFor('2030-03-05T15:00:00Z'), await bookFor('2030-03-05T17:00:00Z')];
    await past(service, async (client) => void (await client.query(`update patients set time_zone = 'Nowhere/At-all' where id = $1`, [broken.patientId])));
    await run();
    await run();
    expect(mail.received.map(({ to }) => to)).toEqual([[`${whole.patientId}@patients.example`]]);
  });

  it('are off until the clinic chooses, and are listed with what became of them', async () => {
    const { sessionId } = await bookFor('2030-03-05T15:00:00Z');
    await run();
    expect(mail.received).toHaveLength(0);
    await remind({ enabled: true, hoursBefore: [48] });
    mail.answers.push({ at: 'rcpt', code: 550, message: 'nobody here' });
    await run();
    const { items } = expectStatus(await clinic.as('front-desk').get(`/v1/messages?sessionId=${sessionId}`), 200);
    expect(items).toEqual([expect.objectContaining({ status: 'failed', attempts: 1, about: { kind: 'session', id: sessionId } })]);
  });

  it('name the place that nothing fills', async () => {
    const { headers } = await clinic.as('admin').get('/v1/clinic/reminders');
    const answer = await clinic.as('admin').put('/v1/clinic/reminders', { enabled: true, hoursBefore: [48], templates: [{ language: 'en', subject: 'Hi', text: 'Dear {{nmae}}' }] }, { 'if-match': headers['etag'] ?? '' });
    expect(expectStatus(answer, 400).errors).toEqual([expect.objectContaining({ pointer: '/templates/0/text', code: 'unknown-place' })]);
  });

  it('of a session booked late leave at once, for the nearest hour alone', async () => {
    await remind({ enabled: true, hoursBefore: [72, 48, 3] });
    await bookFor('2030-03-05T15:00:00Z');
    await run();
    await run();
    expect(mail.received).toHaveLength(1);
  });
});
