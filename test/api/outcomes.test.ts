import { expectStatus, type Json } from '../support/caller.js';
import { startService, type Service, type TestClinic } from '../support/service.js';
import { activeCourse, completedSession, newPatient } from '../support/world.js';

describe('outcome measures', () => {
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

  const record = (measure: string, answers: Json, more: Json = {}) => clinic.as('operator').post('/v1/assessments', { patientId, courseId, measure, answers, ...more });
  const inOrder = (values: (number | null)[]): Json => Object.fromEntries(values.map((value, index) => [`q${index + 1}`, value]));

  it('are listed with items in the form’s order, and described whole', async () => {
    const { items } = expectStatus(await clinic.as('clinician').get('/v1/outcome-measures'), 200);
    expect(items.map(({ code }: Json) => code)).toEqual(expect.arrayContaining(['nrs-pain', 'phq-9', 'gad-7', 'peg', 'bpi-sf', 'pcs', 'isi', 'madrs', 'ham-d17']));
    const phq9 = expectStatus(await clinic.as('clinician').get('/v1/outcome-measures/phq-9'), 200);
    expect(phq9.items.filter(({ scored }: Json) => scored).map(({ code, minimum, maximum }: Json) => [code, minimum, maximum])).toEqual(Array.from({ length: 9 }, (_unused, index) => [`q${index + 1}`, 0, 3]));
    expectStatus(await clinic.as('clinician').get('/v1/outcome-measures/nonsense'), 404);
  });

  it.each([
    ['phq-9', inOrder([1, 2, 2, 1, 1, 2, 1, 0, 0]), 10, 'moderate'],
    ['gad-7', inOrder([1, 1, 2, 1, 0, 1, 1]), 7, 'mild'],
    ['phq-9', inOrder([2, 2, null, 1, 1, 2, 1, null, 0]), 12, 'moderate'],
  ])('score %s by its published rule', async (measure, answers, score, severity) => {
    expect(expectStatus(await record(measure, answers), 201)).toMatchObject({ score, severity });
  });

  it('give no score where too much is missing, and say why', async () => {
    expect(expectStatus(await record('phq-9', inOrder([1, 2, null, null, null, 2, 1, 0, 0])), 201)).toMatchObject({ score: null, complete: false, reason: 'too-many-missing' });
  });

  it.each([
    [{ q1: 4 }, '/answers/q1'],
    [{ q1: 1.5 }, '/answers/q1'],
    [{ q1: '1' }, '/answers/q1'],
    [{ q1: true }, '/answers/q1'],
    [{ q10: 1 }, '/answers/q10'],
    [{ toString: 1 }, '/answers/toString'],
  ])('refuse the impossible answer %j', async (answers, pointer) => {
    expect(expectStatus(await record('phq-9', answers), 400).errors.map((error: Json) => error.pointer)).toEqual([pointer]);
  });

  it('compare with the first of the course, by the measure’s own rule', async () => {
    const first = expectStatus(await record('nrs-pain', { pain: 7 }), 201);
    expect(first.change).toMatchObject({ baseline: null, fromBaseline: null, responder: null });
    const later = expectStatus(await record('nrs-pain', { pain: 4.5 }), 201);
    expect(later.change).toMatchObject({ baseline: { assessmentId: first.id, score: 7 }, fromBaseline: -2.5, percent: 35.7, responder: true, substantialResponder: false });
  });

  it('compare each subscore with its own first, also where there is no total', async () => {
    const mine = await activeCourse(service, clinic);
    const fill = async (measure: string, answers: Json): Promise<Json> => expectStatus(await clinic.as('operator').post('/v1/assessments', { patientId: mine.patientId, courseId: mine.courseId, measure, answers }), 201).change;
    const promis = (pain: number[], function_: number[]): Json => ({ ...inOrder(function_), q25: pain[0], q26: pain[1], q27: pain[2], q28: pain[3] });
    expect((await fill('promis-29', promis([3, 4, 3, 3], [3, 3, 3, 3]))).subscores).toEqual([]);
    const profile = await fill('promis-29', promis([2, 3, 3, 2], [2, 2, 3, 2])); // raw 13 to 10: T 62.5 to 58.5; raw 12 to 9: T 36.7 to 33.2
    expect(profile).toMatchObject({ baseline: null, fromBaseline: null });
    expect(profile.subscores).toEqual([
      { code: 'physical-function', baseline: 36.7, fromBaseline: -3.5, percent: null, importantChangeReached: false, deteriorated: false },
      { code: 'pain-interference', baseline: 62.5, fromBaseline: -4, percent: null, importantChangeReached: true, deteriorated: false },
    ]);
    const interference = (value: number): Json => Object.fromEntries(['general-activity', 'mood', 'walking', 'work', 'relations', 'sleep', 'enjoyment'].map((code) => [code, value]));
    await fill('bpi-sf', interference(4)); // without pain severity there is no score
    expect((await fill('bpi-sf', interference(5))).subscores).toEqual([{ code: 'interference', baseline: 4, fromBaseline: 1, percent: -25, importantChangeReached: false, deteriorated: true }]);
  });

  it('entered late count the sessions until they were answered, not until they were typed in', async () => {
    const mine = await service.newClinic();
    const { patientId, courseId, session } = await completedSession(service, mine);
    const nrs = async (assessedAt: string): Promise<Json> => expectStatus(await mine.as('operator').post('/v1/assessments', { patientId, courseId, measure: 'nrs-pain', answers: { pain: 5 }, assessedAt }), 201);
    const before = new Date(Date.parse(session.startedAt) - 60_000).toISOString();
    expect([(await nrs(before)).sessionNumber, (await nrs(session.endedAt)).sessionNumber]).toEqual([0, 1]);
  });

  it('are corrected by a new assessment; the old one stays as it was', async () => {
    const wrong = expectStatus(await record('gad-7', inOrder([3, 3, 3, 3, 3, 3, 3])), 201);
    const corrected = await clinic.as('operator').post(`/v1/assessments/${wrong.id}/correct`, { answers: inOrder([0, 0, 0, 0, 0, 0, 0]), reason: 'typed for another patient' });
    expect(expectStatus(corrected, 201)).toMatchObject({ supersedes: wrong.id, score: 0 });
    expect(corrected.headers['location']).toBe(`/v1/assessments/${corrected.body.id}`);
    expect(expectStatus(await clinic.as('clinician').get(`/v1/assessments/${wrong.id}`), 200)).toMatchObject({ score: 21, supersededAt: expect.any(String) });
    expectStatus(await clinic.as('operator').post(`/v1/assessments/${wrong.id}/correct`, { answers: {}, reason: 'again' }), 409);
  });

  it('struck out as entered in error stay readable and count for nothing', async () => {
    const isi = inOrder([3, 3, 3, 3, 3, 3, 3]);
    const wrong = expectStatus(await record('isi', isi, { enteredBy: 'proxy', place: 'telephone', durationSeconds: 95 }), 201);
    expect(wrong).toMatchObject({ enteredBy: 'proxy', place: 'telephone', durationSeconds: 95, enteredInErrorAt: null });
    const path = `/v1/assessments/${wrong.id}/entered-in-error`;
    expect(expectStatus(await clinic.as('operator').post(path, { reason: 'another patient’s form' }), 200)).toMatchObject({ score: 21, enteredInErrorAt: expect.any(String), enteredInErrorReason: 'another patient’s form' });
    expectStatus(await clinic.as('operator').post(path, { reason: 'once more' }), 409);
    expectStatus(await clinic.as('operator').post(`/v1/assessments/${wrong.id}/correct`, { answers: isi, reason: 'after all' }), 409);
    expect(expectStatus(await record('isi', isi), 201)).toMatchObject({ enteredBy: 'staff', change: { baseline: null } });
  });

  it('never keep an answer that points to suicide without its alert', async () => {
    expect(expectStatus(await record('phq-9', inOrder([0, 0, 0, 0, 0, 0, 0, 0, 1])), 201).flags).toContain('suicide-item');
    const { items } = expectStatus(await clinic.as('clinician').get('/v1/alerts?status=open'), 200);
    const alert = items.find(({ kind }: Json) => kind === 'suicidality');
    expect(alert).toMatchObject({ severity: 'critical', patientId, courseId });
    expectStatus(await clinic.as('operator').post(`/v1/alerts/${alert.id}/acknowledge`, { note: 'seen' }), 403);
    expectStatus(await clinic.as('clinician').post(`/v1/alerts/${alert.id}/acknowledge`, { note: 'risk assessed by telephone' }), 200);
    expectStatus(await clinic.as('clinician').post(`/v1/alerts/${alert.id}/acknowledge`, { note: 'again' }), 409);
  });

  it('belong to the patient, the course and the past', async () => {
    const stranger = await newPatient(clinic);
    expectStatus(await record('nrs-pain', { pain: 5 }, { patientId: stranger }), 404);
    expect(expectStatus(await record('nrs-pain', { pain: 5 }, { assessedAt: '2030-03-05T00:00:00Z' }), 400).errors[0].pointer).toBe('/assessedAt');
    expect(expectStatus(await record('nonsense', {}), 400).errors[0].pointer).toBe('/measure');
    expectStatus(await clinic.as('front-desk').get(`/v1/assessments?patientId=${patientId}`), 403);
  });
});
