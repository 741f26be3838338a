import * as fc from 'fast-check';

import {
  adherence,
  betaQuantile,
  changeInBaselineDeviations,
  chiSquareQuantile,
  cohensDOfChange,
  exactBinomialInterval,
  exactPoissonInterval,
  lastObservationCarriedForward,
  mean,
  meanInterval,
  median,
  normalQuantile,
  numberNeededToTreat,
  percentChange,
  sessionsToResponse,
  standardDeviation,
  tQuantile,
  wilsonInterval,
  type Interval,
} from '../../src/review/statistics/index.js';

/** Extra hours of sleep under two drugs, ten patients (Student 1908 Biometrika 6:1; R's data set `sleep`). */
const FIRST_DRUG = [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0];
const SECOND_DRUG = [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4];
const PAIRS = FIRST_DRUG.map((baseline, index) => ({ baseline, current: SECOND_DRUG[index] ?? 0 }));
const DIFFERENCES = PAIRS.map(({ baseline, current }) => current - baseline);

const ends = (interval: Interval | null, decimals: number): number[] =>
  interval ? [interval.lower, interval.upper].map((end) => Number(end.toFixed(decimals))) : [];

describe('mean and spread', () => {
  it('agrees with the sleep data as R prints them', () => {
    expect(mean(DIFFERENCES)).toBeCloseTo(1.58, 12);
    expect(standardDeviation(DIFFERENCES)).toBeCloseTo(1.229995, 6);
  });

  it('has neither of too little', () => {
    expect([mean([]), standardDeviation([]), standardDeviation([3]), median([])]).toEqual([null, null, null, null]);
    expect([median([3, 1, 2]), median([4, 1, 2, 3])]).toEqual([2, 2.5]);
  });

  it('keeps the spread of values far from zero', () => {
    expect(standardDeviation([1e9 + 1, 1e9 + 2, 1e9 + 3])).toBeCloseTo(1, 9);
  });
});

describe('quantiles', () => {
  // Fisher & Yates 1963, Statistical Tables, table III.
  it.each([
    [0.975, 1, 12.706],
    [0.975, 2, 4.303],
    [0.975, 4, 2.776],
    [0.975, 9, 2.262],
    [0.975, 30, 2.042],
    [0.975, 120, 1.98],
    [0.95, 10, 1.812],
    [0.995, 5, 4.032],
    [0.025, 9, -2.262],
    [0.5, 9, 0],
  ])('t %p with %p degrees of freedom is %p', (p, degrees, expected) => {
    expect(tQuantile(p, degrees)).toBeCloseTo(expected, 3);
  });

  // Fisher & Yates 1963, table IV.
  it.each([
    [0.95, 1, 3.841],
    [0.95, 10, 18.307],
    [0.975, 2, 7.378],
    [0.025, 20, 9.591],
    [0.99, 30, 50.892],
  ])('chi square %p with %p degrees of freedom is %p', (p, degrees, expected) => {
    expect(chiSquareQuantile(p, degrees)).toBeCloseTo(expected, 3);
  });

  it('of the normal distribution', () => {
    // Abramowitz & Stegun 1964, table 26.5.
    expect(normalQuantile(0.975)).toBeCloseTo(1.959963985, 8);
    expect(normalQuantile(0.995)).toBeCloseTo(2.575829304, 8);
    expect(normalQuantile(0.1)).toBeCloseTo(-1.281551566, 8);
  });

  it('of the beta distribution, where it has a closed form', () => {
    expect(betaQuantile(0.3, 1, 1)).toBeCloseTo(0.3, 12);
    expect(betaQuantile(0.25, 2, 1)).toBeCloseTo(0.5, 12);
    expect(betaQuantile(0.975, 1, 20)).toBeCloseTo(1 - 0.025 ** (1 / 20), 12);
  });
});

describe('interval of a mean change', () => {
  it('agrees with the paired t test of the sleep data', () => {
    expect(ends(meanInterval(DIFFERENCES), 7)).toEqual([0.7001142, 2.4598858]);
  });

  it('needs two values', () => expect(meanInterval([1.5])).toBeNull());
});

