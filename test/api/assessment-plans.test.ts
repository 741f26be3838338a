import { Jobs } from '../../src/platform/jobs/jobs.js';
import { expectStatus, type Json } from '../support/caller.js';
import { startService, type Service, type TestClinic } from '../support/service.js';
import { activeCourse, completedSession } from '../support/world.js';

describe('assessment plans', () => {
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

  const path = (): string => `/v1/courses/${courseId}/assessment-plan`;
  const choose = async (body: Json) => clinic.as('clinician').put(path(), body, { 'if-match': String((await clinic.as('clinician').get(path())).headers['etag']) });
  const due = async (query = ''): Promise<string[]> =>
    expectStatus(await clinic.as('operator').get(`/v1/assessments/due?courseId=${courseId}${query}`), 200).items.map(({ measure, occasion, state }: Json) => `${measure} ${occasion} ${state}`);
  const record = (measure: string, answers: Json, more: Json = {}) => clinic.as('operator').post('/v1/assessments', { patientId, courseId, measure, answers, ...more });

  it('begin with the minimum set for the condition until somebody decides', async () => {
    const plan = expectStatus(await clinic.as('clinician').get(path()), 200);
    expect(plan).toMatchObject({ chosen: false, baselineRule: 'single-value', chosenBy: null });
    expect(plan.items).toContainEqual({ measure: 'nrs-pain', at: 'every-sessions', every: 1 });
    expect(await due()).toContain('phq-9 baseline due');
  });

  it('are decided by a clinician, whole, and kept from changes that nobody saw', async () => {
    const body = { items: [{ measure: 'nrs-pain', at: 'baseline' }, { measure: 'peg', at: 'every-weeks', every: 1 }, { measure: 'pgic', at: 'follow-up', months: 3 }], reviewAfterSessions: 5 };
    expectStatus(await clinic.as('clinician').put(path(), body), 428);
    expectStatus(await clinic.as('operator').put(path(), body, { 'if-match': '"x"' }), 403);
    expect(expectStatus(await choose(body), 200)).toMatchObject({ chosen: true, items: body.items, reviewAfterSessions: 5, chosenBy: clinic.staff.clinician.id });
    expect(await due()).toEqual(['nrs-pain baseline due']);
  });

  it.each([
    [{ items: [{ measure: 'nonsense', at: 'baseline' }] }, '/items/0/measure'],
    [{ items: [{ measure: 'peg', at: 'every-weeks' }] }, '/items/0/at'],
    [{ items: [{ measure: 'peg', at: 'follow-up', months: 2 }] }, '/items/0/at'],
    [{ items: [{ measure: 'peg', at: 'end' }, { measure: 'peg', at: 'end' }] }, '/items/1'],
    [{ items: [{ measure: 'nrs-pain', at: 'end', recallPeriod: 'last-year' }] }, '/items/0/recallPeriod'],
    [{ items: [{ measure: 'madrs', at: 'every-days', every: 31 }] }, '/items/0/at'],
    [{ items: [] }, '/items'],
  ])('refuse %j', async (body, pointer) => {
    expect(expectStatus(await choose(body), 400).errors[0].pointer).toBe(pointer);
  });

  it('want a measure over the time that they name', async () => {
    const mine = await activeCourse(service, clinic);
    const at = `/v1/courses/${mine.courseId}/assessment-plan`;
    const items = [{ measure: 'nrs-pain', at: 'baseline', recallPeriod: 'last-7d-worst' }, { measure: 'madrs', at: 'every-days', every: 1 }];
    expect(expectStatus(await clinic.as('clinician').put(at, { items }, { 'if-match': String((await clinic.as('clinician').get(at)).headers['etag']) }), 200).items).toEqual(items);
    const states = async (): Promise<string[]> => {
      for (const recallPeriod of ['last-7d-average', 'last-7d-worst']) {
        const { items: due } = expectStatus(await clinic.as('operator').get(`/v1/assessments/due?courseId=${mine.courseId}`), 200);
        expect(due).toMatchObject([{ measure: 'nrs-pain', recallPeriod: 'last-7d-worst', state: 'due' }]);
        expectStatus(await clinic.as('operator').post('/v1/assessments', { patientId: mine.patientId, courseId: mine.courseId, measure: 'nrs-pain', answers: { pain: 6 }, recallPeriod }), 201);
      }
      return expectStatus(await clinic.as('operator').get(`/v1/assessments/due?courseId=${mine.courseId}`), 200).items;
    };
    expect(await states()).toEqual([]);
  });

  it('say what is due from what was done, and forget it when that was an error', async () => {
    const done = expectStatus(await record('nrs-pain', { pain: 6 }), 201);
    expect(await due()).toEqual([]);
    expectStatus(await clinic.as('operator').post(`/v1/assessments/${done.id}/entered-in-error`, { reason: 'wrong patient' }), 200);
    expect(await due()).toEqual(['nrs-pain baseline due']);
  });

  it('let an occasion be skipped once, with a reason', async () => {
    const skip = { measure: 'nrs-pain', occasion: 'baseline', reason: 'came too late' };
    const answer = await clinic.as('operator').post(`${path()}/skips`, skip);
    const made = expectStatus(answer, 201);
    expect(made).toMatchObject(skip);
    expect(expectStatus(await clinic.as('clinician').get(`${path()}/skips/${made.id}`), 200)).toEqual(made);
    expect(expectStatus(await clinic.as('operator').post(`${path()}/skips`, skip), 409).code).toBe('already-skipped');
    expect(expectStatus(await clinic.as('operator').post(`${path()}/skips`, { ...skip, occasion: 'never' }), 400).errors[0].pointer).toBe('/occasion');
    expect(await due()).toEqual([]);
    expect(expectStatus(await clinic.as('clinician').get(`${path()}/occasions`), 200).items[0]).toMatchObject({ state: 'skipped', skippedReason: 'came too late' });
  });

  it('count from the visits that were had', async () => {
    const other = await completedSession(service, clinic);
    const plan = `/v1/courses/${other.courseId}/assessment-plan`;
    const current = await clinic.as('clinician').get(plan);
    expectStatus(await clinic.as('clinician').put(plan, { template: 'depression', items: [{ measure: 'nrs-pain', at: 'every-sessions', every: 1 }] }, { 'if-match': String(current.headers['etag']) }), 200);
    const { items } = expectStatus(await clinic.as('clinician').get(`/v1/assessments/due?courseId=${other.courseId}`), 200);
    const states = items.map(({ measure, occasion, state }: Json) => `${measure} ${occasion} ${state}`);
    expect(states).toEqual(expect.arrayContaining(['phq-9 baseline overdue', 'nrs-pain session-2 due']));
    const paged: Json[] = [];
    for (let cursor: string | null = ''; cursor !== null; ) {
      const page: Json = expectStatus(await clinic.as('clinician').get(`/v1/assessments/due?courseId=${other.courseId}&limit=2${cursor && `&cursor=${cursor}`}`), 200);
      expect(page.items.length).toBeLessThanOrEqual(2);
      paged.push(...page.items);
      cursor = page.nextCursor;
    }
    expect(paged).toEqual(items);
    expectStatus(await clinic.as('clinician').get('/v1/assessments/due?cursor=nonsense'), 400);
    expectStatus(await clinic.as('front-desk').get('/v1/assessments/due'), 403);
    for (let again = 0; again < 2; again += 1) await service.app.get(Jobs).runNow('course-watch');
    const alerts = (): Promise<Json[]> => clinic.as('clinician').get(`/v1/alerts?patientId=${other.patientId}`).then((answer) => expectStatus(answer, 200).items);
    expect((await alerts()).filter(({ kind }) => kind === 'overdue-assessment').map(({ summary }) => summary)).toEqual(['Overdue (baseline): phq-9, ham-d17, c-ssrs-screener, gad-7.']);
    const later = await clinic.as('clinician').get(plan);
    expectStatus(await clinic.as('clinician').put(plan, { items: [{ measure: 'nrs-pain', at: 'end' }], reviewAfterSessions: 1 }, { 'if-match': String(later.headers['etag']) }), 200);
    const pain = (value: number) => clinic.as('operator').post('/v1/assessments', { patientId: other.patientId, courseId: other.courseId, measure: 'nrs-pain', answers: { pain: value } });
    for (const value of [6, 5, 5]) expectStatus(await pain(value), 201);
    expect((await alerts()).filter(({ kind }) => kind === 'no-response')).toHaveLength(1);
  });

  it('keep measures off that the clinic has no licence for', async () => {
    const [admin, operator] = [clinic.as('admin'), clinic.as('operator')];
    const [statement] = expectStatus(await admin.get('/v1/outcome-measures/odi/licence-statements'), 200).items;
    expectStatus(await operator.post(`/v1/outcome-measures/odi/licence-statements/${statement.id}/withdraw`, {}), 403);
    expectStatus(await admin.post(`/v1/outcome-measures/odi/licence-statements/${statement.id}/withdraw`, {}), 200);
    const odi = Object.fromEntries(Array.from({ length: 10 }, (_unused, index) => [`q${index + 1}`, 2]));
    expect(expectStatus(await record('odi', odi), 409).code).toBe('licence-required');
    expect(expectStatus(await choose({ items: [{ measure: 'odi', at: 'end' }] }), 409).code).toBe('licence-required');
    expect(expectStatus(await operator.get('/v1/outcome-measures/odi'), 200).usable).toBe(false);
    expectStatus(await admin.post('/v1/outcome-measures/odi/licence-statements', { reference: 'Agreement 42' }), 201);
    expect(expectStatus(await record('odi', odi), 201).score).toBe(40);
    expect(expectStatus(await admin.post('/v1/outcome-measures/odi/licence-statements', { reference: 'again' }), 409).code).toBe('already-stated');
    expect(expectStatus(await admin.post('/v1/outcome-measures/phq-9/licence-statements', { reference: 'none' }), 409).code).toBe('no-licence-needed');
  });

  it('may name the clinic’s own measures, whose versions are kept', async () => {
    const own = { code: 'stairs', name: 'Stairs', method: 'sum', direction: 'higher-is-better', items: [{ code: 'up', topic: 'Stairs up', minimum: 0, maximum: 10 }, { code: 'down', topic: 'Stairs down', minimum: 0, maximum: 10 }] };
    expectStatus(await clinic.as('operator').post('/v1/outcome-measures', own), 403);
    const defined = await clinic.as('clinician').post('/v1/outcome-measures', own);
    expect(expectStatus(defined, 201)).toMatchObject({ code: 'stairs', version: '1', scoreRange: { minimum: 0, maximum: 20 } });
    expect(defined.headers['location']).toBe('/v1/outcome-measures/stairs');
    const first = expectStatus(await record('stairs', { up: 3, down: 4 }), 201);
    expect(first).toMatchObject({ score: 7, measureVersion: '1' });
    expectStatus(await clinic.as('clinician').post('/v1/outcome-measures', { ...own, method: 'mean' }), 201);
    expect(expectStatus(await record('stairs', { up: 3, down: 4 }), 201)).toMatchObject({ score: 3.5, measureVersion: '2', change: { baseline: null } });
    expect(expectStatus(await clinic.as('operator').post(`/v1/assessments/${first.id}/correct`, { answers: { up: 5, down: 4 }, reason: 'misread' }), 201)).toMatchObject({ score: 9, measureVersion: '1' });
    expect(expectStatus(await record('stairs', { up: 11 }), 400).errors[0].pointer).toBe('/answers/up');
    expect(expectStatus(await clinic.as('clinician').post('/v1/outcome-measures', { ...own, code: 'phq-9' }), 400).errors[0].pointer).toBe('/code');
    expectStatus(await choose({ items: [{ measure: 'stairs', at: 'every-weeks', every: 2 }] }), 200);
  });
});
