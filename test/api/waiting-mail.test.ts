import { setTimeout as wait } from 'node:timers/promises';
import { Jobs } from '../../src/platform/jobs/jobs.js';
import { expectStatus, type Json } from '../support/caller.js';
import { bookFor, clinic, invitationIn, mail, mailForEachTest, remind, renameRoomOf, run, service } from '../support/mail-for-each.js';
import { activeCourse } from '../support/world.js';

mailForEachTest();

describe('reminders that wait for the mail server', () => {
  /** Laid down, and told to come again in a minute. */
  async function waiting(patient: Json = {}) {
    await remind({ enabled: true, hoursBefore: [48] });
    const one = await bookFor('2030-03-05T17:00:00Z', { preferredLanguage: 'en', ...patient });
    mail.answers.push({ at: 'rcpt', code: 451, message: 'later' });
    await run();
    expect(mail.received).toHaveLength(0);
    return one;
  }
  /** A minute later the outbox comes first, before anybody has looked for what was changed. */
  async function sendAgain(): Promise<void> {
    service.clock.advanceMinutes(1);
    await service.app.get(Jobs).runNow('outbox');
  }
  const statusesOf = async (sessionId: string): Promise<string[]> => expectStatus(await clinic.as('front-desk').get(`/v1/messages?sessionId=${sessionId}`), 200).items.map(({ status }: Json) => status);

  it('leave where nothing was changed', async () => {
    const { sessionId } = await waiting();
    await sendAgain();
    expect([mail.received.length, await statusesOf(sessionId)]).toEqual([1, ['sent']]);
  });

  it.each<[string, (sessionId: string) => Promise<unknown>, string]>([
    ['cancelled', (id) => clinic.as('front-desk').post(`/v1/sessions/${id}/cancel`, { reason: 'ill' }), 'CANCEL'],
    ['moved', (id) => clinic.as('front-desk').post(`/v1/sessions/${id}/reschedule`, { startsAt: '2030-03-05T19:00:00Z', reason: 'asked for' }), 'REQUEST'],
  ])('never leave once the session is %s; word of that does, once', async (_how, change, method) => {
    const { sessionId } = await waiting();
    await change(sessionId);
    await sendAgain();
    expect([mail.received.length, await statusesOf(sessionId)]).toEqual([0, ['withdrawn']]);
    await run();
    await run();
    expect(mail.received.map((message) => invitationIn(message))).toMatchObject([{ method, sequence: 1 }]);
  });

  it.each<[string, (patientId: string) => Promise<unknown>]>([
    ['the patient wants no mail', (id) => clinic.as('front-desk').patch(`/v1/patients/${id}`, { contactPreferences: { channel: 'phone', reminders: true } })],
    ['the patient wants no reminders', (id) => clinic.as('front-desk').patch(`/v1/patients/${id}`, { contactPreferences: { channel: 'email', reminders: false } })],
    ['the clinic reminds no more', () => remind({ enabled: false, hoursBefore: [48] })],
  ])('never leave once %s', async (_why, change) => {
    const { sessionId, patientId } = await waiting();
    await change(patientId);
    await sendAgain();
    await run();
    expect([mail.received.length, await statusesOf(sessionId)]).toEqual([0, ['withdrawn']]);
  });

  it('go to the address that the patient has by then, and name no other', async () => {
    const { patientId } = await waiting();
    expectStatus(await clinic.as('front-desk').patch(`/v1/patients/${patientId}`, { email: 'new@patients.example' }), 200);
    await sendAgain();
    await run();
    await run();
    expect(mail.received.map(({ to }) => to)).toEqual([['new@patients.example']]);
    expect(invitationIn(mail.received[0]!).attendees).toEqual(['MAILTO:new@patients.example']);
  });

  it('come once all the same, in the words of then, where a room is renamed meanwhile', async () => {
    await remind({ enabled: true, hoursBefore: [48] });
    const { sessionId } = await bookFor('2030-03-06T13:30:00Z', { preferredLanguage: 'en', contactPreferences: { channel: 'email', reminders: true, notBefore: '19:00' } });
    await run();
    await renameRoomOf(sessionId, 'Blue room');
    await run();
    expect(mail.received).toHaveLength(0);
    service.clock.set('2030-03-05T00:00:00Z'); // 19:00 in New York
    for (let n = 0; n < 3; n += 1) await run();
    expect(mail.received.map(({ raw }) => raw.includes('Blue room'))).toEqual([true]);
  });

  it.each<[string, Json]>([['mail', { channel: 'phone', reminders: true }], ['reminders', { channel: 'email', reminders: false }]])('come after all where the patient wants no %s for a while', async (_what, contactPreferences) => {
    const { patientId } = await waiting();
    const desk = clinic.as('front-desk');
    expectStatus(await desk.patch(`/v1/patients/${patientId}`, { contactPreferences }), 200);
    await sendAgain();
    await run();
    expect(mail.received).toHaveLength(0);
    expectStatus(await desk.patch(`/v1/patients/${patientId}`, { contactPreferences: { channel: 'email', reminders: true } }), 200);
    await run();
    await run();
    expect(mail.received.map((message) => invitationIn(message))).toMatchObject([{ method: 'REQUEST', sequence: 0, start: '2030-03-05T17:00:00.000Z' }]);
  });

  it.each<[string, string, (string | null)[]]>([
    ['there', '19:00', ['2030-03-05T19:00:00.000Z']],
    ['where it was', '17:00', []],
  ])('say where a session ended that was moved to and fro while word of it waited: %s', async (_where, end, said) => {
    await remind({ enabled: true, hoursBefore: [48] });
    const { sessionId } = await bookFor('2030-03-05T17:00:00Z', { preferredLanguage: 'en' });
    await run();
    expect(mail.received).toHaveLength(1);
    const move = async (time: string) => expectStatus(await clinic.as('front-desk').post(`/v1/sessions/${sessionId}/reschedule`, { startsAt: `2030-03-05T${time}:00Z`, reason: 'asked for' }), 200);
    await move('19:00');
    mail.answers.push({ at: 'rcpt', code: 451, message: 'later' });
    await run();
    await move('21:00');
    await sendAgain();
    await move(end);
    await run();
    await run();
    expect(mail.received.slice(1).map((message) => invitationIn(message).start)).toEqual(said);
  });

  it('give way to what was posted while the mail server had them in hand', async () => {
    await remind({ enabled: true, hoursBefore: [48] });
    const { sessionId } = await bookFor('2030-03-05T17:00:00Z', { preferredLanguage: 'en' });
    await service.app.get(Jobs).runNow('reminders');
    mail.answers.push({ at: 'rcpt', code: 451, message: 'later' });
    [mail.pause, mail.asked] = [{ at: 'rcpt', ms: 1_500 }, 0];
    const sending = service.app.get(Jobs).runNow('outbox');
    while (mail.asked === 0) await wait(10);
    mail.pause = undefined;
    expectStatus(await clinic.as('front-desk').post(`/v1/sessions/${sessionId}/reschedule`, { startsAt: '2030-03-05T19:00:00Z', reason: 'asked for' }), 200);
    await service.app.get(Jobs).runNow('reminders');
    expect(await statusesOf(sessionId)).toEqual(['waiting', 'sending']);
    await sending;
    await sendAgain();
    await run();
    expect(mail.received.map((message) => invitationIn(message).start)).toEqual(['2030-03-05T19:00:00.000Z']);
    expect(await statusesOf(sessionId)).toEqual(['sent', 'withdrawn']);
  });

  it('of a cancellation come after all where the clinic reminds no more for a while', async () => {
    const { sessionId } = await waiting();
    expectStatus(await clinic.as('front-desk').post(`/v1/sessions/${sessionId}/cancel`, { reason: 'ill' }), 200);
    mail.answers.push({ at: 'rcpt', code: 451, message: 'later' });
    await run();
    await remind({ enabled: false, hoursBefore: [48] });
    await sendAgain();
    await remind({ enabled: true, hoursBefore: [48] });
    await run();
    await run();
    expect(mail.received.map((message) => invitationIn(message).method)).toEqual(['CANCEL']);
  });

  it('tell of no offer that is over', async () => {
    const { courseId, patientId } = await activeCourse(service, clinic);
    expectStatus(await clinic.as('front-desk').patch(`/v1/patients/${patientId}`, { email: 'waits@patients.example' }), 200);
    const { id } = expectStatus(await clinic.as('front-desk').post('/v1/waitlist', { courseId, windows: [{ from: '08:00', to: '18:00' }], expiresAt: '2030-03-08T23:00:00Z' }), 201);
    mail.answers.push({ at: 'rcpt', code: 451, message: 'later' });
    await service.app.get(Jobs).runNow('waitlist');
    await run();
    const [offer] = expectStatus(await clinic.as('front-desk').get(`/v1/waitlist/${id}`), 200).offers;
    expectStatus(await clinic.as('front-desk').post(`/v1/waitlist/${id}/offers/${offer.id}/decline`), 200);
    await sendAgain();
    expect(mail.received).toHaveLength(0);
  });
});
