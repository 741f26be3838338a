import { decrementsOf, DIMENSIONS, eq5d5lWith, findInstrument, VALUE_SETS, type Coefficient, type Instrument, type ScoreResult } from '../../src/outcome-measures/scoring/index.js';

const instrument = (code: string): Instrument => {
  const found = findInstrument(code);
  if (!found) throw new Error(`no ${code}`);
  return found;
};

const scored = (code: string, answers: readonly (number | null)[]): ScoreResult => {
  const one = instrument(code);
  return one.score(Object.fromEntries(answers.map((answer, index) => [one.items[index]?.code ?? '?', answer])));
};

const zeros = (count: number): number[] => Array<number>(count).fill(0);

describe('PHQ-9', () => {
  it('sums nine items', () => {
    expect(scored('phq-9', [1, 2, 2, 1, 1, 2, 1, 0, 0])).toMatchObject({
      score: 10,
      severity: 'moderate',
      complete: true,
      prorated: false,
      answered: 9,
      flags: [],
    });
  });

  it('fills up to two missing items, rounds for display and keeps the precise value', () => {
    const result = scored('phq-9', [2, 2, null, 1, 1, 2, 1, null, 0]);
    expect(result).toMatchObject({ score: 12, severity: 'moderate', prorated: true, complete: false, answered: 7 });
    expect(result.unroundedScore).toBeCloseTo(11.571428, 5);
  });

  it('has no score with three missing', () => {
    expect(scored('phq-9', [2, 2, null, 1, null, 2, 1, null, 0])).toMatchObject({ score: null, severity: null, reason: 'too-many-missing' });
  });

  it.each([
    [4, 'minimal'],
    [5, 'mild'],
    [9, 'mild'],
    [10, 'moderate'],
    [14, 'moderate'],
    [15, 'moderately-severe'],
    [19, 'moderately-severe'],
    [20, 'severe'],
    [24, 'severe'],
  ])('%p is %s', (total, severity) => {
    const answers = Array.from({ length: 8 }, (_, index) => Math.max(0, Math.min(3, total - 3 * index)));
    expect(scored('phq-9', [...answers, 0])).toMatchObject({ score: total, severity });
  });

  it('flags the suicide item, also without a total', () => {
    expect(scored('phq-9', [0, 0, 0, 0, 0, 0, 0, 0, 1]).flags).toEqual(['suicide-item']);
    expect(scored('phq-9', [null, null, null, null, null, null, null, null, 3])).toMatchObject({ score: null, flags: ['suicide-item'] });
    expect(scored('phq-9', [0, 0, 0, 0, 0, 0, 0, 0, null]).flags).toEqual(['suicide-item-unanswered']);
  });

  it('does not score the function item', () => {
    expect(scored('phq-9', [1, 2, 2, 1, 1, 2, 1, 0, 0, 3]).score).toBe(10);
  });
});

describe('GAD-7', () => {
  it('sums seven items', () => {
    expect(scored('gad-7', [1, 1, 2, 1, 0, 1, 1])).toMatchObject({ score: 7, severity: 'mild' });
    expect(scored('gad-7', zeros(7))).toMatchObject({ score: 0, severity: 'minimal' });
    expect(scored('gad-7', [3, 3, 3, 3, 3, 3, 3])).toMatchObject({ score: 21, severity: 'severe' });
  });

  it('says whether the screen is positive', () => {
    const labels = scored('gad-7', [3, 3, 3, 1, 0, 0, 0]).classifications.map(({ label }) => label);
    expect(labels).toEqual(['moderate', 'screen-positive']);
  });

  it('allows one missing', () => {
    expect(scored('gad-7', [1, 1, 2, 1, 0, 1, null])).toMatchObject({ score: 7, unroundedScore: 7, prorated: true });
    expect(scored('gad-7', [1, 1, 2, 1, 0, null, null]).score).toBeNull();
  });
});

describe('MADRS', () => {
  it.each([
    [[4, 4, 2, 3, 2, 3, 3, 3, 4, 2], 30, 'moderate', ['suicide-item']],
    [zeros(10), 0, 'none', []],
    [[4, 4, 2, 3, 2, 3, 3, 3, 4, 1], 29, 'moderate', []],
    [[6, 6, 6, 6, 6, 5, 0, 0, 0, 0], 35, 'severe', []],
  ])('%p is %p', (answers, score, severity, flags) => expect(scored('madrs', answers)).toMatchObject({ score, severity, flags }));

  it('needs all ten', () => expect(scored('madrs', [4, 4, 2, 3, 2, 3, 3, 3, 4]).score).toBeNull());
});

