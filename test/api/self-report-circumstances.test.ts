import { MOVES_PER_WINDOW } from '../../src/outcome-measures/self-report/throttle.js';
import { expectStatus, type Json } from '../support/caller.js';
import { startService, type Service, type TestClinic } from '../support/service.js';
import { activeCourse } from '../support/world.js';

describe('the circumstances of a self-report', () => {
  let service: Service;
  let clinic: TestClinic;
  let patientId: string;

  beforeAll(async () => {
    service = await startService();
    clinic = await service.newClinic();
    ({ patientId } = await activeCourse(service, clinic));
  });
  afterAll(() => service.stop());

  const invite = (measures: string[], more: Json = {}) => clinic.as('operator').post('/v1/self-report-links', { patientId, measures, ...more });
  const post = (token: string, form: Record<string, string>) =>
    service.anyone().post(`/self-report/${token}`, new URLSearchParams({ lang: 'en', ...form }).toString(), { 'content-type': 'application/x-www-form-urlencoded' });
  const latest = async (measure: string): Promise<Json> => expectStatus(await clinic.as('clinician').get(`/v1/assessments?patientId=${patientId}&measure=${measure}`), 200).items.at(-1);

  it('are the time that pain is asked over, by whose hand, and how long each measure took', async () => {
    const made = expectStatus(await invite(['nrs-pain', 'pgic'], { recallPeriod: 'last-24h-worst', answeredBy: 'proxy' }), 201);
    expect(made).toMatchObject({ recallPeriod: 'last-24h-worst', answeredBy: 'proxy', askedByTopic: [] });
    const asked = expectStatus(await service.anyone().get(`/v1/self-report/${made.token}`), 200);
    expect(asked.measures.map(({ recallPeriod }: Json) => recallPeriod)).toEqual(['last-24h-worst', 'since-treatment-began']);
    expect((await service.anyone().get(`/self-report/${made.token}?q=nrs-pain.pain`)).text).toContain('at its worst');
    expect((await service.anyone().get(`/self-report/${made.token}?q=nrs-pain.pain&lang=de`)).text).toContain('schlimmsten');
    const steps: [number, Record<string, string>][] = [[0, { move: 'start' }], [2, { move: 'answer', q: 'nrs-pain.pain', value: '7' }], [30, { move: 'answer', q: 'pgic.change', value: '2' }], [5, { move: 'send' }]];
    for (const [minutes, form] of steps) {
      service.clock.advanceMinutes(minutes);
      expectStatus(await post(made.token, form), 303);
    }
    expect(await latest('nrs-pain')).toMatchObject({ enteredBy: 'proxy', recallPeriod: 'last-24h-worst', durationSeconds: 120 });
    expect(await latest('pgic')).toMatchObject({ enteredBy: 'proxy', recallPeriod: 'since-treatment-began', durationSeconds: 600 }); // away for most of the half hour
  });

  it('are refused where no measure knows the time, or the hand is nobody’s', async () => {
    expect(expectStatus(await invite(['phq-9'], { recallPeriod: 'last-24h-worst' }), 400).errors).toMatchObject([{ pointer: '/recallPeriod', code: 'unknown-recall-period' }]);
    expect(expectStatus(await invite(['phq-9'], { answeredBy: 'staff' }), 400).errors[0].pointer).toBe('/answeredBy');
  });

  it('say which licensed form is asked by topic, until the clinic gives its words', async () => {
    const askedByTopic = async (): Promise<string[]> => expectStatus(await invite(['isi', 'phq-9']), 201).askedByTopic;
    expect(await askedByTopic()).toEqual(['isi']);
    const words = (count: number): Json => ({ language: 'en', lead: 'As on the form.', items: Array.from({ length: count }, (_unused, index) => ({ code: `q${index + 1}`, ask: `Wording ${index + 1}` })) });
    expectStatus(await clinic.as('admin').put('/v1/outcome-measures/isi/wording', words(6)), 200);
    expect(await askedByTopic()).toEqual(['isi']);
    expectStatus(await clinic.as('admin').put('/v1/outcome-measures/isi/wording', words(7)), 200);
    expect(await askedByTopic()).toEqual([]);
  });

  it('are those of the form: a licensed measure without its words is not sent unless the clinic decided so', async () => {
    const mine = await service.newClinic();
    const { patientId: other } = await activeCourse(service, mine);
    const send = (measures: string[], more: Json = {}) => mine.as('operator').post('/v1/self-report-links', { patientId: other, measures, ...more });
    const path = '/v1/clinic/measure-settings';
    const decide = async (body: Json) => mine.as('admin').put(path, body, { 'if-match': String((await mine.as('admin').get(path)).headers['etag']) });
    expectStatus(await decide({ licensedByTopic: false, valueSet: 'us' }), 200);
    expect(expectStatus(await send(['phq-9', 'promis-29']), 409)).toMatchObject({ code: 'wording-required', measures: ['promis-29'] });
    expect(expectStatus(await send(['phq-9', 'odi', 'whodas-12']), 409)).toMatchObject({ code: 'wording-required', measures: ['odi', 'whodas-12'], language: 'en' });
    expectStatus(await send(['phq-9', 'gad-7', 'nrs-pain', 'pcs', 'fiqr', 'qids-sr16']), 201); // without a holder who sets terms
    const words = { language: 'en', items: Array.from({ length: 10 }, (_unused, index) => ({ code: `q${index + 1}`, ask: `Wording ${index + 1}` })) };
    expectStatus(await mine.as('admin').put('/v1/outcome-measures/odi/wording', words), 200);
    expectStatus(await send(['odi']), 201);
    expectStatus(await send(['odi'], { language: 'de' }), 409);
    expectStatus(await mine.as('clinician').put(path, { licensedByTopic: true, valueSet: 'us' }, { 'if-match': '"x"' }), 403);
    expectStatus(await decide({ licensedByTopic: true, valueSet: 'us' }), 200);
    expect(expectStatus(await send(['odi'], { language: 'de' }), 201).askedByTopic).toEqual(['odi']);
  });

  it('may change: an answer that a measure of the clinic’s own does not allow any more is forgotten', async () => {
    const walk = (maximum: number): Json => ({ code: 'walk', name: 'Walk', method: 'sum', direction: 'higher-is-better', items: [{ code: 'far', topic: 'How far', minimum: 0, maximum }, { code: 'fast', topic: 'How fast', minimum: 0, maximum: 5 }] });
    const define = async (maximum: number): Promise<void> => void expectStatus(await clinic.as('clinician').post('/v1/outcome-measures', walk(maximum)), 201);
    await define(10);
    const { token } = expectStatus(await invite(['walk']), 201);
    expectStatus(await post(token, { move: 'answer', q: 'walk.far', value: '8' }), 303);
    await define(5);
    expectStatus(await post(token, { move: 'answer', q: 'walk.fast', value: '3' }), 303);
    expect(expectStatus(await service.anyone().get(`/v1/self-report/${token}`), 200).answers).toEqual({ walk: { fast: 3 } });
  });

  it('hold a limit to what is posted with one token, not to what others post', async () => {
    const { token } = expectStatus(await invite(['nrs-pain']), 201);
    const other = expectStatus(await invite(['nrs-pain']), 201);
    const wrong = () => service.anyone().post(`/v1/self-report/${token}`, { answers: { pain: 11 } });
    for (let sent = 0; sent < MOVES_PER_WINDOW; sent += 50) {
      expect(new Set((await Promise.all(Array.from({ length: 50 }, wrong))).map(({ status }) => status))).toEqual(new Set([400]));
    }
    const refused = await wrong();
    expect(expectStatus(refused, 429).code).toBe('too-many-answers');
    expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0);
    expectStatus(await post(token, { move: 'answer', q: 'nrs-pain.pain', value: '5' }), 429);
    expectStatus(await service.anyone().post(`/v1/self-report/${other.token}`, { answers: { pain: 5 } }), 201);
    service.clock.advanceMinutes(15);
    expectStatus(await service.anyone().post(`/v1/self-report/${token}`, { answers: { pain: 5 } }), 201);
  });
});
