import { expectStatus, type Json } from '../support/caller.js';
import { startService, type Service, type TestClinic } from '../support/service.js';
import { completedSession, laterOn } from '../support/world.js';

let service: Service;
let clinic: TestClinic;
let courseId: string;
let patientId: string;

/** Day of March 2030 and the pain told on it; clocks go forward on the 10th. */
const PAIN: [day: number, score: number][] = [[4, 8], [5, 7], [6, 8], [7, 7], [11, 5], [13, 4], [15, 6], [18, 7]];
const PHQ9: [day: number, each: number][] = [[4, 2], [15, 1]];
const DAY_MS = 86_400_000;

beforeAll(async () => {
  service = await startService();
  clinic = await service.newClinic();
  ({ courseId, patientId } = await completedSession(service, clinic));
  expectStatus(await clinic.as('clinician').post(`/v1/patients/${patientId}/medications`, { name: 'Oxycodone', dose: '10 mg', frequency: 'twice daily', startedOn: '2029-01-01', stoppedOn: '2030-03-11' }), 201);
  for (const [day, score] of PAIN) {
    await laterOn(service, clinic, `2030-03-${String(day).padStart(2, '0')}T22:00:00Z`, 'operator', 'clinician');
    await tell('nrs-pain', { pain: score });
    const phq9 = PHQ9.find(([on]) => on === day);
    if (phq9) await tell('phq-9', Object.fromEntries([1, 2, 3, 4, 5, 6, 7, 8].map((n) => [`q${n}`, phq9[1]]).concat([['q9', 0]])));
  }
});
afterAll(() => service.stop());

async function tell(measure: string, answers: Json): Promise<void> {
  const { items } = expectStatus(await clinic.as('operator').get(`/v1/outcome-measures/${measure}`), 200);
  const named = measure === 'nrs-pain' ? { [items[0].code]: answers.pain } : answers;
  expectStatus(await clinic.as('operator').post('/v1/assessments', { patientId, courseId, measure, answers: named }), 201);
}

describe('the review of a course', () => {
  let review: Json;
  beforeAll(async () => {
    review = expectStatus(await clinic.as('clinician').get(`/v1/courses/${courseId}/review`), 200);
  });
  const of = (measure: string): Json => review.measures.find((one: Json) => one.measure === measure);

  it('has every score, change and percentage that the raw answers give', () => {
    const percents = PAIN.map(([, score]) => Math.round(((8 - score) / 8) * 1000) / 10);
    const { series, fromBaseline, percent, responder30, responder50 } = of('nrs-pain');
    expect(series.map(({ score }: Json) => score)).toEqual(PAIN.map(([, score]) => score));
    expect(series.slice(1).map((point: Json) => point.percent)).toEqual(percents.slice(1));
    expect(series.slice(1).map((point: Json) => point.fromBaseline)).toEqual(PAIN.slice(1).map(([, score]) => score - 8));
    expect({ fromBaseline, percent, responder30, responder50 }).toEqual({ fromBaseline: -1, percent: 12.5, responder30: false, responder50: false });
    expect(of('phq-9')).toMatchObject({ baseline: { score: 16 }, latest: { score: 8 }, percent: 50, responder: true, responder50: true });
  });

  it('says when the response came, and how long it held', () => {
    const at = (day: number): number => Date.parse(of('nrs-pain').series[PAIN.findIndex(([on]) => on === day)].assessedAt);
    // 37.5 % better on the 11th; on the 15th 25 % only.
    expect(of('nrs-pain').response).toMatchObject({ sessions: 1, days: Math.floor((at(11) - at(4)) / DAY_MS), heldDays: Math.floor((at(15) - at(11)) / DAY_MS), lostAt: '2030-03-15T22:00:00.000Z' });
    expect(of('phq-9').response).toMatchObject({ lostAt: null, heldDays: 0 });
  });

  it('keeps a diary by weeks of the clinic’s own days', () => {
    expect(review.painDiary).toEqual([
      { from: '2030-03-04', days: 4, mean: 7.5 },
      { from: '2030-03-11', days: 3, mean: null },
      { from: '2030-03-18', days: 1, mean: null },
    ]);
  });

  it('puts the opioids of the day beside the pain', () => {
    // Oxycodone 20 mg a day, factor 1.5; none from the day on which it was stopped.
    expect(of('nrs-pain').series.map(({ dailyMme }: Json) => dailyMme)).toEqual([30, 30, 30, 30, null, null, null, null]);
  });

  it('says it in words that are its numbers', () => {
    expect(review.summary).toContain('8 at baseline, 7 after session 1, 12.5 % better');
    expect(review.summary).toContain('30 % better first after session 1, held for 4 days');
  });
});
