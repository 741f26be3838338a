import { Jobs } from '../../src/platform/jobs/jobs.js';
import { expectStatus, type Json } from '../support/caller.js';
import { startService, type Service, type TestClinic } from '../support/service.js';
import { activeCourse, booked, completedSession, laterOn } from '../support/world.js';

describe('alerts that follow a course', () => {
  let service: Service;
  let clinic: TestClinic;

  beforeEach(async () => {
    clinic = await service.newClinic();
    service.clock.set('2030-03-04T14:00:00.000Z');
  });
  beforeAll(async () => {
    service = await startService();
  });
  afterAll(() => service.stop());

  const alertsOf = async (kind: string): Promise<string[]> =>
    expectStatus(await clinic.as('clinician').get(`/v1/alerts?kind=${kind}`), 200).items.map(({ status }: Json) => status).reverse();
  const watch = () => service.app.get(Jobs).runNow('course-watch');
  const plan = async (courseId: string, body: Json): Promise<void> => {
    const path = `/v1/courses/${courseId}/assessment-plan`;
    expectStatus(await clinic.as('clinician').put(path, body, { 'if-match': String((await clinic.as('clinician').get(path)).headers['etag']) }), 200);
  };
  const painOf = (patientId: string, courseId: string) => async (pain: number, minute: number): Promise<Json> =>
    expectStatus(await clinic.as('operator').post('/v1/assessments', { patientId, courseId, measure: 'nrs-pain', answers: { pain }, assessedAt: `2030-03-04T13:${String(minute).padStart(2, '0')}:00Z` }), 201);

  it('tell of deterioration once while it lasts, again when it grows, and settle it when it is over', async () => {
    const { patientId, courseId } = await activeCourse(service, clinic);
    const pain = painOf(patientId, courseId);
    await pain(4, 1);
    for (const minute of [10, 11, 12]) await pain(6, minute);
    expect(await alertsOf('deterioration')).toEqual(['open']);
    await pain(8, 20);
    expect(await alertsOf('deterioration')).toEqual(['resolved', 'open']);
    await pain(3, 15); // entered late: it says nothing of today
    expect(await alertsOf('deterioration')).toEqual(['resolved', 'open']);
    const better = await pain(5, 30);
    expect(await alertsOf('deterioration')).toEqual(['resolved', 'resolved']);
    expectStatus(await clinic.as('operator').post(`/v1/assessments/${better.id}/correct`, { answers: { pain: 7 }, reason: 'misread' }), 201);
    expect(await alertsOf('deterioration')).toEqual(['resolved', 'resolved']); // as bad as was told, and no worse
    const { items } = expectStatus(await clinic.as('clinician').get('/v1/alerts?status=resolved'), 200);
    expect(items.map(({ resolution }: Json) => resolution)).toEqual(['The latest score is no longer worse than the baseline by the important change.', 'It became worse still, and was told anew.']);
    expectStatus(await clinic.as('clinician').post(`/v1/alerts/${items[0].id}/acknowledge`, { note: 'too late' }), 409);
  });

  it('take back deterioration that was entered in error', async () => {
    const { patientId, courseId } = await activeCourse(service, clinic);
    const pain = painOf(patientId, courseId);
    await pain(4, 1);
    const wrong = await pain(9, 10);
    expect(await alertsOf('deterioration')).toEqual(['open']);
    expectStatus(await clinic.as('operator').post(`/v1/assessments/${wrong.id}/entered-in-error`, { reason: 'another patient' }), 200);
    expect(await alertsOf('deterioration')).toEqual(['resolved']);
  });

  it('miss no response when no new form brings it to light, and settle what was done', async () => {
    const { patientId, courseId } = await completedSession(service, clinic);
    const pain = painOf(patientId, courseId);
    await pain(6, 1);
    await pain(5, 10);
    await plan(courseId, { items: [{ measure: 'nrs-pain', at: 'end' }, { measure: 'gad-7', at: 'baseline' }], reviewAfterSessions: 1 });
    for (let again = 0; again < 2; again += 1) await watch();
    expect([await alertsOf('no-response'), await alertsOf('overdue-assessment')]).toEqual([['open'], ['open']]);
    await pain(2, 40);
    expectStatus(await clinic.as('operator').post(`/v1/courses/${courseId}/assessment-plan/skips`, { measure: 'gad-7', occasion: 'baseline', reason: 'came too late' }), 201);
    await watch();
    expect([await alertsOf('no-response'), await alertsOf('overdue-assessment')]).toEqual([['resolved'], ['resolved']]);
  });

  it('tell of an overdue occasion anew when it was settled and comes back', async () => {
    const { patientId, courseId } = await completedSession(service, clinic);
    await plan(courseId, { items: [{ measure: 'gad-7', at: 'baseline' }] });
    for (const told of [['open'], ['resolved', 'open'], ['resolved', 'resolved', 'open']]) {
      for (let again = 0; again < 2; again += 1) await watch();
      expect(await alertsOf('overdue-assessment')).toEqual(told);
      const { id } = expectStatus(await clinic.as('operator').post('/v1/assessments', { patientId, courseId, measure: 'gad-7', answers: { q1: 1 }, assessedAt: '2030-03-04T13:00:00Z' }), 201);
      await watch();
      expect(await alertsOf('overdue-assessment')).toEqual(told.map(() => 'resolved'));
      expectStatus(await clinic.as('operator').post(`/v1/assessments/${id}/entered-in-error`, { reason: 'another patient' }), 200);
    }
  });

  it('tell of missed visits once however many follow, and settle it with the next that is had', async () => {
    const { courseId } = await completedSession(service, clinic);
    const miss = async (day: string): Promise<void> => {
      await laterOn(service, clinic, `2030-03-${day}T14:00:00.000Z`, 'clinician', 'operator', 'front-desk', 'admin');
      const { id } = await booked(service, clinic, courseId);
      service.clock.advanceMinutes(20);
      expectStatus(await clinic.as('front-desk').post(`/v1/sessions/${id}/no-show`, { reason: 'did not come' }), 200);
      await watch();
    };
    await miss('05');
    expect(await alertsOf('missed-sessions')).toEqual([]);
    for (const day of ['06', '07', '08']) await miss(day);
    expect(await alertsOf('missed-sessions')).toEqual(['open']);
    expectStatus(await clinic.as('clinician').post(`/v1/courses/${courseId}/discontinue`, { reason: 'patient wishes' }), 200);
    await watch();
    expect(await alertsOf('missed-sessions')).toEqual(['resolved']);
  });

  it('count from the mean of a diary where the plan says so, in assessments and in the review', async () => {
    const { patientId, courseId } = await activeCourse(service, clinic);
    await plan(courseId, { items: [{ measure: 'nrs-pain', at: 'end' }], baselineRule: 'mean-of-seven-day-diary' });
    const nrs = async (pain: number, day: string): Promise<Json> =>
      expectStatus(await clinic.as('operator').post('/v1/assessments', { patientId, courseId, measure: 'nrs-pain', answers: { pain }, assessedAt: `2030-${day}T12:00:00Z` }), 201);
    const [first] = [await nrs(2, '02-20')];
    for (const [pain, day] of [[8, '02-26'], [7, '02-27'], [6, '02-28'], [7, '03-01']] as const) await nrs(pain, day);
    expect(first.change.baseline).toBeNull();
    const points = expectStatus(await clinic.as('clinician').get(`/v1/assessments?courseId=${courseId}`), 200).items;
    expect(points.map(({ change }: Json) => change.baseline)).toEqual([null, null, null, null, null]);
    const review = expectStatus(await clinic.as('clinician').get(`/v1/courses/${courseId}/review`), 200);
    expect(review.measures[0]).toMatchObject({ baseline: { score: 7 }, baselineRule: 'mean-of-seven-day-diary', baselineValues: 4, fromBaseline: null });
    expect(await alertsOf('deterioration')).toEqual([]);
  });
});

