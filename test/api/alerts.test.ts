import { Jobs } from '../../src/platform/jobs/jobs.js';
import { sql } from '../../src/platform/database/sql.js';
import { expectStatus, type Json } from '../support/caller.js';
import { startService, type Service, type TestClinic } from '../support/service.js';
import { activeCourse } from '../support/world.js';

const SUICIDAL = { q1: 0, q2: 0, q3: 0, q4: 0, q5: 0, q6: 0, q7: 0, q8: 0, q9: 1 };

describe('alerts', () => {
  let service: Service;
  let clinic: TestClinic;
  let patientId: string;
  let courseId: string;

  beforeAll(async () => {
    service = await startService();
    clinic = await service.newClinic();
    ({ patientId, courseId } = await activeCourse(service, clinic));
  });
  afterAll(() => service.stop());

  const record = (measure: string, answers: Json) => clinic.as('operator').post('/v1/assessments', { patientId, courseId, measure, answers });
  const open = async (): Promise<Json[]> => expectStatus(await clinic.as('clinician').get('/v1/alerts?status=open'), 200).items;
  const mailAbout = async (id: string): Promise<Json[]> =>
    service.database.read({ clinicId: clinic.id, staffId: undefined, requestId: 'test', ip: undefined }, (reader) =>
      reader.many<Json>(sql`select recipient, subject, content, key from outbox_messages where clinic_id = ${clinic.id} and about_id = ${id} and status = 'waiting' order by key`));
  const escalate = () => service.app.get(Jobs).runNow('alert-escalation');
  /** An access token lasts an hour: whoever moves the clock further logs in again. */
  const logInAgain = async (): Promise<void> => {
    for (const role of ['clinician', 'operator'] as const) clinic.callers[role] = await service.logIn(clinic.staff[role].email);
  };
  const raised = async (): Promise<Json> => {
    expectStatus(await record('phq-9', SUICIDAL), 201);
    return (await open())[0] as Json;
  };

  it('show the patient whom to turn to, and tell whoever prescribed the course without a clinical word', async () => {
    const answer = expectStatus(await record('phq-9', SUICIDAL), 201);
    expect(answer.crisisResources[0]).toMatchObject({ name: 'Emergency services' });
    const [alert] = await open();
    expect(alert).toMatchObject({ kind: 'suicidality', responsibleId: clinic.staff.clinician.id, acknowledgeBy: '2030-03-04T15:00:00.000Z', escalatedAt: null });
    const mail = await mailAbout(alert?.id);
    expect(mail.map(({ recipient }) => recipient)).toEqual([clinic.staff.clinician.email]);
    expect(JSON.stringify(mail)).not.toMatch(/suicid|phq|harm/i);
    expect(expectStatus(await record('phq-9', { ...SUICIDAL, q9: 0 }), 201)).not.toHaveProperty('crisisResources');
  });

  it.each([
    ['qids-sr16', { q12: 2 }],
    ['madrs', { q10: 2 }],
    ['ham-d17', { q3: 2 }],
    ['c-ssrs-screener', { q1: 1 }],
  ])('are raised by the item of %s, even when there is no score', async (measure, answers) => {
    const before = await open();
    expect(expectStatus(await record(measure, answers), 201)).toMatchObject({ score: null, flags: expect.arrayContaining(['suicide-item']), crisisResources: expect.any(Array) });
    expect((await open()).length).toBe(before.length + 1);
  });

  it('escalate exactly once when the clock passes the deadline, however often and by however many it is looked at', async () => {
    const alert = await raised();
    service.clock.set('2030-03-04T14:59:59.000Z');
    await escalate();
    expect(await mailAbout(alert.id)).toHaveLength(1);
    service.clock.set('2030-03-04T15:00:00.000Z');
    await Promise.all([escalate(), escalate()]);
    for (let again = 0; again < 5; again += 1) {
      service.clock.advanceMinutes(7);
      await escalate();
    }
    await logInAgain();
    expect(expectStatus(await clinic.as('clinician').get(`/v1/alerts/${alert.id}`), 200).escalatedAt).toBe('2030-03-04T15:00:00.000Z');
    const escalations = (await mailAbout(alert.id)).filter(({ key }) => key.includes('/escalated/'));
    expect(escalations.map(({ recipient }) => recipient).sort()).toEqual([clinic.staff.clinician.email, clinic.staff.clinician2.email].sort());
    const trail = await service.database.read({ clinicId: clinic.id, staffId: undefined, requestId: 'test', ip: undefined }, (reader) =>
      reader.one<{ n: number }>(sql`select count(*)::int as n from audit_entries where clinic_id = ${clinic.id} and action = 'alert.escalated' and subject_id = ${alert.id}`));
    expect(trail.n).toBe(1);
  });

  it('do not escalate once answered, and take back mail that has not left', async () => {
    const alert = await raised();
    expectStatus(await clinic.as('clinician').post(`/v1/alerts/${alert.id}/acknowledge`, { note: 'spoke with the patient' }), 200);
    expect(await mailAbout(alert.id)).toEqual([]);
    service.clock.advanceMinutes(240);
    await escalate();
    await logInAgain();
    expect(expectStatus(await clinic.as('clinician').get(`/v1/alerts/${alert.id}`), 200)).toMatchObject({ status: 'acknowledged', escalatedAt: null });
  });

  it('follow the clinic’s own clock and helplines', async () => {
    const admin = await service.logIn(clinic.staff.admin.email);
    const current = await admin.get('/v1/clinic/alert-settings');
    expect(expectStatus(current, 200)).toMatchObject({ criticalMinutes: 60, warningMinutes: 4320 });
    const mine = { criticalMinutes: 15, warningMinutes: 120, crisisResources: [{ name: 'Telefonseelsorge', contact: '0800 111 0 111' }] };
    const put = await admin.put('/v1/clinic/alert-settings', mine, { 'if-match': String(current.headers['etag']) });
    expect(expectStatus(put, 200)).toMatchObject(mine);
    expect(expectStatus(await (await service.logIn(clinic.staff.operator.email)).post('/v1/assessments', { patientId, measure: 'phq-9', answers: SUICIDAL }), 201).crisisResources).toEqual(mine.crisisResources);
  });
});