describe('HAM-D17', () => {
  it('keeps both sets of cut-offs', () => {
    const result = scored('ham-d17', [2, 1, 1, 1, 1, 0, 2, 1, 1, 2, 1, 1, 1, 1, 1, 0, 0]);
    expect(result).toMatchObject({ score: 17, severity: 'moderate', flags: [] });
    expect(result.classifications.map(({ label }) => label)).toEqual(['moderate', 'moderate']);
    const fifteen = scored('ham-d17', [4, 4, 0, 2, 2, 2, 1, ...zeros(10)]);
    expect(fifteen.classifications.map(({ label }) => label)).toEqual(['moderate', 'mild']);
  });

  it('runs from 0 to 52', () => {
    const highest = instrument('ham-d17').items.map(({ maximum }) => maximum);
    expect(scored('ham-d17', highest)).toMatchObject({ score: 52, flags: ['suicide-item'] });
    expect(scored('ham-d17', zeros(17))).toMatchObject({ score: 0, severity: 'none' });
  });

  it('ignores a weight that was not assessed, and nothing else', () => {
    expect(scored('ham-d17', [2, 1, 1, 1, 1, 0, 2, 1, 1, 2, 1, 1, 1, 1, 1, null, 0])).toMatchObject({ score: 17, complete: false });
    expect(scored('ham-d17', [2, 1, 1, 1, 1, 0, 2, 1, 1, 2, 1, 1, 1, 1, 1, 0, null]).score).toBeNull();
  });
});

describe('QIDS-SR16', () => {
  it('takes the highest of a domain, not the sum', () => {
    expect(scored('qids-sr16', [1, 2, 1, 0, 2, 0, 1, 0, 1, 1, 2, 0, 1, 2, 1, 0])).toMatchObject({ score: 12, severity: 'moderate', complete: true });
    expect(scored('qids-sr16', zeros(16))).toMatchObject({ score: 0, severity: 'none' });
    expect(scored('qids-sr16', Array<number>(16).fill(3))).toMatchObject({ score: 27, severity: 'very-severe', flags: ['suicide-item'] });
  });

  it('accepts one of each either-or pair', () => {
    expect(scored('qids-sr16', [1, 2, 1, 0, 2, null, 1, null, 1, 1, 2, 0, 1, 2, 1, 0])).toMatchObject({ score: 12, complete: true });
  });

  it('has no score while a domain is unknown', () => {
    expect(scored('qids-sr16', [1, 2, 1, 0, null, 0, 1, 0, 1, 1, 2, 0, 1, 2, 1, 0])).toMatchObject({ score: null, reason: 'too-many-missing' });
    expect(scored('qids-sr16', [1, 2, null, 0, 2, 0, 1, 0, 1, 1, 2, 0, 1, 2, 1, 0]).score).toBeNull();
  });

  it('knows a domain in which one answer is already the worst', () => {
    expect(scored('qids-sr16', [1, 3, null, 0, 2, 0, 1, 0, 1, 1, 2, 0, 1, 2, 1, 0]).score).toBe(13);
  });

  it('flags thoughts of death from 2', () => {
    const answers = [1, 2, 1, 0, 2, 0, 1, 0, 1, 1, 2, 1, 1, 2, 1, 0];
    expect(scored('qids-sr16', answers).flags).toEqual([]);
    expect(scored('qids-sr16', answers.with(11, 2)).flags).toEqual(['suicide-item']);
  });
});

describe('Insomnia Severity Index', () => {
  it.each([
    [[2, 2, 1, 3, 2, 2, 2], 14, 'subthreshold'],
    [zeros(7), 0, 'none'],
    [[4, 4, 4, 3, 0, 0, 0], 15, 'moderate'],
    [[4, 4, 4, 4, 4, 2, 0], 22, 'severe'],
  ])('%p is %p', (answers, score, severity) => expect(scored('isi', answers)).toMatchObject({ score, severity }));

  it('needs all seven', () => expect(scored('isi', [2, 2, 1, 3, 2, 2]).score).toBeNull());
});

