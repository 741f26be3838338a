import { responseOf, type DatedPoint } from '../../src/review/course-review/response.js';
import { reviewMeasures, type AssessmentFacts } from '../../src/review/course-review/measure-review.js';
import { roundedProbability } from '../../src/review/cohorts/proportion.js';
import { ancova, exactPoissonInterval, meanInterval, meanIntervalOf, momentsOf, numberNeededToTreat, spread, twoSidedP, upperTailOfF, wilsonInterval } from '../../src/review/statistics/index.js';

/** A sum over many equal values in binary, as a database makes it: not quite n times the value. */
const alike = (value: number, currents: readonly number[]) => momentsOf(currents.map((current) => ({ baseline: value, current })));

describe('values without spread', () => {
  it('have none, whatever rounding leaves behind', () => {
    const noisy = { ...alike(7.1, [5, 4, 3]), baselineSquares: 3.2e-30 };
    expect(ancova(noisy, { ...alike(7.1, [6, 5, 6]), baselineSquares: 1e-30 })).toBeNull();
    expect([spread(3.2e-30, 151), spread(0, 0), spread(1e-4, 1e9)]).toEqual([0, 0, 1e-4]);
    expect(spread(1e-15, 100, 40)).toBe(0);
  });

  it('have no test of slopes where one group begins alike', () => {
    const varied = momentsOf([3, 5, 8, 9].map((baseline, index) => ({ baseline, current: baseline - (index % 2) })));
    const found = ancova(varied, { ...alike(6.3, [4, 5, 2]), baselineSquares: 2e-30 });
    expect([found !== null, found?.slopeTest]).toEqual([true, null]);
  });

  it('give no certainty: a fit without residue has no interval and no p', () => {
    const line = (shift: number) => momentsOf([4.1, 5.3, 6.7, 8.9].map((baseline) => ({ baseline, current: baseline * 0.7 - shift })));
    expect(ancova(line(0), line(1.3))).toBeNull();
    const steep = momentsOf([4.1, 5.3, 6.7, 8.9].map((baseline) => ({ baseline, current: baseline * 0.2 })));
    expect(ancova(line(0), steep)?.slopeTest).toBeNull();
  });

  it('have no interval of their mean', () => {
    expect([meanInterval([2, 2, 2]), meanIntervalOf({ n: 9, mean: 2, deviation: 0 }), meanInterval([]), meanInterval([2])]).toEqual([null, null, null, null]);
    expect(meanInterval([1, 2])?.upper).toBeCloseTo(1.5 + 12.7062 * Math.SQRT1_2 / Math.SQRT2, 3);
  });
});

describe('the ends of counts', () => {
  it('one patient, nobody, everybody', () => {
    expect(wilsonInterval(0, 1)?.upper).toBeCloseTo(0.793451, 6);
    expect([wilsonInterval(0, 1)?.lower, wilsonInterval(1, 1)?.upper]).toEqual([0, 1]);
    expect(wilsonInterval(1, 2)?.lower).toBeCloseTo(0.094531, 6);
    expect([exactPoissonInterval(0, 0), exactPoissonInterval(0, 1)?.lower]).toEqual([null, 0]);
    expect(exactPoissonInterval(1, 1)?.lower).toBeCloseTo(-Math.log(0.975), 9);
  });

  it('a number needed that runs through infinity has no interval, and is none where nothing differs', () => {
    for (const n of [1, 2, 10]) {
      expect(numberNeededToTreat({ responders: n, total: n }, { responders: n, total: n })).toMatchObject({ riskDifference: 0, numberNeededToTreat: null, interval: null });
      expect(numberNeededToTreat({ responders: 0, total: n }, { responders: 0, total: n })).toMatchObject({ numberNeededToTreat: null, interval: null });
    }
    expect(numberNeededToTreat({ responders: 1, total: 3 }, { responders: 2, total: 6 })?.numberNeededToTreat).toBeNull();
    const uncertain = numberNeededToTreat({ responders: 6, total: 10 }, { responders: 5, total: 10 });
    expect([uncertain?.numberNeededToTreat, uncertain?.interval]).toEqual([expect.closeTo(10, 9), null]);
    const harm = numberNeededToTreat({ responders: 3, total: 60 }, { responders: 40, total: 60 });
    expect((harm?.interval?.lower ?? 0) < (harm?.numberNeededToTreat ?? 0) && (harm?.numberNeededToTreat ?? 0) < (harm?.interval?.upper ?? 0) && (harm?.interval?.upper ?? 0) < 0).toBe(true);
  });
});