describe('interval of a proportion', () => {
  // Newcombe 1998 Stat Med 17:857, table I: Wilson (method 3) and Clopper-Pearson (method 5).
  it.each([
    [81, 263, [0.2553, 0.3662], [0.2527, 0.3676]],
    [15, 148, [0.0624, 0.1605], [0.0578, 0.1617]],
    [0, 20, [0, 0.1611], [0, 0.1684]],
    [1, 29, [0.0061, 0.1718], [0.0009, 0.1776]],
  ])('%p of %p', (successes, total, wilson, exact) => {
    expect(ends(wilsonInterval(successes, total), 4)).toEqual(wilson);
    expect(ends(exactBinomialInterval(successes, total), 4)).toEqual(exact);
  });

  it('agrees with the tables of Conover 1999 for 5 of 25', () => {
    expect(ends(exactBinomialInterval(5, 25), 3)).toEqual([0.068, 0.407]);
  });

  it('mirrors at full success, and refuses the impossible', () => {
    expect(ends(wilsonInterval(20, 20), 4)).toEqual([0.8389, 1]);
    expect([wilsonInterval(0, 0), exactBinomialInterval(0, 0)]).toEqual([null, null]);
    expect(() => wilsonInterval(3, 2)).toThrow(RangeError);
    expect(() => exactBinomialInterval(0.5, 2)).toThrow(RangeError);
    expect(() => wilsonInterval(1, 2, 1)).toThrow(RangeError);
  });

  it('holds the observed share and lies in the unit interval', () => {
    fc.assert(
      fc.property(fc.nat({ max: 300 }), fc.nat({ max: 300 }), (successes, failures) => {
        const total = successes + failures;
        if (total === 0) return;
        for (const interval of [wilsonInterval(successes, total), exactBinomialInterval(successes, total)]) {
          if (!interval) throw new Error('no interval');
          expect(interval.lower).toBeLessThanOrEqual(successes / total + 1e-12);
          expect(interval.upper).toBeGreaterThanOrEqual(successes / total - 1e-12);
          expect(interval.lower >= 0 && interval.upper <= 1).toBe(true);
        }
      }),
    );
  });
});

describe('interval of a rate', () => {
  // Garwood 1936 Biometrika 28:437, as reprinted in Ulm 1990 Am J Epidemiol 131:373.
  it.each([
    [0, [0, 3.689]],
    [1, [0.025, 5.572]],
    [2, [0.242, 7.225]],
    [5, [1.623, 11.668]],
    [10, [4.795, 18.39]],
  ])('%p events', (events, expected) => expect(ends(exactPoissonInterval(events), 3)).toEqual(expected));

  it('agrees with the deaths by horse kick: 196 in 280 corps-years', () => {
    // Bortkiewicz 1898; limits as printed by R's DescTools, PoissonCI(method = "exact").
    expect(ends(exactPoissonInterval(196, 280), 7)).toEqual([0.6054271, 0.805157]);
  });

  it('meets the approximation of Byar for many events', () => {
    // Breslow & Day 1987, Statistical Methods in Cancer Research II, formula 2.13: within a thousandth of a percent here.
    const byar = (events: number, z: number): number => events * (1 - 1 / (9 * events) + z / (3 * Math.sqrt(events))) ** 3;
    const interval = exactPoissonInterval(20_000);
    expect(interval?.lower).toBeCloseTo(byar(20_000, -1.959964), 0);
    expect(interval?.upper).toBeCloseTo(byar(20_001, 1.959964), 0);
  });

  it('says how large a rate without events may be', () => {
    // The rule of three, one-sided 95 %: Hanley 1983 JAMA 249:1743.
    expect(exactPoissonInterval(0, 1000, 0.9)?.upper).toBeCloseTo(0.002996, 6);
    expect(exactPoissonInterval(0, 0)).toBeNull();
    expect(() => exactPoissonInterval(-1)).toThrow(RangeError);
  });
});

