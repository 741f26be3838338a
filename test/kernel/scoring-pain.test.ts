import { findInstrument, type Instrument, type ScoreResult } from '../../src/outcome-measures/scoring/index.js';

const instrument = (code: string): Instrument => {
  const found = findInstrument(code);
  if (!found) throw new Error(`no ${code}`);
  return found;
};

/** Answers in the form's order, as a caller reads it from the registry. */
const scored = (code: string, answers: readonly (number | null)[]): ScoreResult => {
  const one = instrument(code);
  return one.score(Object.fromEntries(answers.map((answer, index) => [one.items[index]?.code ?? '?', answer])));
};

describe('numeric rating scale of pain', () => {
  it.each([
    [0, 'none'],
    [1, 'mild'],
    [3, 'mild'],
    [4, 'moderate'],
    [4.5, 'moderate'],
    [6, 'moderate'],
    [6.5, 'severe'],
    [7, 'severe'],
    [10, 'severe'],
  ])('%p is %s', (answer, severity) => {
    expect(scored('nrs-pain', [answer])).toMatchObject({ score: answer, severity, complete: true, answered: 1 });
  });

  it('has no score without an answer', () => {
    expect(scored('nrs-pain', [null])).toMatchObject({ score: null, reason: 'too-many-missing', complete: false, severity: null });
  });

  it('keeps six recall periods apart', () => {
    expect(instrument('nrs-pain').recallPeriods).toHaveLength(6);
  });
});

describe('visual analogue scale', () => {
  it('is millimetres, with a tenth for comparison', () => {
    expect(scored('vas-pain', [46])).toMatchObject({ score: 46, subscores: { 'nrs-equivalent': 4.6 }, severity: 'moderate' });
  });
});

describe('Brief Pain Inventory', () => {
  it.each([
    [[8, 4, 6, 5], [7, 6, 5, 8, 4, 7, 6], 5.75, 6.14],
    [[3, 1, 2, 2], [2, 1, 1, 2, 0, 2, 1], 2, 1.29],
  ])('severity %p and interference %p', (severity, interference, severityScore, interferenceScore) => {
    expect(scored('bpi-sf', [...severity, ...interference])).toMatchObject({
      score: severityScore,
      subscores: { severity: severityScore, interference: interferenceScore },
      complete: true,
      prorated: false,
    });
  });

  it('keeps the unrounded interference', () => {
    expect(scored('bpi-sf', [8, 4, 6, 5, 7, 6, 5, 8, 4, 7, 6]).unroundedSubscores['interference']).toBeCloseTo(6.142857, 6);
  });

  it('takes the mean of five answered interference items', () => {
    const result = scored('bpi-sf', [8, 4, 6, 5, 9, null, 8, 10, null, 9, 8]);
    expect(result).toMatchObject({ subscores: { interference: 8.8 }, prorated: true, complete: false });
  });

  it('needs four of the seven interference items', () => {
    expect(scored('bpi-sf', [8, 4, 6, 5, 9, 9, 8, 10]).subscores['interference']).toBe(9);
    expect(scored('bpi-sf', [8, 4, 6, 5, 9, 9, 8]).subscores['interference']).toBeNull();
  });

  it('needs all four severity items, and still gives interference', () => {
    expect(scored('bpi-sf', [8, null, 6, 5, 7, 6, 5, 8, 4, 7, 6])).toMatchObject({
      score: null,
      reason: 'too-many-missing',
      subscores: { severity: null, interference: 6.14 },
    });
  });

  it('does not score relief', () => {
    const one = instrument('bpi-sf');
    expect(one.items.at(-1)).toMatchObject({ code: 'relief', scored: false, optional: true, maximum: 100 });
    expect(one.score({ worst: 8, least: 4, average: 6, now: 5, relief: 90 }).score).toBe(5.75);
  });
});

describe('PEG', () => {
  it('is the mean of three', () => {
    expect(scored('peg', [7, 6, 8]).score).toBe(7);
    expect(scored('peg', [7, 6, 7])).toMatchObject({ score: 6.67, unroundedScore: 20 / 3 });
    expect(scored('peg', [7, 6, null]).score).toBeNull();
  });
});

