import { expectStatus, type Json } from '../support/caller.js';
import { startService, type Service, type TestClinic } from '../support/service.js';
import { activeCourse } from '../support/world.js';

describe('value sets of the EQ-5D-5L', () => {
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

  const PATH = '/v1/outcome-measures/eq-5d-5l/value-sets';
  const SETTINGS = '/v1/clinic/measure-settings';
  const DIMENSIONS = ['mobility', 'self-care', 'usual-activities', 'pain', 'anxiety'];
  const set = (share: number, more: Json = {}): Json => ({
    code: 'ruritania', name: 'Ruritania, face to face', country: 'Ruritania', source: 'Health Econ 2029;1:1', licence: 'Letter of 3 May 2029', constant: 0.05,
    coefficients: DIMENSIONS.flatMap((dimension) => [2, 3, 4, 5].map((level) => ({ dimension, level, decrement: share * level }))), ...more,
  });
  const levels = (five: number[]): Json => Object.fromEntries(DIMENSIONS.map((dimension, index) => [dimension, five[index]]));
  const fill = async (five: number[], more: Json = {}): Promise<Json> =>
    expectStatus(await clinic.as('operator').post('/v1/assessments', { patientId, courseId, measure: 'eq-5d-5l', answers: { ...levels(five), vas: 70 }, ...more }), 201);
  const choose = async (valueSet: string) => clinic.as('admin').put(SETTINGS, { licensedByTopic: true, valueSet }, { 'if-match': String((await clinic.as('admin').get(SETTINGS)).headers['etag']) });

  it('make the score: told with the form, chosen by the clinic, or brought by it as data', async () => {
    const first = await fill([2, 1, 2, 3, 2]);
    expect(first).toMatchObject({ score: 0.681, measureVersion: '1', profile: '21232', valueSet: { code: 'us', version: '2019', source: 'Pickard 2019 Value Health 22:931' }, subscores: { vas: 70 } });
    expect(await fill([5, 5, 5, 5, 5], { valueSet: 'england' })).toMatchObject({ score: -0.285, measureVersion: '1+england/2018', change: { baseline: null } });

    const brought = await clinic.as('admin').post(PATH, set(0.01));
    expect(expectStatus(brought, 201)).toMatchObject({ version: '1', measure: 'eq-5d-5l', country: 'Ruritania' });
    expect(expectStatus(await clinic.as('clinician').get(String(brought.headers['location'])), 200).coefficients).toHaveLength(20);
    expectStatus(await choose('ruritania'), 200);
    const own = await fill([2, 1, 2, 3, 2]); // 1 - 0.05 - 0.02 - 0.02 - 0.03 - 0.02
    expect(own).toMatchObject({ score: 0.86, measureVersion: '1+ruritania/1', valueSet: { code: 'ruritania', version: '1', name: 'Ruritania, face to face' }, change: { baseline: null }, subscores: { 'index-us': 0.681, vas: 70 } });
    expect((await fill([1, 1, 1, 1, 1])).change).toMatchObject({ baseline: { assessmentId: own.id, score: 0.86 }, fromBaseline: 0.14 });
    expect(expectStatus(await clinic.as('clinician').get('/v1/outcome-measures/eq-5d-5l'), 200)).toMatchObject({ valueSet: { code: 'ruritania', version: '1' }, scoreRange: { minimum: 0.7, maximum: 1 } });

    expectStatus(await clinic.as('admin').post(PATH, set(0.02)), 201);
    expect(await fill([2, 1, 2, 3, 2])).toMatchObject({ score: 0.77, measureVersion: '1+ruritania/2' });
    const corrected = await clinic.as('operator').post(`/v1/assessments/${own.id}/correct`, { answers: levels([2, 1, 2, 3, 1]), reason: 'misread' });
    expect(expectStatus(corrected, 201)).toMatchObject({ score: 0.88, measureVersion: '1+ruritania/1', profile: '21231' });
    expect(expectStatus(await clinic.as('clinician').get(`/v1/assessments/${own.id}`), 200)).toMatchObject({ score: 0.86, valueSet: { version: '1' } });
    expect(await fill([2, 1, 2, 3, 2], { valueSet: 'us' })).toMatchObject({ score: 0.681, change: { baseline: { assessmentId: first.id }, fromBaseline: 0 } });
    expect((await fill([2, 1, 2, 3, 2], { answers: { mobility: 2 } })).profile).toBeNull();
  });

  it('are listed, the product’s first, and belong to their clinic', async () => {
    const { items } = expectStatus(await clinic.as('clinician').get(PATH), 200);
    expect(items.map(({ code, version, origin }: Json) => [code, version, origin]).slice(0, 4)).toEqual([['us', '2019', 'product'], ['england', '2018', 'product'], ['germany', '2018', 'product'], ['ruritania', '1', 'clinic']]);
    const stranger = await service.newClinic();
    expect(expectStatus(await stranger.as('clinician').get(PATH), 200).items).toHaveLength(3);
    expectStatus(await stranger.as('clinician').get(`${PATH}/${items[3].id}`), 404);
    expectStatus(await clinic.as('clinician').get('/v1/outcome-measures/phq-9/value-sets'), 404);
    expectStatus(await clinic.as('clinician').post(PATH, set(0.01)), 403);
  });

  it('are refused where they cannot be right, with a pointer', async () => {
    const pointers = async (body: Json): Promise<string[]> => expectStatus(await clinic.as('admin').post(PATH, body), 400).errors.map(({ pointer }: Json) => pointer);
    const { coefficients } = set(0.01);
    expect(await pointers(set(0.01, { code: 'us' }))).toEqual(['/code']);
    expect(await pointers(set(0.01, { coefficients: coefficients.slice(1) }))).toEqual(['/coefficients']);
    expect(await pointers(set(0.01, { coefficients: [coefficients[1], ...coefficients.slice(1)] }))).toEqual(['/coefficients/1', '/coefficients']);
    expect(await pointers(set(0.01, { coefficients: [...coefficients.slice(0, 19), { ...coefficients[19], decrement: 0.001 }] }))).toEqual(['/coefficients/19/decrement']);
    expect(expectStatus(await choose('atlantis'), 400).errors[0].pointer).toBe('/valueSet');
    for (const [measure, valueSet, answers] of [['eq-5d-5l', 'atlantis', {}], ['nrs-pain', 'us', { pain: 1 }]] as const) {
      expect(expectStatus(await clinic.as('operator').post('/v1/assessments', { patientId, measure, answers, valueSet }), 400).errors[0]).toMatchObject({ pointer: '/valueSet', code: 'unknown-value-set' });
    }
  });
});
