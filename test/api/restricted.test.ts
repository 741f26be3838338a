import { sql } from '../../src/platform/database/sql.js';
import { expectStatus, type Answered, type Caller, type Json } from '../support/caller.js';
import { everyRoute, filled } from '../support/every-route.js';
import { idAt, oneOfEverything, type OneOfEverything } from '../support/one-of-everything.js';
import { startService, TEST_PASSWORD, type Service, type TestClinic } from '../support/service.js';

/** What a path may name without naming a patient. */
const OF_NO_PATIENT = /^\/v1\/(?:protocols|rooms|devices|staff|clinic|outcome-measures|calendars|api-keys|self-report|device-files|device-rows|screening-form|audit)\b/;

describe('a restricted record', () => {
  let service: Service;
  let clinic: TestClinic;
  let everything: OneOfEverything;
  let patients: string[];
  let stranger: Caller;
  let paths: string[];

  const walk = async (caller: Caller): Promise<Map<string, Answered>> => {
    const answers = new Map<string, Answered>();
    for (const path of paths) answers.set(path, await caller.get(path));
    return answers;
  };
  const those = (answers: Map<string, Answered>, which: (answer: Answered) => boolean): string[] => [...answers].filter(([, answer]) => which(answer)).map(([path, { status, body }]) => `${path} → ${status} ${(body as Json)?.code ?? ''}`);

  beforeAll(async () => {
    service = await startService();
    clinic = await service.newClinic();
    everything = await oneOfEverything(service, clinic);
    stranger = clinic.as('clinician2');
    const lock = expectStatus(await clinic.as('clinician').get(`/v1/stimulation-locks/${everything.ids['stimulation-locks']}`), 200);
    const alert = expectStatus(await clinic.as('clinician').get(`/v1/alerts/${everything.ids['alerts']}`), 200);
    patients = [...new Set([everything.ids['patients'], lock.patientId, alert.patientId].map(String))];
    const own = everyRoute(service).filter(({ method, path, parameters }) => method === 'GET' && parameters.length > 0 && !OF_NO_PATIENT.test(path) && !path.includes('break-glass'));
    const { patients: id } = everything.ids;
    paths = [
      ...own.map((route) => filled(route, (name, template) => idAt(everything, name, template))),
      ...['sessions', 'courses', 'alerts', 'stimulation-locks', 'assessments', 'self-report-links'].map((list) => `/v1/${list}?patientId=${id}`),
    ];
  });
  afterAll(() => service.stop());

  const restrict = async (staffIds?: string[]): Promise<void> => {
    for (const id of patients) expectStatus(await clinic.as('admin').post(`/v1/patients/${id}/restrict`, { reason: 'works here', ...(staffIds && { staffIds }) }), 200);
  };

  it('is closed on every route to whoever is not of the team, opens by breaking the glass, and closes after an hour', async () => {
    const before = await walk(stranger);
    const shown = [...before].filter(([, { status }]) => status === 200).map(([path]) => path);
    expect(shown.length).toBeGreaterThan(40);
    expect(those(before, ({ status }) => status !== 200 && status !== 403)).toEqual([]);
    paths = shown;
    await restrict();
    service.clock.advanceMinutes(61);
    stranger = await service.logIn(clinic.staff.clinician2.email);
    expect(those(await walk(stranger), ({ status, body }) => status !== 403 || body.code !== 'restricted-record')).toEqual([]);
    expect(those(await walk(await service.logIn(clinic.staff.clinician.email)), ({ status }) => status !== 200)).toEqual([]);
    for (const id of patients) expectStatus(await stranger.post(`/v1/patients/${id}/break-glass`, { reason: 'collapsed in the corridor', password: TEST_PASSWORD }), 201);
    expect(those(await walk(stranger), ({ status }) => status !== 200)).toEqual([]);
    const [first = ''] = patients;
    const writing = await stranger.post(`/v1/patients/${first}/conditions`, { icd10: 'G62.9', description: 'As told', category: 'neuropathic-pain', onsetDate: '2028-02-01' });
    expect(expectStatus(writing, 403).code).toBe('restricted-record');
    expectStatus(await stranger.post(`/v1/sessions/${everything.ids['sessions']}/adverse-events`, { category: 'seizure', grade: 3, description: 'seen in the corridor' }), 201);
    service.clock.advanceMinutes(59);
    expect((await stranger.get(`/v1/patients/${patients[0]}`)).status).toBe(200);
    service.clock.advanceMinutes(2);
    stranger = await service.logIn(clinic.staff.clinician2.email);
    expect(those(await walk(stranger), ({ status }) => status === 200)).toEqual([]);
  });

  it('tells the admin nothing through the trail either, and the auditor everything', async () => {
    const [admin, auditor] = [await service.logIn(clinic.staff.admin.email), await service.logIn(clinic.staff.auditor.email)];
    const path = `/v1/audit-events?patientId=${patients[0]}&action=medication.recorded`;
    const [seenByAuditor] = expectStatus(await auditor.get(path), 200).items;
    expect(seenByAuditor.changes.name.to).toBe('Amitriptyline');
    expect(expectStatus(await admin.get(path), 200).items).toEqual([{ ...seenByAuditor, changes: null }]);
    const [read] = expectStatus(await auditor.get(`/v1/audit-events?action=audit-trail.read&patientId=${patients[0]}`), 200).items;
    expect(read).toMatchObject({ actorId: clinic.staff.admin.id, subjectType: 'audit-trail' });
  });

  it('leaves no trace in lists over patients, but for the booking', async () => {
    const admin = await service.logIn(clinic.staff.admin.email);
    for (const list of ['alerts', 'stimulation-locks', 'assessments', 'assessments/due', 'self-report-links', 'waitlist', 'sessions/unsigned', 'exports/sessions?format=ndjson']) {
      const { status, text } = await stranger.get(`/v1/${list}`);
      if (status === 404 || status === 400) continue;
      for (const id of patients) expect([list, text.includes(id)]).toEqual([list, false]);
    }
    for (const caller of [stranger, admin]) {
      const sessions: Json[] = expectStatus(await caller.get('/v1/sessions'), 200).items.filter((session: Json) => patients.includes(session.patientId));
      expect(sessions.length).toBeGreaterThan(0);
      for (const session of sessions) expect([session.prescribed, session.delivered, session.tolerability]).toEqual([undefined, undefined, undefined]);
      for (const course of expectStatus(await caller.get('/v1/courses'), 200).items.filter((one: Json) => patients.includes(one.patientId))) expect([course.protocol, course.conditionId]).toEqual([undefined, undefined]);
      const board = expectStatus(await caller.get('/v1/day-board?date=2030-03-04'), 200).sessions.filter((session: Json) => patients.includes(session.patient.id));
      expect(board.length).toBeGreaterThan(0);
      for (const session of board) expect(session.protocol).toBeUndefined();
    }
  });

  it('is not written to, by a stranger nor by the admin; the front desk goes on booking, the named go on reading', async () => {
    const [admin, desk, named] = [await service.logIn(clinic.staff.admin.email), await service.logIn(clinic.staff['front-desk'].email), await service.logIn(clinic.staff.operator2.email)];
    const [id] = patients;
    const medication = { name: 'Zolpidem', dose: '5 mg', frequency: 'daily', startedOn: '2029-01-01' };
    expect(expectStatus(await stranger.post(`/v1/patients/${id}/medications`, medication), 403).code).toBe('restricted-record');
    expect(expectStatus(await admin.get(`/v1/patients/${id}`), 403).code).toBe('restricted-record');
    expect((await desk.get(`/v1/patients/${id}`)).status).toBe(200);
    expect((await desk.get(`/v1/sessions?patientId=${id}`)).status).toBe(200);
    expect((await named.get(`/v1/patients/${id}`)).status).toBe(403);
    service.clock.advanceMinutes(6);
    expect(expectStatus(await admin.post(`/v1/patients/${id}/unrestrict`, { reason: 'again, with a name' }), 403).code).toBe('confirmation-required');
    service.clock.advanceMinutes(-6);
    expectStatus(await admin.post(`/v1/patients/${id}/unrestrict`, { reason: 'again, with a name' }), 200);
    expect((await stranger.get(`/v1/patients/${id}`)).status).toBe(200);
    expectStatus(await admin.post(`/v1/patients/${id}/restrict`, { reason: 'works here', staffIds: [clinic.staff.operator2.id] }), 200);
    expect((await named.get(`/v1/patients/${id}`)).status).toBe(200);
    expect(expectStatus(await admin.post(`/v1/patients/${id}/restrict`, { reason: 'twice' }), 409).code).toBe('wrong-state');
    const names: Json[] = expectStatus(await named.get(`/v1/patients/${id}/medications`), 200).items;
    expect(names.map(({ name }: Json) => name)).not.toContain('Zolpidem');
  });

  it('wants a proof before the glass breaks, and tells admins and auditors without a word about the patient', async () => {
    const [id] = patients;
    service.clock.advanceMinutes(6);
    const auditor = await service.logIn(clinic.staff.auditor.email);
    expect(expectStatus(await stranger.post(`/v1/patients/${id}/break-glass`, { reason: 'in need' }), 403).code).toBe('confirmation-required');
    expectStatus(await stranger.post(`/v1/patients/${id}/break-glass`, { reason: 'in need', password: 'wrong' }), 401);
    const grant = expectStatus(await stranger.post(`/v1/patients/${id}/break-glass`, { reason: 'in need of Zyprexa', password: TEST_PASSWORD }), 201);
    expect(expectStatus(await stranger.post(`/v1/patients/${id}/break-glass`, { reason: 'in need', password: TEST_PASSWORD }), 409).code).toBe('record-open');
    expect((await stranger.get(`/v1/patients/${id}/break-glass`)).status).toBe(403);
    expect(expectStatus(await auditor.get(`/v1/patients/${id}/break-glass`), 200).items[0]).toEqual(grant);
    for (const watcher of [auditor, await service.logIn(clinic.staff.admin.email)]) {
      const all: Json[] = expectStatus(await watcher.get('/v1/break-glass'), 200).items;
      expect(all[0]).toEqual(grant);
      expect(new Set(all.map(({ patientId }: Json) => patientId)).size).toBeGreaterThan(1);
      expect(expectStatus(await watcher.get(`/v1/break-glass?staffId=${clinic.staff.clinician2.id}&from=${service.clock.now()}`), 200).items).toEqual([grant]);
      expect(expectStatus(await watcher.get(`/v1/break-glass?staffId=${clinic.staff.operator.id}`), 200).items).toEqual([]);
      expect((await watcher.get('/v1/alerts')).status).toBe(403);
    }
    for (const caller of [stranger, await service.logIn(clinic.staff['front-desk'].email)]) expect((await caller.get('/v1/break-glass')).status).toBe(403);
    const other = await service.newClinic();
    expect(expectStatus(await other.as('auditor').get('/v1/break-glass'), 200).items).toEqual([]);
    const mails = await service.database.read({ clinicId: clinic.id, staffId: undefined, requestId: 'test', ip: undefined }, (reader) =>
      reader.many<{ recipient: string; content: object | null; subject: string }>(sql`select recipient, subject, content from outbox_messages where about_id = ${grant.id} order by recipient`));
    expect(mails.map(({ recipient }) => recipient).sort()).toEqual([clinic.staff.admin.email, clinic.staff.auditor.email].sort());
    expect(JSON.stringify(mails)).not.toMatch(new RegExp(`Zyprexa|${id}`));
    expect(expectStatus(await stranger.get(`/v1/alerts?patientId=${id}`), 200).items[0]).toMatchObject({ kind: 'glass-broken' });
    const actions = async (action: string): Promise<Json[]> => expectStatus(await auditor.get(`/v1/audit-events?action=${action}&limit=200`), 200).items;
    expect((await actions('patient.glass-broken'))[0]).toMatchObject({ actorId: clinic.staff.clinician2.id, patientId: id });
    const refused = await actions('access.refused');
    expect(refused.find(({ changes }) => changes?.route?.to === 'GET /v1/patients/:id/break-glass')).toMatchObject({ actorId: clinic.staff.clinician2.id, subjectType: 'route' });
    expect(refused.find(({ subjectType, patientId }) => subjectType === 'patient' && patientId === id)).toBeDefined();
  });
});
