import * as fc from 'fast-check';

import {
  changeFromBaseline,
  classifyPain,
  percentImprovement,
  screeningAndFirstDayBaseline,
  sevenDayDiaryBaseline,
  singleValueBaseline,
  type Change,
} from '../../src/outcome-measures/change/index.js';
import { findInstrument } from '../../src/outcome-measures/scoring/index.js';

function change(code: string, baseline: number | null, current: number | null): Change {
  const instrument = findInstrument(code);
  if (!instrument) throw new Error(`no ${code}`);
  return changeFromBaseline({ instrument, baseline, current });
}

describe('change of pain', () => {
  it.each([
    [7, 4.5, -2.5, 35.7, true, false],
    [6.5, 3, -3.5, 53.8, true, true],
    [10, 7, -3, 30, true, false],
    [10, 5, -5, 50, true, true],
    [10, 9, -1, 10, false, false],
    [3, 2.1, -0.9, 30, true, false],
    [10, 7.01, -2.99, 29.9, false, false],
    [5, 6, 1, -20, false, false],
  ])('%p to %p', (baseline, current, fromBaseline, percent, responder, substantialResponder) => {
    expect(change('nrs-pain', baseline, current)).toMatchObject({ fromBaseline, percent, responder, substantialResponder, remission: null });
  });

  it('judges by the unrounded percentage', () => {
    // 29.96 % is shown as 30.0 and is no response.
    expect(change('fiqr', 100, 70.04)).toMatchObject({ percent: 30, responder: false });
    expect(change('fiqr', 100, 70)).toMatchObject({ percent: 30, responder: true });
  });

  it.each([
    [0, 3],
    [null, 3],
    [5, null],
  ])('has no percentage from %p to %p', (baseline, current) => {
    expect(change('nrs-pain', baseline, current)).toMatchObject({ percent: null, responder: null, substantialResponder: null });
  });

  it('is important by two points or by 30 %', () => {
    expect(change('nrs-pain', 9, 7).importantChangeReached).toBe(true);
    expect(change('nrs-pain', 3, 2).importantChangeReached).toBe(true);
    expect(change('nrs-pain', 9, 7.1).importantChangeReached).toBe(false);
    expect(change('nrs-pain', null, 7).importantChangeReached).toBeNull();
  });

  it('is a deterioration by points, not by a percentage of little', () => {
    expect(change('nrs-pain', 1, 2).deteriorated).toBe(false);
    expect(change('nrs-pain', 5, 7).deteriorated).toBe(true);
    expect(change('peg', 5, 6.5).deteriorated).toBe(true);
    expect(change('peg', 0, 6.5).deteriorated).toBeNull();
  });
});

describe('change of depression', () => {
  it.each([
    ['madrs', 30, 14, 53.3, true, false],
    ['madrs', 30, 10, 66.7, true, true],
    ['ham-d17', 24, 11, 54.2, true, false],
    ['ham-d17', 24, 7, 70.8, true, true],
    ['phq-9', 20, 10, 50, true, false],
    ['phq-9', 20, 4, 80, true, true],
    ['phq-9', 20, 5, 75, true, false],
    ['phq-9', 20, 11, 45, false, false],
    ['qids-sr16', 18, 5, 72.2, true, true],
  ])('%s %p to %p', (code, baseline, current, percent, responder, remission) => {
    expect(change(code, baseline, current)).toMatchObject({ percent, responder, remission });
  });

  it('reads a prorated score near remission as it is shown', () => {
    expect(change('phq-9', 20, 4.4).remission).toBe(true);
    expect(change('phq-9', 20, 4.6).remission).toBe(false);
  });

  it('knows remission without a baseline', () => {
    expect(change('phq-9', null, 3)).toMatchObject({ remission: true, responder: null, fromBaseline: null });
  });

  it('is important from five points', () => {
    expect(change('phq-9', 15, 10)).toMatchObject({ importantChangeReached: true, deteriorated: false });
    expect(change('phq-9', 15, 20)).toMatchObject({ importantChangeReached: false, deteriorated: true });
  });
});

describe('other directions', () => {
  it('counts more health as better', () => {
    expect(change('eq-5d-5l', 0.5, 0.6)).toMatchObject({ fromBaseline: 0.1, percent: 20, importantChangeReached: true, responder: null });
    expect(change('eq-5d-5l', 1, 0.681)).toMatchObject({ fromBaseline: -0.319, percent: -31.9, deteriorated: true });
  });

  it('gives no percentage from an index of 0 or below', () => {
    expect(change('eq-5d-5l', -0.2, 0.2)).toMatchObject({ fromBaseline: 0.4, percent: null, importantChangeReached: true });
  });

  it('reads a global impression without a baseline', () => {
    expect(change('pgic', null, 2)).toMatchObject({ responder: true, percent: null });
    expect(change('pgic', 4, 3)).toMatchObject({ responder: false, fromBaseline: null });
    expect(change('pgic', null, null).responder).toBeNull();
  });

  it('does not compare what is no measure of change', () => {
    const nothing = { fromBaseline: null, percent: null, responder: null, importantChangeReached: null, deteriorated: null };
    expect(change('dn4', 6, 3)).toMatchObject(nothing);
    expect(change('c-ssrs-screener', null, null)).toMatchObject(nothing);
  });
});

describe('classes of pain change', () => {
  it.each([
    [10, 7, 'moderate'],
    [10, 5, 'substantial'],
    [10, 9, 'minimal'],
    [10, 9.1, 'none'],
    [10, 11, 'none'],
    [10, 11.1, 'worse'],
    [0, 5, null],
    [null, 5, null],
    [5, null, null],
  ])('%p to %p is %p', (baseline, current, expected) => expect(classifyPain(baseline, current)).toBe(expected));
});

describe('percentage', () => {
  it('turns its sign with the direction', () => {
    const score = fc.double({ min: 0.1, max: 100, noNaN: true });
    fc.assert(
      fc.property(score, score, (baseline, current) => {
        const lower = percentImprovement(baseline, current, 'lower-is-better') ?? 0;
        const higher = percentImprovement(baseline, current, 'higher-is-better') ?? 0;
        expect(lower).toBeCloseTo(-higher, 9);
        expect(lower).toBeLessThanOrEqual(100);
      }),
    );
  });
});

describe('baselines', () => {
  it('can be one value', () => {
    expect(singleValueBaseline(7)).toEqual({ rule: 'single-value', value: 7, values: 1 });
    expect(singleValueBaseline(null)).toEqual({ rule: 'single-value', value: null, values: 0 });
  });

  it('can be the mean of screening and first day, both needed', () => {
    expect(screeningAndFirstDayBaseline(7, 6)).toEqual({ rule: 'mean-of-screening-and-first-day', value: 6.5, values: 2 });
    expect(screeningAndFirstDayBaseline(7, null)).toMatchObject({ value: null, values: 1 });
  });

  it('can be the mean of a week with at least four days', () => {
    expect(sevenDayDiaryBaseline([7, 6, null, 8, null, 7, null])).toEqual({ rule: 'mean-of-seven-day-diary', value: 7, values: 4 });
    expect(sevenDayDiaryBaseline([7, 6, null, 8, null, null, null])).toMatchObject({ value: null, values: 3 });
    expect(() => sevenDayDiaryBaseline([1, 2, 3, 4, 5, 6, 7, 8])).toThrow(RangeError);
  });
});