describe('EQ-5D-5L', () => {
  it.each([
    [[1, 1, 1, 1, 1], 1],
    [[2, 1, 2, 3, 2], 0.681],
    [[5, 5, 5, 5, 5], -0.573],
  ])('United States %p is %p', (answers, score) => expect(scored('eq-5d-5l', answers)).toMatchObject({ score, unroundedScore: score }));

  it('has three value sets', () => {
    expect(scored('eq-5d-5l', [5, 5, 5, 5, 5, 40]).subscores).toEqual({
      'index-us': -0.573,
      'index-england': -0.285,
      'index-germany': -0.661,
      vas: 40,
    });
  });

  const levels = (...five: number[]) => Object.fromEntries(DIMENSIONS.map((dimension, index) => [dimension, five[index] ?? 1]));

  it('makes its score by the values of another country, as a series of its own', () => {
    const made = VALUE_SETS.map((set) => [eq5d5lWith(set).version, eq5d5lWith(set).score(levels(5, 5, 5, 5, 5)).score]);
    expect(made).toEqual([['1', -0.573], ['1+england/2018', -0.285], ['1+germany/2018', -0.661]]);
  });

  const table = (decrement: (level: number) => number): Coefficient[] =>
    DIMENSIONS.flatMap((dimension) => [2, 3, 4, 5].map((level) => ({ dimension, level, decrement: decrement(level) })));

  it('makes it by a set that is brought, with its constant from any state but full health', () => {
    const set = { code: 'own', version: '3', name: 'Own', country: 'Own', source: 'own', constant: 0.0325, decrements: decrementsOf(table((level) => level / 50)).decrements };
    const own = eq5d5lWith(set);
    expect(own).toMatchObject({ version: '1+own/3', scoreRange: { minimum: 0.4675, maximum: 1 }, valueSet: { code: 'own', version: '3' } });
    expect([levels(1, 1, 1, 1, 1), levels(2, 1, 1, 1, 1), levels(2, 1, 2, 3, 2)].map((answers) => own.score(answers).unroundedScore)).toEqual([1, 0.9275, 0.7875]);
  });

  it('finds what is wrong with a set: a level told twice, one missing, a worse one that takes less', () => {
    const good = table((level) => level / 50);
    expect(decrementsOf(good).issues).toEqual([]);
    const twice = good.with(1, { dimension: 'mobility', level: 2, decrement: 0.5 });
    expect(decrementsOf(twice).issues.map(({ pointer, code }) => [pointer, code])).toEqual([['/coefficients/1', 'told-twice'], ['/coefficients', 'missing']]);
    expect(decrementsOf(good.with(3, { dimension: 'mobility', level: 5, decrement: 0.07 })).issues).toMatchObject([{ pointer: '/coefficients/3/decrement', code: 'better-than-the-level-before' }]);
  });

  it('has no index without a dimension, but the thermometer', () => {
    expect(scored('eq-5d-5l', [2, null, 2, 3, 2, 70])).toMatchObject({ score: null, reason: 'too-many-missing', subscores: { vas: 70 } });
  });
});

describe('C-SSRS screener', () => {
  it.each([
    ['a wish alone', [1, 0, null, null, null, 0], 'low'],
    ['thoughts', [0, 1, 0, 0, 0, 0], 'low'],
    ['a method', [1, 1, 1, 0, 0, 0], 'moderate'],
    ['intent', [1, 1, 1, 1, 0, 0], 'high'],
    ['a plan', [1, 1, 1, 0, 1, 0], 'high'],
    ['behaviour last month', [0, 0, null, null, null, 1, 1], 'high'],
    ['behaviour years ago', [0, 0, null, null, null, 1, 0], 'moderate'],
    ['behaviour at an unknown time', [0, 0, null, null, null, 1], 'high'],
  ])('%s', (_, answers, severity) => {
    expect(scored('c-ssrs-screener', answers)).toMatchObject({
      score: null,
      severity,
      complete: true,
      reason: 'no-total-score',
      flags: ['suicide-item'],
    });
  });

  it('says none when nothing was affirmed', () => {
    expect(scored('c-ssrs-screener', [0, 0, null, null, null, 0])).toMatchObject({ severity: 'none', complete: true, flags: [] });
  });

  it('gives no lower category while an asked question is open, but flags what was said', () => {
    expect(scored('c-ssrs-screener', [1, 1, 0, null, 0, 0])).toMatchObject({
      severity: null,
      complete: false,
      reason: 'too-many-missing',
      flags: ['suicide-item', 'suicide-item-unanswered'],
    });
    expect(scored('c-ssrs-screener', [null, 1, null, 1])).toMatchObject({ severity: 'high', complete: false });
  });
});

describe('WHODAS', () => {
  it('sums twelve items', () => {
    expect(scored('whodas-12', Array<number>(12).fill(2))).toMatchObject({ score: 24, subscores: { percent: 50 } });
  });

  it('allows one missing', () => {
    const answers = [2, 1, 2, 1, null, 2, 1, 1, 2, 1, 2, 1];
    expect(scored('whodas-12', answers)).toMatchObject({ score: 17.45, subscores: { percent: 36.36 }, prorated: true });
    expect(scored('whodas-12', answers.with(0, null)).score).toBeNull();
  });
});
