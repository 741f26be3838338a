import { Jobs } from '../../src/platform/jobs/jobs.js';
import { expectStatus, type Json } from '../support/caller.js';
import { MailServer } from '../support/mail-server.js';
import { startService, type Service, type TestClinic } from '../support/service.js';
import { newPatient } from '../support/world.js';

describe('an invitation by e-mail', () => {
  let mail: MailServer;
  let service: Service;
  let clinic: TestClinic;

  beforeAll(async () => {
    mail = await MailServer.start();
    service = await startService({ SMTP_URL: mail.url, MAIL_FROM: 'no-reply@harbour.example', PUBLIC_URL: 'https://clinic.example/' });
    clinic = await service.newClinic();
  });
  afterAll(async () => {
    await service.stop();
    await mail.stop();
  });

  const invite = (patientId: string) => clinic.as('operator').post('/v1/self-report-links', { patientId, measures: ['phq-9'], email: true });
  const deliver = () => service.app.get(Jobs).runNow('outbox');

  it('brings the link in the patient’s language, and says neither what is asked nor why', async () => {
    const patientId = await newPatient(clinic, { email: 'robin@patients.example', preferredLanguage: 'de' });
    const made: Json = expectStatus(await invite(patientId), 201);
    expect(made.url).toBe(`https://clinic.example/self-report/${made.token}`);
    await deliver();
    expect(mail.received.map(({ to }) => to)).toEqual([['robin@patients.example']]);
    const text = MailServer.textOf(mail.received[0]!);
    expect(text).toContain(made.url);
    expect(text).toContain('Guten Tag Robin');
    expect(text).toContain('18. M');
    expect(text).not.toMatch(/phq|depress|Quillfeather|Schmerz|T-[0-9a-f]{10}/i);
  });

  it('does not leave after the link was taken back, nor without an address', async () => {
    mail.received.length = 0;
    const made: Json = expectStatus(await invite(await newPatient(clinic, { email: 'other@patients.example' })), 201);
    expectStatus(await clinic.as('operator').post(`/v1/self-report-links/${made.id}/revoke`, {}), 200);
    await deliver();
    expect(mail.received).toEqual([]);
    expect(expectStatus(await invite(await newPatient(clinic)), 409).code).toBe('no-email-address');
  });

  it('is refused where the patient wants no e-mail, and waits for the hours the patient named', async () => {
    mail.received.length = 0;
    const contactPreferences = { channel: 'phone', reminders: true };
    expect(expectStatus(await invite(await newPatient(clinic, { email: 'a@patients.example', contactPreferences })), 409).code).toBe('email-not-wanted');
    const patientId = await newPatient(clinic, { email: 'b@patients.example', contactPreferences: { channel: 'email', reminders: true, notBefore: '18:00' } });
    expectStatus(await invite(patientId), 201);
    await deliver();
    expect(mail.received).toEqual([]);
    service.clock.set('2030-03-04T23:00:00Z'); // 18:00 in New York
    await deliver();
    expect(mail.received.map(({ to }) => to)).toEqual([['b@patients.example']]);
  });
});
