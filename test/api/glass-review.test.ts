import { setTimeout as wait } from 'node:timers/promises';
import { expectStatus, type Json } from '../support/caller.js';
import { MailServer } from '../support/mail-server.js';
import { startService, TEST_PASSWORD, type Service, type TestClinic } from '../support/service.js';
import { newPatient } from '../support/world.js';

describe('an opening of a restricted record', () => {
  let mail: MailServer;
  let service: Service;
  let clinic: TestClinic;
  let patientId: string;

  beforeAll(async () => {
    mail = await MailServer.start();
    service = await startService({ SMTP_URL: mail.url });
    clinic = await service.newClinic();
    patientId = await newPatient(clinic);
    expectStatus(await clinic.as('admin').post(`/v1/patients/${patientId}/restrict`, { reason: 'works here' }), 200);
  });
  afterAll(async () => {
    await service.stop();
    await mail.stop();
  });

  const open = async (who: 'clinician' | 'clinician2' | 'operator' | 'admin'): Promise<Json> =>
    expectStatus(await clinic.as(who).post(`/v1/patients/${patientId}/break-glass`, { reason: 'fainted at the door', password: TEST_PASSWORD }), 201);
  const unreviewed = async (): Promise<string[]> => expectStatus(await clinic.as('auditor').get('/v1/break-glass?reviewed=false'), 200).items.map(({ id }: Json) => id);
  const entries = async (action: string): Promise<Json[]> => expectStatus(await clinic.as('auditor').get(`/v1/audit-events?action=${action}`), 200).items;
  const verdict = { justified: true, note: 'She was alone in the house.' };

  it('comes to admin and privacy officer by mail, with the words that lead to it and none about whom', async () => {
    const { id } = await open('clinician2');
    const watchers = [clinic.staff.admin.email, clinic.staff.auditor.email];
    // The clinicians' mail about the alert is beside it.
    const told = () => mail.received.filter(({ raw }) => raw.includes('Subject: A restricted record was opened'));
    for (let n = 0; n < 200 && told().length < 2; n += 1) await wait(50);
    expect(told().flatMap(({ to }) => to).sort()).toEqual(watchers.sort());
    for (const message of told()) {
      const text = MailServer.textOf(message);
      expect(text).toContain(id);
      expect(text).not.toMatch(new RegExp(`Quillfeather|fainted|${patientId}`));
    }
  });

  it('waits until somebody else has said what they make of it, once, and settles its alert', async () => {
    const [id = ''] = await unreviewed();
    for (const role of ['clinician', 'clinician2', 'operator', 'front-desk'] as const) expectStatus(await clinic.as(role).post(`/v1/break-glass/${id}/review`, verdict), 403);
    for (const bad of [{}, { justified: 'yes', note: 'long enough' }, { justified: true, note: '' }]) expectStatus(await clinic.as('auditor').post(`/v1/break-glass/${id}/review`, bad), 400);
    const stranger = await service.newClinic();
    expectStatus(await stranger.as('auditor').post(`/v1/break-glass/${id}/review`, verdict), 404);
    const alerts = async (): Promise<string[]> => expectStatus(await clinic.as('clinician2').get('/v1/alerts?kind=glass-broken'), 200).items.map(({ status }: Json) => status);
    expect(await alerts()).toEqual(['open']);

    const both = await Promise.all([clinic.as('auditor').post(`/v1/break-glass/${id}/review`, verdict), clinic.as('admin').post(`/v1/break-glass/${id}/review`, { justified: false, note: 'I see it otherwise.' })]);
    expect(both.map(({ status }) => status).sort()).toEqual([200, 409]);
    const won = both.find(({ status }) => status === 200)?.body;
    expect(won).toMatchObject({ id, reviewedAt: service.clock.now(), justified: won.reviewedBy === clinic.staff.auditor.id });
    expect(await unreviewed()).toEqual([]);
    expect(expectStatus(await clinic.as('admin').get('/v1/break-glass?reviewed=true'), 200).items).toEqual([won]);
    expect(expectStatus(await clinic.as('admin').get(`/v1/patients/${patientId}/break-glass`), 200).items).toEqual([won]);
    expect(await alerts()).toEqual(['resolved']);
    expect(await entries('patient.glass-reviewed')).toMatchObject([{ actorId: won.reviewedBy, patientId, subjectId: id }]);
    await expect(service.database.work({ clinicId: clinic.id, staffId: undefined, requestId: 'test', ip: undefined }, (work) => work.run({ text: 'update glass_reviews set justified = not justified', values: [] } as never))).rejects.toThrow();
  });

  it('is never reviewed by whoever opened it, and that they tried is on record', async () => {
    const { id } = await open('admin');
    expect(expectStatus(await clinic.as('admin').post(`/v1/break-glass/${id}/review`, verdict), 403).code).toBe('own-opening');
    expect((await entries('access.refused')).some(({ subjectId, changes }) => subjectId === id && changes?.code?.to === 'own-opening')).toBe(true);
    expect(await unreviewed()).toEqual([id]);
    expectStatus(await clinic.as('auditor').post(`/v1/break-glass/${id}/review`, { justified: false, note: 'Curiosity.' }), 200);
    expect(await unreviewed()).toEqual([]);
  });
});