describe('when a response is reached', () => {
  const point = (day: string, unroundedPercent: number | null, sessionNumber: number): DatedPoint => ({ assessmentId: day, assessedAt: `${day}T12:00:00Z`, day, sessionNumber, unroundedPercent });

  it('goes by the unrounded percentage', () => {
    expect(responseOf('2030-03-01', [point('2030-03-08', 29.96, 5)], 30)).toBeNull();
    expect(responseOf('2030-03-01', [point('2030-03-08', 29.999999999999996, 5), point('2030-03-12', 29.96, 7)], 30)).toMatchObject({ sessions: 5, days: 7, heldDays: 4, lostAt: '2030-03-12T12:00:00Z' });
  });

  it('counts days of the calendar over changes of clocks, and needs a baseline', () => {
    expect(responseOf('2030-03-09', [point('2030-03-11', 50, 2), point('2030-11-04', 50, 30)], 50)).toMatchObject({ days: 2, heldDays: 238, lostAt: null });
    expect(responseOf(undefined, [point('2030-03-11', 50, 2)], 50)).toBeNull();
    expect(responseOf('2030-03-09', [point('2030-03-11', null, 2)], 30)).toBeNull();
  });

  it('agrees with the responder flag of the same score', () => {
    const taken = (id: string, score: number, session: number): AssessmentFacts => ({ id, measure: 'fiqr', measureVersion: '1', definition: null, recallPeriod: 'past-7-days', assessedAt: `2030-03-0${session + 1}T12:00:00Z`, day: `2030-03-0${session + 1}`, sessionNumber: session, cumulativePulses: 0, score: Math.round(score * 10) / 10, unroundedScore: score, severity: null, subscores: {}, dailyMme: null });
    const [review] = reviewMeasures([taken('a', 50, 0), taken('b', 35.02, 1)], 'single-value');
    expect(review).toMatchObject({ percent: 30, responder30: false, response: null });
  });

  it('has no percentage of a baseline of 0', () => {
    const taken = (id: string, score: number, session: number): AssessmentFacts => ({ id, measure: 'nrs-pain', measureVersion: '1', definition: null, recallPeriod: 'now', assessedAt: `2030-03-0${session + 1}T12:00:00Z`, day: `2030-03-0${session + 1}`, sessionNumber: session, cumulativePulses: 0, score, unroundedScore: score, severity: null, subscores: {}, dailyMme: null });
    const [review] = reviewMeasures([taken('a', 0, 0), taken('b', 3, 1)], 'single-value');
    expect(review).toMatchObject({ fromBaseline: 3, percent: null, responder30: null, responder50: null, response: null });
  });
});

describe('small probabilities', () => {
  it('keep their digits: the square of a t is an F, far out as well', () => {
    for (const [t, degreesOfFreedom] of [[2, 40], [8, 40], [12, 40], [9, 200]] as const) {
      const p = twoSidedP(t, degreesOfFreedom);
      expect(upperTailOfF(t * t, 1, degreesOfFreedom) / p).toBeCloseTo(1, 6);
    }
    expect(twoSidedP(12, 40)).toBeLessThan(1e-13);
  });

  it('are told by three digits, where six decimals would say 0', () => {
    expect([roundedProbability(3.21987e-9), roundedProbability(0.000123456), roundedProbability(0.0456789), roundedProbability(0)]).toEqual([3.22e-9, 0.000123, 0.045679, 0]);
  });
});
