import { changeFromBaseline, sevenDayDiaryBaseline } from '../../src/outcome-measures/change/index.js';
import { eq5d5lWith, findInstrument, VALUE_SETS, type Instrument, type ScoreResult } from '../../src/outcome-measures/scoring/index.js';

/** Worked by hand from the published rules, measure by measure; edges of every missing rule and cut-off beside them. */

function measure(code: string): Instrument {
  const found = findInstrument(code);
  if (!found) throw new Error(`no ${code}`);
  return found;
}

type Row = readonly (number | null)[];

const filled = (instrument: Instrument, row: Row): ScoreResult =>
  instrument.score(Object.fromEntries(row.map((answer, index) => [instrument.items[index]?.code ?? '?', answer])));

const times = (count: number, answer: number | null): (number | null)[] => Array<number | null>(count).fill(answer);

describe('worked examples', () => {
  it.each<[string, Row, number | null, string | null]>([
    ['nrs-pain', [0], 0, 'none'], ['nrs-pain', [3], 3, 'mild'], ['nrs-pain', [4], 4, 'moderate'], ['nrs-pain', [6], 6, 'moderate'], ['nrs-pain', [7], 7, 'severe'], ['nrs-pain', [null], null, null],
    ['vas-pain', [45], 45, 'moderate'],
    ['bpi-sf', [8, 4, 6, 5, ...times(7, null)], 5.75, null], ['bpi-sf', [8, 4, 6, null, ...times(7, 5)], null, null],
    ['peg', [7, 6, 8], 7, null], ['peg', [7, 6, null], null, null],
    ['phq-9', [1, 2, 2, 1, 1, 2, 1, 0, 0], 10, 'moderate'], ['phq-9', [2, 2, null, 1, 1, 2, 1, null, 0], 12, 'moderate'], ['phq-9', [2, 2, null, 1, null, 2, 1, null, 0], null, null], ['phq-9', times(9, null), null, null],
    ['phq-9', [...times(7, 3), null, null], 27, 'severe'], ['phq-9', [3, 1, ...times(6, 0), null], 5, 'mild'], // 4.5
    ['gad-7', [1, 1, 2, 1, 0, 1, 1], 7, 'mild'], ['gad-7', times(7, 0), 0, 'minimal'], ['gad-7', [2, 2, 2, 2, 2, null, 2], 14, 'moderate'], ['gad-7', [2, 2, 2, 2, null, null, 2], null, null],
    ['pcs', [2, 1, 3, 2, 2, 1, 2, 3, 3, 2, 3, 2, 1], 27, 'below-cut-off'], ['pcs', times(13, 4), 52, 'clinically-relevant'], ['pcs', [3, 3, 3, 3, ...times(9, 2)], 30, 'clinically-relevant'],
    ['pcs', [2, 1, 3, 2, 2, 1, 2, null, 3, 2, 3, 2, 1], 26.67, 'below-cut-off'], ['pcs', [null, null, ...times(11, 2)], null, null],
    ['fiqr', [5, 6, 4, 7, 8, 5, 4, 6, 6, 7, 6, 7, 8, 6, 5, 6, 7, 8, 4, 6, 8], 62.5, 'moderate'], ['fiqr', times(21, 10), 100, 'severe'], ['fiqr', times(21, 0), 0, 'remission'], ['fiqr', times(21, 3), 30, 'remission'],
    ['fiqr', [...times(8, 5), null, 5, null, ...times(9, 5), null], 50, 'moderate'], ['fiqr', [...times(9, 5), null, null, ...times(10, 5)], null, null],
    ['dn4', [1, 0, 1, 1, 0, 1, 0, 0, 0, 0], 4, 'positive'], ['dn4', [1, 0, 0, 1, 0, 0, 0, 0, 1, 0], 3, 'negative'], ['dn4', [1, 0, 1, 1, 0, 1, 0, 0, 0, null], null, null],
    ['npsi', [7, 4, 5, 6, 3, 8, 4, 2, 6, 5], 50, null], ['npsi', times(10, 10), 100, null], ['npsi', times(10, 0), 0, null], ['npsi', [...times(9, 5), null], null, null],
    ['promis-pain-interference-4a', [1, 1, 1, 1], 41.6, 'normal'], ['promis-pain-interference-4a', [3, 4, 3, 3], 62.5, 'moderate'], ['promis-pain-interference-4a', [5, 5, 5, 5], 75.6, 'severe'], ['promis-pain-interference-4a', [3, 4, 3, null], null, null],
    ['pgic', [2], 2, 'much-improved'], ['pgic', [3], 3, 'minimally-improved'], ['pgic', [5], 5, 'minimally-worse'],
    ['madrs', [4, 4, 2, 3, 2, 3, 3, 3, 4, 2], 30, 'moderate'], ['madrs', times(10, 0), 0, 'none'], ['madrs', [4, 4, 2, 3, 2, 3, 3, 3, 4, null], null, null],
    ['ham-d17', [2, 1, 1, 1, 1, 0, 2, 1, 1, 2, 1, 1, 1, 1, 1, 0, 0], 17, 'moderate'], ['ham-d17', times(17, 0), 0, 'none'], ['ham-d17', [2, 1, 1, 1, 1, 0, 2, 1, 1, 2, 1, 1, 1, 1, 1, null, 0], 17, 'moderate'], ['ham-d17', [...times(16, 0), null], null, null],
    ['qids-sr16', [1, 2, 1, 0, 2, 0, 1, 0, 1, 1, 2, 0, 1, 2, 1, 0], 12, 'moderate'], ['qids-sr16', times(16, 0), 0, 'none'], ['qids-sr16', times(16, 3), 27, 'very-severe'], ['qids-sr16', [1, 2, 1, 0, null, 0, 1, 0, 1, 1, 2, 0, 1, 2, 1, 0], null, null],
    ['isi', [2, 2, 1, 3, 2, 2, 2], 14, 'subthreshold'], ['isi', times(7, 0), 0, 'none'], ['isi', [2, 2, 1, 3, 2, 2, null], null, null],
    ['eq-5d-5l', [1, 1, 1, 1, 1], 1, null], ['eq-5d-5l', [2, 1, 2, 3, 2], 0.681, null], ['eq-5d-5l', times(5, 5), -0.573, null], ['eq-5d-5l', [2, 1, 2, 3, null], null, null],
    ['c-ssrs-screener', [1, 1, 0, 0, 0, 0], null, 'low'], ['c-ssrs-screener', [0, 0, null, null, null, 1, 1], null, 'high'], ['c-ssrs-screener', [0, 0, null, null, null, 1, 0], null, 'moderate'], ['c-ssrs-screener', [0, 0, null, null, null, 0], null, 'none'],
    ['c-ssrs-screener', [0, 1, 1, 0, 0, 0], null, 'moderate'], ['c-ssrs-screener', [0, 1, 0, 1, 0, 0], null, 'high'], ['c-ssrs-screener', [0, 1, 0, 0, 1, 0], null, 'high'],
    ['whodas-12', times(12, 2), 24, null], ['whodas-12', [null, null, ...times(10, 2)], null, null],
    ['odi', [2, 1, 3, 2, 2, 3, 1, 2, 2, 2], 40, 'moderate'], ['odi', times(10, 0), 0, 'minimal'], ['odi', [null, 2, 2, 2, 2, 2, 2, 2, 2, 2], 40, 'moderate'], ['odi', [null, null, ...times(8, 2)], null, null],
  ])('%s %j is %p, %p', (code, row, score, severity) => {
    const result = filled(measure(code), row);
    expect(result).toMatchObject({ score, severity });
    expect(result.reason === undefined).toBe(score !== null);
  });

  it.each<[string, Row, Record<string, number | null>]>([
    ['bpi-sf', [8, 4, 6, 5, 7, 6, 5, 8, 4, 7, 6], { severity: 5.75, interference: 6.14 }],
    ['bpi-sf', [3, 1, 2, 2, 2, 1, 1, 2, 0, 2, 1], { severity: 2, interference: 1.29 }],
    ['bpi-sf', [null, null, null, null, 9, null, 8, 10, null, 9, 8], { severity: null, interference: 8.8 }],
    ['bpi-sf', [1, 1, 1, 1, 4, 4, 4, 4, null, null, null], { severity: 1, interference: 4 }],
    ['bpi-sf', [1, 1, 1, 1, 4, 4, 4, null, null, null, null], { severity: 1, interference: null }],
    ['pcs', [2, 1, 3, 2, 2, 1, 2, 3, 3, 2, 3, 2, 1], { rumination: 11, magnification: 4, helplessness: 12 }],
    ['fiqr', [5, 6, 4, 7, 8, 5, 4, 6, 6, 7, 6, 7, 8, 6, 5, 6, 7, 8, 4, 6, 8], { function: 17, overall: 13, symptoms: 32.5 }],
    ['npsi', [7, 4, 5, 6, 3, 8, 4, 2, 6, 5], { superficial: 7, deep: 4.5, paroxysmal: 4.5, evoked: 4.67, paraesthesia: 5.5 }],
    ['whodas-12', [...times(4, 1), null, ...times(5, 1), 3, 4], { percent: 36.36 }], // 16 of eleven: 17.45
    ['eq-5d-5l', times(5, 5), { 'index-us': -0.573, 'index-england': -0.285, 'index-germany': -0.661, vas: null }],
  ])('%s %j has %j', (code, row, subscores) => expect(filled(measure(code), row).subscores).toEqual(subscores));

  it('has a prorated WHODAS of 17.45 from sixteen points of eleven', () => {
    expect(filled(measure('whodas-12'), [...times(4, 1), null, ...times(5, 1), 3, 4])).toMatchObject({ score: 17.45, prorated: true, complete: false });
  });

  it('makes every profile an index by subtraction alone, in each value set', () => {
    let compared = 0;
    for (const set of VALUE_SETS) {
      const instrument = eq5d5lWith(set);
      const tables = Object.values(set.decrements).map((decrements) => [0, ...decrements.map((one) => Math.round(one * 1000))]);
      for (let number = 0; number < 5 ** 5; number += 1) {
        const row = [...number.toString(5).padStart(5, '0')].map((digit) => Number(digit) + 1);
        const thousandths = row.reduce((left, level, dimension) => left - (tables[dimension]?.[level - 1] ?? 0), 1000);
        if (filled(instrument, row).unroundedScore !== thousandths / 1000) throw new Error(`${set.code} ${row.join('')}`);
        compared += 1;
      }
    }
    expect(compared).toBe(3 * 3125);
  });

  it.each<[string, number, number, number | null, boolean | null, boolean | null]>([
    ['nrs-pain', 7, 4.5, 35.7, true, null], ['nrs-pain', 6.5, 3, 53.8, true, null], ['nrs-pain', 10, 7, 30, true, null], ['nrs-pain', 10, 7.1, 29, false, null], ['nrs-pain', 0, 3, null, null, null],
    ['peg', 10, 7, 30, true, null],
    ['phq-9', 10, 5, 50, true, false], ['phq-9', 10, 4, 60, true, true], ['phq-9', 9, 4.6, 48.9, false, false],
    ['madrs', 30, 14, 53.3, true, false], ['madrs', 20, 10, 50, true, true], ['ham-d17', 24, 11, 54.2, true, false], ['ham-d17', 14, 7, 50, true, true],
    ['qids-sr16', 12, 6, 50, true, false], ['qids-sr16', 12, 5, 58.3, true, true], ['isi', 14, 7, 50, null, true], ['isi', 14, 8, 42.9, null, false],
    ['eq-5d-5l', -0.2, 0.5, null, null, null], ['eq-5d-5l', 0.5, 0.75, 50, null, null],
  ])('%s from %p to %p is %p %%, response %p, remission %p', (code, baseline, current, percent, responder, remission) => {
    expect(changeFromBaseline({ instrument: measure(code), baseline, current })).toMatchObject({ percent, responder, remission });
  });

  it.each<[string, string, number, boolean]>([
    ['phq-9', 'q9', 0, false], ['phq-9', 'q9', 1, true], ['madrs', 'q10', 1, false], ['madrs', 'q10', 2, true], ['ham-d17', 'q3', 1, false], ['ham-d17', 'q3', 2, true], ['qids-sr16', 'q12', 1, false], ['qids-sr16', 'q12', 2, true],
  ])('%s %s of %p points to suicidality: %p', (code, item, answer, flagged) => {
    const instrument = measure(code);
    const others = Object.fromEntries(instrument.items.map((one) => [one.code, 0]));
    expect(instrument.score({ ...others, [item]: answer }).flags.includes('suicide-item')).toBe(flagged);
    expect(instrument.score({ [item]: answer }).flags.includes('suicide-item')).toBe(flagged); // whatever else is missing
  });

  it('makes a baseline of a week with four days, not with three', () => {
    expect([sevenDayDiaryBaseline([7, null, 6, null, 5, null, 8]).value, sevenDayDiaryBaseline([7, null, 6, null, 5, null, null]).value]).toEqual([6.5, null]);
  });

  it('converts to another scale only what is published', () => {
    expect(measure('qids-sr16').conversion?.pairs.map(({ score, from, upTo }) => [score, from, upTo])).toEqual([[5, 7, 7], [8, 11, 11], [10, 13, 13], [12, 16, 16], [15, 18, 19], [16, 20, 20], [20, 25, 25], [25, 32, 32]]);
  });
});
