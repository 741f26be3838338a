import { Jobs } from '../../src/platform/jobs/jobs.js';
import { expectStatus, type Json } from '../support/caller.js';
import { MailServer } from '../support/mail-server.js';
import { startService, type Service, type TestClinic } from '../support/service.js';
import { activeCourse, laterOn } from '../support/world.js';

describe('a diary by e-mail', () => {
  let mail: MailServer;
  let service: Service;
  let clinic: TestClinic;
  let patientId: string;
  let courseId: string;
  let link: Json;

  beforeAll(async () => {
    mail = await MailServer.start();
    service = await startService({ SMTP_URL: mail.url, MAIL_FROM: 'no-reply@harbour.example', PUBLIC_URL: 'https://clinic.example' });
  });
  beforeEach(async () => {
    service.clock.set('2030-03-04T14:00:00.000Z'); // 09:00 in New York
    clinic = await service.newClinic();
    ({ patientId, courseId } = await activeCourse(service, clinic));
    expectStatus(await clinic.as('front-desk').patch(`/v1/patients/${patientId}`, { email: 'robin@patients.example' }), 200);
    link = expectStatus(await clinic.as('operator').post('/v1/self-report-links', { patientId, courseId, measures: ['nrs-pain'], kind: 'pain-diary', email: true }), 201);
    await at('2030-03-04T14:00:00.000Z');
    mail.received.length = 0;
  });
  afterAll(async () => {
    await service.stop();
    await mail.stop();
  });

  /** Lets the jobs run at that time, twice and at once, and says how many mails that sent. */
  const at = async (instant: string): Promise<number> => {
    service.clock.set(instant);
    const before = mail.received.length;
    await Promise.all([service.app.get(Jobs).runNow('diary-mail'), service.app.get(Jobs).runNow('diary-mail')]);
    await service.app.get(Jobs).runNow('outbox');
    return mail.received.length - before;
  };
  const tokenIn = (index: number): string => /self-report\/([A-Za-z0-9_-]{54})/.exec(MailServer.textOf(mail.received[index]!))?.[1] ?? '';
  const answer = (token: string, pain: number) => service.anyone().post(`/v1/self-report/${token}`, { answers: { pain } });

  it('asks each day at the clinic’s time, once, and not whoever has answered', async () => {
    expect(await at('2030-03-05T00:00:00.000Z')).toBe(0); // 19:00 of the day of the invitation, which was asked with it
    expect(await at('2030-03-05T23:59:00.000Z')).toBe(0);
    expect(await at('2030-03-06T00:00:00.000Z')).toBe(1); // 19:00 in New York, 5 March
    expect(await at('2030-03-06T03:00:00.000Z')).toBe(0);
    const text = MailServer.textOf(mail.received[0]!);
    expect(text).toContain('one question for you today');
    expect(text).not.toMatch(/pain|Quillfeather|nrs/i);
    expectStatus(await answer(tokenIn(0), 6), 201);
    expectStatus(await answer(link.token, 6), 409);
    expectStatus(await answer(link.token, 6), 409);
    service.clock.set('2030-03-06T15:00:00.000Z');
    expectStatus(await answer(link.token, 5), 201);
    expect(await at('2030-03-07T00:30:00.000Z')).toBe(0); // answered by the first link
    expect(await at('2030-03-08T00:30:00.000Z')).toBe(1);
    expectStatus(await answer(tokenIn(0), 5), 404); // the first mail's link is of days gone by
    expectStatus(await answer(tokenIn(1), 4), 201);
    await laterOn(service, clinic, service.clock.now(), 'clinician');
    expect(expectStatus(await clinic.as('clinician').get(`/v1/self-report-links/${link.id}`), 200)).toMatchObject({ status: 'open', mailedOn: '2030-03-07', answeredOn: '2030-03-07' });
  });

  it('keeps to the hours and the channel of the patient, and to the time that the clinic sets', async () => {
    const settings = '/v1/clinic/diary-settings';
    const current = await clinic.as('admin').get(settings);
    expect(expectStatus(current, 200)).toMatchObject({ askAt: '19:00' });
    expect(expectStatus(await clinic.as('admin').put(settings, { askAt: '25:00' }, { 'if-match': String(current.headers['etag']) }), 400).errors[0].pointer).toBe('/askAt');
    expectStatus(await clinic.as('admin').put(settings, { askAt: '12:00' }, { 'if-match': String(current.headers['etag']) }), 200);
    const prefer = async (contactPreferences: Json): Promise<void> => void expectStatus(await clinic.as('front-desk').patch(`/v1/patients/${patientId}`, { contactPreferences }), 200);
    await prefer({ channel: 'email', reminders: true, notBefore: '13:00', notAfter: '20:00' });
    expect(await at('2030-03-05T17:30:00.000Z')).toBe(0); // 12:30 in New York
    expect(await at('2030-03-05T18:00:00.000Z')).toBe(1); // 13:00
    await laterOn(service, clinic, '2030-03-06T12:00:00.000Z', 'front-desk');
    await prefer({ channel: 'phone', reminders: true });
    expect(await at('2030-03-06T18:00:00.000Z')).toBe(0);
  });

  it('stops with the course, and takes its last link along', async () => {
    expect(await at('2030-03-06T00:00:00.000Z')).toBe(1);
    await laterOn(service, clinic, '2030-03-06T14:00:00.000Z', 'clinician');
    expectStatus(await clinic.as('clinician').post(`/v1/courses/${courseId}/discontinue`, { reason: 'patient wishes' }), 200);
    expect(await at('2030-03-07T00:00:00.000Z')).toBe(0);
    expectStatus(await answer(tokenIn(0), 5), 404);
  });

  it('stops when the link is taken back', async () => {
    expectStatus(await clinic.as('operator').post(`/v1/self-report-links/${link.id}/revoke`, {}), 200);
    expect(await at('2030-03-06T00:00:00.000Z')).toBe(0);
    expectStatus(await answer(link.token, 5), 404);
  });
});
