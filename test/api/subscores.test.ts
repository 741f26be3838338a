import { expectStatus, type Json } from '../support/caller.js';
import { startService, type Service, type TestClinic } from '../support/service.js';
import { activeCourse } from '../support/world.js';

describe('subscores', () => {
  let service: Service;
  let clinic: TestClinic;
  let patientId: string;
  let courseId: string;

  beforeAll(async () => {
    service = await startService();
  });
  beforeEach(async () => {
    clinic = await service.newClinic();
    ({ patientId, courseId } = await activeCourse(service, clinic));
  });
  afterAll(() => service.stop());

  const fill = async (measure: string, answers: Json): Promise<Json> =>
    expectStatus(await clinic.as('operator').post('/v1/assessments', { patientId, courseId, measure, answers }), 201);
  const numbered = (first: number, values: (number | null)[]): Json => Object.fromEntries(values.map((value, index) => [`q${first + index}`, value]));
  const bpi = (severity: number[], interference: number[]): Json => Object.fromEntries(
    ['worst', 'least', 'average', 'now', 'general-activity', 'mood', 'walking', 'work', 'relations', 'sleep', 'enjoyment'].map((code, index) => [code, [...severity, ...interference][index]]));
  const alerts = async (): Promise<Json[]> => expectStatus(await clinic.as('clinician').get('/v1/alerts?kind=deterioration'), 200).items.reverse();
  const told = async (): Promise<string[]> => (await alerts()).map(({ status, summary }) => `${status}: ${summary}`);
  const reviewed = async (): Promise<Json> => expectStatus(await clinic.as('clinician').get(`/v1/courses/${courseId}/review`), 200).measures[0];

  it('raise one alert for a form where they have an important change of their own, and settle it', async () => {
    const same = [4, 4, 4, 4];
    await fill('bpi-sf', bpi(same, [4, 4, 4, 4, 4, 4, 4]));
    await fill('bpi-sf', bpi(same, [5, 5, 5, 5, 5, 5, 4])); // 0.86 points: not yet
    expect(await told()).toEqual([]);
    const worse = 'bpi-sf is worse than at baseline by the important change: pain interference.';
    await fill('bpi-sf', bpi(same, [5, 5, 5, 5, 5, 5, 5])); // a point, by IMMPACT
    await fill('bpi-sf', bpi(same, [5, 5, 5, 5, 5, 5, 5]));
    expect(await told()).toEqual([`open: ${worse}`]);
    const last = await fill('bpi-sf', bpi(same, [6, 6, 6, 6, 6, 6, 6]));
    expect(await told()).toEqual([`resolved: ${worse}`, `open: ${worse}`]);
    expectStatus(await clinic.as('operator').post(`/v1/assessments/${last.id}/correct`, { answers: bpi(same, [4, 4, 4, 4, 4, 4, 4]), reason: 'misread' }), 201);
    expect(await told()).toEqual([`resolved: ${worse}`, `resolved: ${worse}`]);
    await fill('bpi-sf', bpi([7, 7, 7, 7], [4, 4, 4, 4, 4, 4, 4])); // severity is the score, and told of as that
    expect((await told()).slice(2)).toEqual(['open: bpi-sf is worse than at baseline by the important change.']);
  });

  it('tell of a profile without a total, by name and once', async () => {
    const profile = (raw: number): Json => ({ ...numbered(1, [3, 3, 3, 3]), ...numbered(17, Array<number>(4).fill(raw)), ...numbered(25, Array<number>(4).fill(raw)) });
    await fill('promis-29', profile(3));
    await fill('promis-29', profile(4));
    expect(await told()).toEqual(['open: promis-29 is worse than at baseline by the important change: sleep disturbance, pain interference.']);
    expect((await fill('promis-29', profile(3))).classifications).toEqual([
      { appliesTo: 'physical-function', source: 'HealthMeasures, PROMIS score cut points', label: 'moderate' },
      { appliesTo: 'sleep-disturbance', source: 'HealthMeasures, PROMIS score cut points', label: 'normal' },
      { appliesTo: 'pain-interference', source: 'HealthMeasures, PROMIS score cut points', label: 'moderate' },
    ]);
    expect((await told())[0]).toMatch(/^resolved/);
    const { series, subscores } = await reviewed();
    expect(series.map(({ score }: Json) => score)).toEqual([null, null, null]);
    expect(subscores.map(({ code, baseline, latest, fromBaseline, deteriorated }: Json) => [code, baseline, latest, fromBaseline, deteriorated])).toEqual([
      ['physical-function', 36.7, 36.7, 0, false],
      ['sleep-disturbance', 54.3, 54.3, 0, false],
      ['pain-interference', 61.2, 61.2, 0, false],
    ]);
    expect(subscores[2].series.map(({ value }: Json) => value)).toEqual([61.2, 66.6, 61.2]);
  });

  it('are compared unrounded, as scores are', async () => {
    await fill('bpi-sf', bpi([8, 4, 6, 5], [7, 6, 5, 8, 4, 7, 6])); // 43/7
    const { change } = await fill('bpi-sf', bpi([3, 1, 2, 2], [2, 1, 1, 2, 0, 2, 1])); // 9/7: 79.07 %, of the rounded 6.14 and 1.29 it would be 78.99 %
    expect(change.subscores[1]).toMatchObject({ code: 'interference', baseline: 6.14, fromBaseline: -4.86, percent: 79.1 });
    expect((await reviewed()).subscores[1]).toMatchObject({ code: 'interference', name: 'Pain interference', baseline: 6.14, latest: 1.29, percent: 79.1, importantChangeReached: true });
  });

  it('say beside the score what each set of cut-offs makes of it, also where the score is missing', async () => {
    const depression = await fill('ham-d17', numbered(1, [2, 2, 1, 1, 1, 0, 2, 1, 1, 2, 1, 1, 1, 1, 1, 1, 0]));
    expect(depression).toMatchObject({ score: 19, severity: 'severe' });
    expect(depression.classifications.map(({ label }: Json) => label)).toEqual(['severe', 'moderate']);
    const interview = await fill('dn4', numbered(1, [1, 1, 1, 0, 0, 0, 0]));
    expect(interview).toMatchObject({ score: null, severity: null, classifications: [{ appliesTo: 'interview', label: 'positive' }] });
  });

  it('and scores whose important change is not sure raise nothing', async () => {
    await fill('pcs', numbered(1, Array<number>(13).fill(1)));
    expect((await fill('pcs', numbered(1, Array<number>(13).fill(4)))).change).toMatchObject({ fromBaseline: 39, importantChangeReached: null, deteriorated: null });
    expect(await told()).toEqual([]);
  });
});
