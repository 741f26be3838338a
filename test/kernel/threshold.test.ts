import fc from 'fast-check';
import {
  answersAtThreshold,
  computedOutputPercentMso,
  depthCorrectedOutput,
  depthCorrectedThresholdPercentMso,
  highestTreatableThresholdPercentMso,
  isDeliverable,
  outputPercentMso,
  plausibilityWarnings,
  staleReason,
  thresholdAgeDays,
} from '../../src/courses/threshold/index.js';

const DAY_MS = 86_400_000;

describe('output', () => {
  it.each([
    [54, 120, 64.8, 64, true],
    [70, 80, 56, 56, true],
    [62, 110, 68.2, 68, true],
    [84, 120, 100.8, 100, false],
    [83, 120, 99.6, 99, true],
    [100, 100, 100, 100, true],
    [50, 120, 60, 60, true],
    [100, 57, 57, 57, true],
    [0.1 + 0.2, 100, 0.3, 0, true],
  ])('of a threshold of %s %% at %s %% is %s, set to %s, deliverable: %s', (threshold, intensity, computed, set, deliverable) => {
    expect(computedOutputPercentMso(threshold, intensity)).toBe(computed);
    expect(outputPercentMso(threshold, intensity)).toBe(set);
    expect(isDeliverable(threshold, intensity)).toBe(deliverable);
  });

  it.each([[80, 125], [100, 100], [110, 90.9], [120, 83.3], [130, 76.9]])('at %s %% treats a threshold of up to %s %%', (intensity, highest) => {
    expect(highestTreatableThresholdPercentMso(intensity)).toBe(highest);
  });

  it.each([[0, 100], [-54, 120], [101, 80], [Number.NaN, 120], [54, 0], [54, -120], [54, Number.POSITIVE_INFINITY]])('refuses a threshold of %s at %s', (threshold, intensity) => {
    expect(() => outputPercentMso(threshold, intensity)).toThrow(RangeError);
  });

  it('refuses the highest threshold of no intensity', () => {
    expect(() => highestTreatableThresholdPercentMso(0)).toThrow(RangeError);
  });

  it('never rounds a dose up, by no more than 1 % down, and what is treatable is deliverable', () => {
    const tenths = (minimum: number, maximum: number) => fc.integer({ min: minimum * 10, max: maximum * 10 }).map((value) => value / 10);
    fc.assert(
      fc.property(tenths(1, 100), tenths(1, 150), (threshold, intensity) => {
        const [exact, set] = [(threshold * intensity) / 100, outputPercentMso(threshold, intensity)];
        if (set > exact + 1e-6 || set < exact - 1 - 1e-6) throw new Error(`${set} for ${exact}`);
        return isDeliverable(threshold, intensity) === threshold <= highestTreatableThresholdPercentMso(intensity);
      }),
      { numRuns: 10_000 },
    );
  });
});

describe('plausibility', () => {
  const codes = (percentMso: number, previousPercentMso: number | null = null) => plausibilityWarnings({ percentMso, previousPercentMso }).map(({ code }) => code);

  it.each<[number, number | null, string[]]>([
    [54, null, []],
    [30, null, []],
    [85, null, []],
    [29.9, null, ['threshold-unusual']],
    [85.1, null, ['threshold-unusual']],
    [20, null, ['threshold-unusual']],
    [100, null, ['threshold-unusual']],
    [19.9, null, ['threshold-implausible']],
    [101, null, ['threshold-implausible']],
    [Number.NaN, null, ['threshold-implausible']],
    [55, 50, []],
    [45, 50, []],
    [66, 60, []],
    [56, 50, ['threshold-changed']],
    [44, 50, ['threshold-changed']],
    [88, 60, ['threshold-unusual', 'threshold-changed']],
  ])('%s after %s: %j', (percentMso, previous, expected) => expect(codes(percentMso, previous)).toEqual(expected));

  it('says what to do and where the rule comes from', () => {
    expect(plausibilityWarnings({ percentMso: 56, previousPercentMso: 50 })).toEqual([
      expect.objectContaining({ message: expect.stringContaining('went from 50 to 56 %'), provenance: 'design-default' }),
    ]);
  });
});

describe('single pulses at the threshold', () => {
  const pulses = (answered: number, of: number, outputPercentMso = 54) => Array.from({ length: of }, (_unused, index) => ({ outputPercentMso, mepMicrovolts: index < answered ? 51 : 50 }));

  it.each([[4, 10, { trials: 10, answered: 4 }], [5, 10, { trials: 10, answered: 5 }], [0, 9, null], [0, 0, null]])('%s of %s: %j', (answered, of, expected) => expect(answersAtThreshold(pulses(answered, of), 54)).toEqual(expected));

  it('are those of its own output, seen or recorded', () => {
    const seen = [true, false].flatMap((twitch) => Array.from({ length: 5 }, () => ({ outputPercentMso: 54, twitch })));
    expect(answersAtThreshold([...seen, ...pulses(10, 10, 60)], 54)).toEqual({ trials: 10, answered: 5 });
    expect(answersAtThreshold(seen, 55)).toBeNull();
  });
});

describe('staleness', () => {
  const MEASURED = 1_900_000_000_000;
  const stale = (ageDays: number, medicationChangedAtMs: number | null = null, validDays?: number) =>
    staleReason({ measuredAtMs: MEASURED, medicationChangedAtMs }, MEASURED + ageDays * DAY_MS, validDays);

  it.each<[number, string | null]>([
    [0, null],
    [14, null],
    [14.9, null],
    [15, 'age'],
    [-0.1, 'age'],
  ])('after %s days: %s', (ageDays, reason) => expect(stale(ageDays)).toBe(reason));

  it('follows the clinic, and a medication change since', () => {
    expect(stale(8, null, 7)).toBe('age');
    expect(stale(2, MEASURED + DAY_MS)).toBe('medication-change');
    expect(stale(2, MEASURED - DAY_MS)).toBeNull();
    expect(stale(2, MEASURED + 3 * DAY_MS)).toBeNull();
  });

  it('counts whole days', () => {
    expect(thresholdAgeDays(MEASURED, MEASURED + 1.99 * DAY_MS)).toBe(1);
    expect(thresholdAgeDays(MEASURED, MEASURED - 1)).toBe(-1);
  });
});

describe('depth correction', () => {
  const facts = { thresholdPercentMso: 50, targetDepthMillimetres: 16, motorDepthMillimetres: 14 };

  it('adds 3 % of output for each millimetre', () => {
    expect(depthCorrectedThresholdPercentMso(facts)).toBe(56);
    expect(depthCorrectedThresholdPercentMso({ ...facts, targetDepthMillimetres: 12.5 })).toBe(45.5);
  });

  it('gives 90 % of it, rounded down, and never more than 120 % of the uncorrected threshold', () => {
    expect(depthCorrectedOutput(facts, 90)).toEqual({ outputPercentMso: 50, deliverable: true, capped: false });
    expect(depthCorrectedOutput({ ...facts, targetDepthMillimetres: 24 }, 90)).toEqual({ outputPercentMso: 60, deliverable: true, capped: true });
    expect(depthCorrectedOutput({ ...facts, thresholdPercentMso: 95, targetDepthMillimetres: 24 }, 90)).toMatchObject({ deliverable: false });
  });

  it.each([{ targetDepthMillimetres: 0 }, { motorDepthMillimetres: Number.NaN }, { targetDepthMillimetres: 1, motorDepthMillimetres: 30 }])('refuses %j', (change) => {
    expect(() => depthCorrectedOutput({ ...facts, ...change }, 90)).toThrow(RangeError);
  });
});