describe('number needed to treat', () => {
  // Newcombe 1998 Stat Med 17:873, table II, method 10.
  it.each([
    [56, 70, 48, 80, 0.2, [0.0524, 0.3339]],
    [9, 10, 3, 10, 0.6, [0.1705, 0.809]],
    [10, 10, 0, 10, 1, [0.6075, 1]],
  ])('%p/%p against %p/%p', (responders, total, others, otherTotal, difference, interval) => {
    const result = numberNeededToTreat({ responders, total }, { responders: others, total: otherTotal });
    expect(result?.riskDifference).toBeCloseTo(difference, 12);
    expect(ends(result?.riskDifferenceInterval ?? null, 4)).toEqual(interval);
    expect(result?.numberNeededToTreat).toBeCloseTo(1 / difference, 9);
  });

  it('turns the interval over, and has none when the difference may be nothing', () => {
    const certain = numberNeededToTreat({ responders: 56, total: 70 }, { responders: 48, total: 80 });
    expect(ends(certain?.interval ?? null, 1)).toEqual([3, 19.1]);
    const uncertain = numberNeededToTreat({ responders: 5, total: 10 }, { responders: 5, total: 10 });
    expect(uncertain).toMatchObject({ riskDifference: 0, numberNeededToTreat: null, interval: null });
    expect(numberNeededToTreat({ responders: 0, total: 0 }, { responders: 5, total: 10 })).toBeNull();
  });
});

describe('size of a change', () => {
  it("is Cohen's d of the sleep data", () => {
    // 1.58 / 1.229995, the paired t of 4.0621 over the root of ten.
    expect(cohensDOfChange(PAIRS)).toBeCloseTo(4.062127683 / Math.sqrt(10), 8);
    expect(changeInBaselineDeviations(PAIRS)).toBeCloseTo(1.58 / 1.78901, 4);
  });

  it('has none without spread', () => {
    expect(cohensDOfChange([{ baseline: 5, current: 3 }, { baseline: 6, current: 4 }])).toBeNull();
    expect(cohensDOfChange([{ baseline: 5, current: 3 }])).toBeNull();
  });
});

describe('series', () => {
  it('carries the last value forward, never backward', () => {
    expect(lastObservationCarriedForward([null, 7, null, 5, null, null])).toEqual([null, 7, 7, 5, 5, 5]);
    expect(lastObservationCarriedForward([null, 0, null])).toEqual([null, 0, 0]);
  });

  it('has a percentage of something only', () => {
    expect([percentChange(8, 6), percentChange(8, 10), percentChange(0, 3), percentChange(-1, 3)]).toEqual([-25, 25, null, null]);
  });

  it('finds the session of the first response', () => {
    const points = [
      { sessionNumber: 5, percentImprovement: 12 },
      { sessionNumber: 15, percentImprovement: 35 },
      { sessionNumber: 10, percentImprovement: 29.999999999999996 },
      { sessionNumber: 8, percentImprovement: null },
    ];
    expect(sessionsToResponse(points, 30)).toBe(10);
    expect(sessionsToResponse(points, 50)).toBeNull();
  });
});

describe('adherence', () => {
  it('compares what was given with what was due, planned and prescribed', () => {
    const facts = { sessionsPlanned: 30, sessionsDueSoFar: 20, sessionsDelivered: 18, pulsesPrescribed: 54_000, pulsesDelivered: 52_650 };
    expect(adherence(facts)).toEqual({ sessionsOfDuePercent: 90, sessionsOfPlannedPercent: 60, pulsesPercent: 97.5 });
  });

  it('has none before the first session is due', () => {
    const facts = { sessionsPlanned: 30, sessionsDueSoFar: 0, sessionsDelivered: 0, pulsesPrescribed: 0, pulsesDelivered: 0 };
    expect(adherence(facts)).toEqual({ sessionsOfDuePercent: null, sessionsOfPlannedPercent: 0, pulsesPercent: null });
  });
});