describe('one alert for one answer', () => {
  let service: Service;
  let clinic: TestClinic;
  let patientId: string;

  beforeAll(async () => {
    service = await startService();
    clinic = await service.newClinic();
    ({ patientId } = await activeCourse(service, clinic));
  });
  afterAll(() => service.stop());

  const invite = async (measures: string[]): Promise<string> => expectStatus(await clinic.as('operator').post('/v1/self-report-links', { patientId, measures }), 201).token;
  const move = async (token: string, form: Record<string, string>): Promise<string> => {
    const answer = await service.anyone().post(`/self-report/${token}`, new URLSearchParams({ lang: 'en', ...form }).toString(), { 'content-type': 'application/x-www-form-urlencoded' });
    expectStatus(answer, 303);
    return String(answer.headers['location']);
  };
  const answer = (token: string, q: string, value: number) => move(token, { move: 'answer', q, value: String(value) });
  /** What was told since, oldest first. */
  const toldBy = async (task: () => Promise<void>): Promise<Json[]> => {
    const all = async (): Promise<Json[]> => expectStatus(await clinic.as('clinician').get('/v1/alerts?kind=suicidality'), 200).items;
    const before = (await all()).length;
    await task();
    const after = await all();
    return after.slice(0, after.length - before).reverse();
  };

  it('is raised when it is saved, and not again when it is sent', async () => {
    const told = await toldBy(async () => {
      const token = await invite(['phq-9']);
      expect(await answer(token, 'phq-9.q9', 1)).toContain('show=help');
      expect(await answer(token, 'phq-9.q9', 2)).not.toContain('show=help');
      expect(await move(token, { move: 'send' })).toContain('how=help');
    });
    expect(told).toMatchObject([{ status: 'open', summary: 'An answer in phq-9 points to suicidality: assess the risk today.' }]);
  });

  it('stands when the answer is taken back before it is sent, and says so', async () => {
    const told = await toldBy(async () => {
      const token = await invite(['phq-9']);
      await answer(token, 'phq-9.q9', 3);
      await answer(token, 'phq-9.q9', 0);
      await move(token, { move: 'send' });
    });
    expect(told).toMatchObject([{ status: 'open', summary: expect.stringContaining('taken back') }]);
  });

  it('is raised for each form that alarms, and once more where answers turn into high risk', async () => {
    const told = await toldBy(async () => {
      const token = await invite(['phq-9', 'c-ssrs-screener']);
      await answer(token, 'phq-9.q9', 1);
      for (const q of ['q1', 'q2', 'q3', 'q4', 'q5']) await answer(token, `c-ssrs-screener.${q}`, 1);
      await answer(token, 'c-ssrs-screener.q6', 0);
      await move(token, { move: 'send' });
    });
    expect(told.map(({ summary }) => summary.split(':')[0])).toEqual(['An answer in phq-9 points to suicidality', 'Answers in c-ssrs-screener say high risk', 'Answers in c-ssrs-screener say high risk']);
  });

  it('is not raised again by a correction that leaves it as it was', async () => {
    const told = await toldBy(async () => {
      const { id } = expectStatus(await clinic.as('operator').post('/v1/assessments', { patientId, measure: 'phq-9', answers: { q1: 0, q9: 1 } }), 201);
      expectStatus(await clinic.as('operator').post(`/v1/assessments/${id}/correct`, { answers: { q1: 1, q9: 1 }, reason: 'misread' }), 201);
    });
    expect(told).toHaveLength(1);
  });

  it('is not asked for by a form whose licence has ended', async () => {
    const token = await invite(['odi', 'phq-9']);
    const [statement] = expectStatus(await clinic.as('admin').get('/v1/outcome-measures/odi/licence-statements'), 200).items;
    expectStatus(await clinic.as('admin').post(`/v1/outcome-measures/odi/licence-statements/${statement.id}/withdraw`, {}), 200);
    const asked = expectStatus(await service.anyone().get(`/v1/self-report/${token}`), 200).measures.map(({ code }: Json) => code);
    expect(asked).toEqual(['phq-9']);
    const told = await toldBy(async () => void expectStatus(await service.anyone().post(`/v1/self-report/${token}`, { answers: { q9: 1 } }), 201));
    expect(told).toHaveLength(1);
    const [latest] = expectStatus(await clinic.as('clinician').get(`/v1/assessments?patientId=${patientId}&measure=phq-9`), 200).items.slice(-1);
    expect(latest).toMatchObject({ enteredBy: 'patient', durationSeconds: null });
  });
});
