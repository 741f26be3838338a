import { expectStatus, type Json } from '../support/caller.js';
import { startService, type Service, type TestClinic } from '../support/service.js';
import { activeCourse, newPatient } from '../support/world.js';

const PHQ9 = { q1: 1, q2: 2, q3: 2, q4: 1, q5: 1, q6: 2, q7: 1, q8: 0, q9: 0 };

describe('self-report by link', () => {
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

  const invite = async (measures: string[], more: Json = {}): Promise<Json> => expectStatus(await clinic.as('operator').post('/v1/self-report-links', { patientId, courseId, measures, ...more }), 201);
  const ask = (token: string) => service.anyone().get(`/v1/self-report/${token}`);
  const send = (token: string, answers: Json) => service.anyone().post(`/v1/self-report/${token}`, { answers });
  const alerts = async (): Promise<Json[]> => expectStatus(await clinic.as('clinician').get(`/v1/alerts?patientId=${patientId}`), 200).items;

  it('shows the token once, and keeps only what nobody can use', async () => {
    const made = await invite(['phq-9']);
    expect(made.url).toBe(`http://127.0.0.1:3000/self-report/${made.token}`);
    expect(made.qrSvg).toContain('<svg');
    const link = expectStatus(await clinic.as('operator').get(`/v1/self-report-links/${made.id}`), 200);
    expect(link).toMatchObject({ status: 'open', measures: ['phq-9'] });
    expect(JSON.stringify([link, expectStatus(await clinic.as('operator').get(`/v1/self-report-links?patientId=${patientId}`), 200)])).not.toContain(made.token);
    expect((await clinic.as('front-desk').get(`/v1/self-report-links/${made.id}`)).status).toBe(403);
  });

  it('tells the holder of the token a first name and the questions, nothing else of the patient', async () => {
    const other = await newPatient(clinic, { givenName: 'Maria Luise', familyName: 'Unverkennbar', email: 'maria@unverkennbar.example' });
    const { token } = await invite(['phq-9', 'nrs-pain'], { patientId: other, courseId: undefined });
    const answer = await ask(token);
    expect(expectStatus(answer, 200)).toMatchObject({ firstName: 'Maria', answers: {}, answeredToday: false });
    expect(answer.body.measures.map(({ code }: Json) => code)).toEqual(['phq-9', 'nrs-pain']);
    expect(answer.text).not.toMatch(/Unverkennbar|Luise|1971|T-[0-9a-f]|[0-9a-f]{8}-[0-9a-f]{4}/);
  });

  it('makes each measure an assessment of the course, and is used up', async () => {
    const { id, token } = await invite(['phq-9', 'nrs-pain']);
    expectStatus(await send(token, { 'phq-9': PHQ9, 'nrs-pain': { pain: 4 } }), 201);
    const { items } = expectStatus(await clinic.as('clinician').get(`/v1/assessments?courseId=${courseId}`), 200);
    expect(items.map(({ measure, score, recordedBy }: Json) => [measure, score, recordedBy])).toEqual(expect.arrayContaining([['phq-9', 10, null], ['nrs-pain', 4, null]]));
    expectStatus(await send(token, { 'phq-9': PHQ9 }), 404);
    expectStatus(await ask(token), 404);
    expect(expectStatus(await clinic.as('operator').get(`/v1/self-report-links/${id}`), 200)).toMatchObject({ status: 'used' });
  });

  it('takes the answers alone where one measure is asked, and is used once however often it is sent at the same time', async () => {
    const { token } = await invite(['gad-7']);
    const sent = await Promise.all(Array.from({ length: 8 }, () => send(token, { q1: 1, q2: 1, q3: 1, q4: 1, q5: 1, q6: 1, q7: 1 })));
    expect(sent.map(({ status }) => status).sort()).toEqual([201, 404, 404, 404, 404, 404, 404, 404]);
    const { items } = expectStatus(await clinic.as('clinician').get(`/v1/assessments?courseId=${courseId}&measure=gad-7`), 200);
    expect(items).toHaveLength(1);
  });

  it.each([
    [{ q1: 4 }, '/answers/q1'],
    [{ 'phq-9': { q1: 4 } }, '/answers/phq-9/q1'],
    [{ 'phq-9': { q77: 1 } }, '/answers/phq-9/q77'],
    [{ 'gad-7': { q1: 1 } }, '/answers/gad-7'],
    [{ 'phq-9': 'all good' }, '/answers/phq-9'],
    [{}, '/answers'],
    [{ q1: null }, '/answers'],
  ])('refuses %j and stays open', async (answers, pointer) => {
    const { token } = await invite(['phq-9']);
    expect(expectStatus(await send(token, answers), 400).errors.map((fault: Json) => fault.pointer)).toEqual([pointer]);
    expectStatus(await ask(token), 200);
  });

  it('shows where help is at once, and raises the alert in the same commit', async () => {
    const before = (await alerts()).length;
    const { token } = await invite(['phq-9'], { language: 'de' });
    const receipt = expectStatus(await send(token, { ...PHQ9, q9: 1 }), 201);
    expect(receipt.message).toContain('Notruf 112');
    expect(receipt.helpLines.map(({ contact }: Json) => contact)).toContain('0800 111 0 111');
    expect((await alerts()).slice(0, (await alerts()).length - before).map(({ kind }) => kind)).toContain('suicidality');
  });

  it('keeps a diary: one answer a day of the clinic, until the course ends', async () => {
    const { token } = await invite(['nrs-pain'], { kind: 'pain-diary' });
    expectStatus(await send(token, { pain: 6 }), 201);
    expect(expectStatus(await ask(token), 200)).toMatchObject({ answeredToday: true });
    expectStatus(await send(token, { pain: 2 }), 409);
    service.clock.set('2030-03-05T04:59:00.000Z'); // 23:59 in New York, the same day
    expectStatus(await send(token, { pain: 2 }), 409);
    service.clock.set('2030-03-05T05:01:00.000Z');
    expectStatus(await send(token, { pain: 5 }), 201);
    service.clock.set('2030-03-04T14:00:00.000Z');
  });

  it.each([
    ['madrs', '/measures/0', 'not-self-reported'],
    ['nonsense', '/measures/0', 'not-self-reported'],
  ])('does not ask %s of a patient alone', async (measure, pointer, code) => {
    const answer = expectStatus(await clinic.as('operator').post('/v1/self-report-links', { patientId, measures: [measure] }), 400);
    expect(answer.errors).toMatchObject([{ pointer, code }]);
  });

  it('asks the clinic’s own measure too, and points to the help that the clinic names', async () => {
    expectStatus(await clinic.as('clinician').post('/v1/outcome-measures', { code: 'our-sleep', name: 'Our sleep question', method: 'sum', direction: 'lower-is-better', items: [{ code: 'nights', topic: 'Bad nights this week', minimum: 0, maximum: 7 }] }), 201);
    const settings = '/v1/clinic/alert-settings';
    const etag = (await clinic.as('admin').get(settings)).headers['etag'] ?? '';
    const named = { criticalMinutes: 30, warningMinutes: 1440, crisisResources: [{ name: 'Our doctor on call', contact: '+1 555 0100' }] };
    expectStatus(await clinic.as('admin').put(settings, named, { 'if-match': etag }), 200);
    const { token } = await invite(['our-sleep', 'phq-9']);
    expect((await service.anyone().get(`/self-report/${token}?lang=de&q=our-sleep.nights`)).text).toContain('<h1 id="question" lang="en">Bad nights this week</h1>');
    const receipt = expectStatus(await send(token, { 'our-sleep': { nights: 3 }, 'phq-9': { ...PHQ9, q9: 2 } }), 201);
    expect(receipt.helpLines.map(({ contact }: Json) => contact)).toEqual(['+1 555 0100', 'Call or text 988', '116 123', '13 11 14']);
    expect(expectStatus(await clinic.as('clinician').get(`/v1/assessments?courseId=${courseId}&measure=our-sleep`), 200).items).toMatchObject([{ score: 3, enteredBy: 'patient' }]);
  });

  it('refuses a diary without a course, of two measures, and mail without a mail server', async () => {
    const post = (body: Json) => clinic.as('operator').post('/v1/self-report-links', { patientId, measures: ['nrs-pain'], ...body });
    expect(expectStatus(await post({ kind: 'pain-diary' }), 400).errors[0].pointer).toBe('/courseId');
    expect(expectStatus(await post({ kind: 'pain-diary', courseId, measures: ['nrs-pain', 'peg'] }), 400).errors[0].pointer).toBe('/measures');
    expect(expectStatus(await post({ email: true }), 409).code).toBe('mail-not-configured');
    expect(expectStatus(await post({ expiresAt: '2030-03-04T13:59:00Z' }), 400).errors[0].pointer).toBe('/expiresAt');
  });
});
