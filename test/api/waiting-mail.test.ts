import { Jobs } from '../../src/platform/jobs/jobs.js';
import { expectStatus, type Json } from '../support/caller.js';
import { bookFor, clinic, invitationIn, mail, mailForEachTest, remind, run, service } from '../support/mail-for-each.js';
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

  it('go to the address that the patient has by then', async () => {
    const { patientId } = await waiting();
    expectStatus(await clinic.as('front-desk').patch(`/v1/patients/${patientId}`, { email: 'new@patients.example' }), 200);
    await sendAgain();
    expect(mail.received.map(({ to }) => to)).toEqual([['new@patients.example']]);
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