describe('Pain Catastrophizing Scale', () => {
  it.each([
    [[2, 1, 3, 2, 2, 1, 2, 3, 3, 2, 3, 2, 1], { rumination: 11, magnification: 4, helplessness: 12 }, 27, 'below-cut-off'],
    [Array<number>(13).fill(4), { rumination: 16, magnification: 12, helplessness: 24 }, 52, 'clinically-relevant'],
  ])('%p', (answers, subscores, score, severity) => {
    expect(scored('pcs', answers)).toMatchObject({ score, subscores, severity });
  });

  it('calls 30 relevant and 29 not', () => {
    expect(scored('pcs', [4, 4, 4, 4, 4, 4, 4, 2, 0, 0, 0, 0, 0])).toMatchObject({ score: 30, severity: 'clinically-relevant' });
    expect(scored('pcs', [4, 4, 4, 4, 4, 4, 4, 1, 0, 0, 0, 0, 0])).toMatchObject({ score: 29, severity: 'below-cut-off' });
  });

  it('fills one missing item with the mean of its own subscale', () => {
    const result = scored('pcs', [2, 1, 3, 2, 2, 1, 2, null, 3, 2, 3, 2, 1]);
    expect(result).toMatchObject({ score: 26.67, subscores: { rumination: 10.67, magnification: 4, helplessness: 12 }, prorated: true });
    expect(result.unroundedScore).toBeCloseTo(32 / 3 + 16, 12);
  });

  it('has no total with two missing, but the complete subscales', () => {
    expect(scored('pcs', [2, 1, 3, 2, 2, null, 2, null, 3, 2, 3, 2, 1])).toMatchObject({
      score: null,
      subscores: { rumination: null, magnification: null, helplessness: 12 },
      reason: 'too-many-missing',
    });
  });
});

describe('Revised Fibromyalgia Impact Questionnaire', () => {
  const fn = [5, 6, 4, 7, 8, 5, 4, 6, 6];
  const overall = [7, 6];
  const symptoms = [7, 8, 6, 8, 5, 6, 7, 8, 4, 6];

  it('adds a third of function, overall impact and half of symptoms', () => {
    expect(scored('fiqr', [...fn, ...overall, ...symptoms])).toMatchObject({
      score: 62.5,
      subscores: { function: 17, overall: 13, symptoms: 32.5 },
      severity: 'moderate',
    });
    expect(scored('fiqr', Array<number>(21).fill(10))).toMatchObject({ score: 100, severity: 'severe' });
    expect(scored('fiqr', Array<number>(21).fill(0))).toMatchObject({ score: 0, severity: 'remission' });
  });

  it('gives a bound to the milder band', () => {
    expect(scored('fiqr', [...Array<number>(9).fill(10), ...Array<number>(12).fill(0)])).toMatchObject({ score: 30, severity: 'remission' });
  });

  it('fills a domain up from its answered items', () => {
    const result = scored('fiqr', [5, 6, 4, 7, 8, 5, null, null, 6, 7, null, ...symptoms]);
    expect(result.unroundedScore).toBeCloseTo((41 * 9) / 7 / 3 + 14 + 32.5, 12);
    expect(result).toMatchObject({ prorated: true, flags: [], complete: false });
  });

  it('flags a domain with less than half of its answers', () => {
    expect(scored('fiqr', [5, 6, 4, 7, null, null, null, null, null, ...overall, ...symptoms]).flags).toEqual(['less-than-half-answered']);
  });

  it('has no total with an empty domain', () => {
    expect(scored('fiqr', [...fn, null, null, ...symptoms])).toMatchObject({ score: null, subscores: { function: 17, overall: null } });
  });
});

describe('DN4', () => {
  it.each([
    [[1, 0, 1, 1, 0, 1, 0, 0, 0, 0], 4, 'positive', 4],
    [[1, 0, 0, 1, 0, 0, 0, 0, 1, 0], 3, 'negative', 2],
  ])('%p', (answers, score, severity, interview) => {
    expect(scored('dn4', answers)).toMatchObject({ score, severity, subscores: { interview } });
  });

  it('lets the interview stand alone', () => {
    const result = scored('dn4', [1, 1, 1, 0, 0, 0, 0]);
    expect(result).toMatchObject({ score: null, severity: null, subscores: { interview: 3 } });
    expect(result.classifications).toEqual([expect.objectContaining({ appliesTo: 'interview', label: 'positive' })]);
  });
});

describe('NPSI', () => {
  it.each([
    [[7, 4, 5, 6, 3, 8, 4, 2, 6, 5], 50, { superficial: 7, deep: 4.5, paroxysmal: 4.5, evoked: 4.67, paraesthesia: 5.5 }],
    [Array<number>(10).fill(10), 100, { superficial: 10, deep: 10, paroxysmal: 10, evoked: 10, paraesthesia: 10 }],
    [Array<number>(10).fill(0), 0, { superficial: 0, deep: 0, paroxysmal: 0, evoked: 0, paraesthesia: 0 }],
  ])('%p is %p', (answers, score, subscores) => {
    expect(scored('npsi', answers)).toMatchObject({ score, subscores, complete: true });
  });

  it('puts the two questions of time last and leaves them out', () => {
    expect(instrument('npsi').items.slice(-2).map(({ code, scored: counts }) => [code, counts])).toEqual([['q4', false], ['q7', false]]);
  });
});

describe('PROMIS', () => {
  it.each([
    [[1, 1, 1, 1], 41.6, 'normal', 4],
    [[3, 4, 3, 3], 62.5, 'moderate', 13],
    [[5, 5, 5, 5], 75.6, 'severe', 20],
  ])('pain interference %p is T %p', (answers, score, severity, raw) => {
    expect(scored('promis-pain-interference-4a', answers)).toMatchObject({ score, severity, subscores: { raw } });
  });

  it('needs all four items', () => {
    expect(scored('promis-pain-interference-4a', [3, 4, 3, null])).toMatchObject({ score: null, reason: 'too-many-missing' });
  });

  it('makes a profile of seven T scores and pain intensity', () => {
    const result = scored('promis-29', [...Array<number>(24).fill(3), 3, 4, 3, 3, 6]);
    expect(result).toMatchObject({
      score: null,
      reason: 'no-total-score',
      complete: true,
      subscores: {
        'physical-function': 36.7,
        anxiety: 63.4,
        depression: 62.2,
        fatigue: 57,
        'sleep-disturbance': 54.3,
        'social-participation': 44.2,
        'pain-interference': 62.5,
        'pain-intensity': 6,
      },
    });
    const labels = Object.fromEntries(result.classifications.map(({ appliesTo, label }) => [appliesTo, label]));
    expect(labels).toMatchObject({ 'physical-function': 'moderate', 'social-participation': 'mild', fatigue: 'mild', 'sleep-disturbance': 'normal' });
  });

  it('leaves out only the domain that lacks an item', () => {
    const result = scored('promis-29', [3, 3, 3, null, ...Array<number>(24).fill(2)]);
    expect(result.subscores).toMatchObject({ 'physical-function': null, anxiety: 55.8, 'pain-intensity': null });
  });
});

describe('global impression of change', () => {
  it.each([
    [1, 'very-much-improved'],
    [2, 'much-improved'],
    [3, 'minimally-improved'],
    [4, 'no-change'],
    [5, 'minimally-worse'],
    [7, 'very-much-worse'],
  ])('%p is %s', (answer, severity) => expect(scored('pgic', [answer])).toMatchObject({ score: answer, severity }));
});

describe('Oswestry', () => {
  it.each([
    [[2, 1, 3, 2, 2, 3, 1, 2, 2, 2], 40, 'moderate'],
    [Array<number>(10).fill(0), 0, 'minimal'],
    [Array<number>(10).fill(1), 20, 'minimal'],
    [Array<number>(10).fill(5), 100, 'bed-bound'],
  ])('%p is %p', (answers, score, severity) => expect(scored('odi', answers)).toMatchObject({ score, severity }));

  it('allows one missing section, not two', () => {
    expect(scored('odi', [2, 1, 3, 2, 2, 3, 1, null, 2, 2])).toMatchObject({ score: 40, prorated: true });
    expect(scored('odi', [2, 1, 3, 2, 2, 3, 1, null, 2, 3]).score).toBe(42.22);
    expect(scored('odi', [2, 1, 3, 2, 2, 3, 1, null, null, 2]).score).toBeNull();
  });
});
