import {
  checkCustomMeasure,
  findInstrument,
  ImpossibleAnswers,
  INSTRUMENTS,
  roundHalfUp,
  scoreCustomMeasure,
  validateAnswers,
  type CustomMeasure,
} from '../../src/outcome-measures/scoring/index.js';

const phq9 = findInstrument('phq-9');
if (!phq9) throw new Error('no phq-9');

describe('impossible answers', () => {
  it.each([
    ['text', { q3: '2' }, '/answers/q3', 'not-a-number'],
    ['a boolean', { q3: true }, '/answers/q3', 'not-a-number'],
    ['a list', { q3: [2] }, '/answers/q3', 'not-a-number'],
    ['an object', { q3: { valueOf: 2 } }, '/answers/q3', 'not-a-number'],
    ['NaN', { q3: Number.NaN }, '/answers/q3', 'not-a-number'],
    ['infinity', { q3: Number.POSITIVE_INFINITY }, '/answers/q3', 'not-a-number'],
    ['a fraction', { q3: 1.5 }, '/answers/q3', 'not-a-step'],
    ['too high', { q3: 4 }, '/answers/q3', 'out-of-range'],
    ['too low', { q3: -1 }, '/answers/q3', 'out-of-range'],
    ['an item of no form', { q10: 1 }, '/answers/q10', 'unknown-item'],
    ['a key with a slash', { 'a/b~c': 1 }, '/answers/a~1b~0c', 'unknown-item'],
    ['constructor', { constructor: 1 }, '/answers/constructor', 'unknown-item'],
    ['toString', { toString: null }, '/answers/toString', 'unknown-item'],
    ['__proto__', JSON.parse('{"__proto__": {"q1": 3}}') as object, '/answers/__proto__', 'unknown-item'],
  ])('%s', (_, answers, pointer, code) => {
    expect(validateAnswers(phq9, answers)).toEqual([{ pointer, code, message: expect.any(String) as string }]);
    expect(() => phq9.score(answers as Record<string, number>)).toThrow(ImpossibleAnswers);
  });

  it.each([[null], [undefined], ['q1'], [3], [[1, 2]]])('%p is no form', (answers) => {
    expect(validateAnswers(phq9, answers)).toMatchObject([{ pointer: '/answers', code: 'not-an-object' }]);
  });

  it('lists every fault, up to a hundred', () => {
    expect(validateAnswers(phq9, { q1: 9, q2: 'x', q4: 1 })).toHaveLength(2);
    expect(validateAnswers(phq9, Object.fromEntries(Array.from({ length: 5000 }, (_, n) => [`x${n}`, 1])))).toHaveLength(100);
  });

  it('takes null and undefined for unanswered', () => {
    expect(validateAnswers(phq9, { q1: null, q2: undefined })).toEqual([]);
    expect(phq9.score({})).toMatchObject({ score: null, answered: 0, reason: 'too-many-missing' });
  });

  it('does not read answers from a prototype', () => {
    expect(phq9.score(Object.create({ q1: 3, q2: 3, q3: 3, q4: 3, q5: 3, q6: 3, q7: 3 }) as Record<string, number>).answered).toBe(0);
  });

  it('accepts a decimal of pain, not two', () => {
    const nrs = findInstrument('nrs-pain');
    expect(nrs && validateAnswers(nrs, { pain: 4.3 })).toEqual([]);
    expect(nrs && validateAnswers(nrs, { pain: 4.35 })).toMatchObject([{ code: 'not-a-step' }]);
  });
});

describe('the registry', () => {
  it('has every measure once and finds nothing else', () => {
    expect(new Set(INSTRUMENTS.map(({ code }) => code)).size).toBe(21);
    expect(findInstrument('constructor')).toBeUndefined();
    expect(findInstrument('__proto__')).toBeUndefined();
  });

  describe.each(INSTRUMENTS.map((instrument) => [instrument.code, instrument] as const))('%s', (_, instrument) => {
    it('has plain, unique item codes, the unscored and optional ones last', () => {
      const codes = instrument.items.map(({ code }) => code);
      expect(new Set(codes).size).toBe(codes.length);
      expect(codes.every((code) => /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(code))).toBe(true);
      const spare = instrument.items.map(({ scored, optional }) => !scored || optional);
      expect(spare).toEqual([...spare].sort((one, other) => Number(one) - Number(other)));
    });

    it('names its sources, rules and licence', () => {
      expect(instrument).toMatchObject({
        version: expect.stringMatching(/^\d+$/) as string,
        scoringRule: expect.stringMatching(/\.$/) as string,
        missingRule: expect.stringMatching(/\.$/) as string,
        citation: expect.stringMatching(/\d{4}/) as string,
      });
      expect(instrument.licence.note).not.toBe('');
    });

    it('has bands that follow one another', () => {
      for (const { bands, edges } of instrument.cutOffSets) {
        const gap = edges === 'whole-numbers' ? 1 : 0;
        bands.forEach((band, index) => {
          const previous = bands[index - 1];
          if (previous) expect(band.minimum).toBe(previous.maximum + gap);
        });
      }
    });

    it('says plainly what it yields', () => {
      const result = instrument.score(Object.fromEntries(instrument.items.map(({ code, minimum }) => [code, minimum])));
      expect(result.complete).toBe(true);
      expect(Object.keys(result.subscores).sort()).toEqual(instrument.subscores.map(({ code }) => code).sort());
      expect(Object.isFrozen(instrument)).toBe(true);
    });
  });

  it('carries LOINC codes that pass their check digit', () => {
    const codes = INSTRUMENTS.flatMap(({ loinc }) =>
      loinc ? [loinc.panel, loinc.total, ...Object.values(loinc.items ?? {}), ...Object.values(loinc.subscores ?? {})] : [],
    ).filter((code) => code !== undefined);
    expect(codes.length).toBeGreaterThan(30);
    expect(codes.filter((code) => !passesLuhn(code))).toEqual([]);
    expect(passesLuhn('97826-1')).toBe(false);
  });
});

function passesLuhn(code: string): boolean {
  const [digits, check] = code.split('-');
  const sum = [...(digits ?? '')].reverse().reduce((total, digit, index) => {
    const value = Number(digit) * (index % 2 === 0 ? 2 : 1);
    return total + (value > 9 ? value - 9 : value);
  }, 0);
  return (10 - (sum % 10)) % 10 === Number(check);
}

describe('rounding', () => {
  it.each([
    [11.571428, 0, 12],
    [6.142857, 2, 6.14],
    [1.005, 2, 1.01],
    [8.805, 2, 8.81],
    [2.5, 0, 3],
    [-0.2, 0, 0],
    [-0.573, 3, -0.573],
  ])('%p to %p decimals is %p', (value, decimals, expected) => expect(roundHalfUp(value, decimals)).toBe(expected));
});

describe('a measure of the clinic', () => {
  const measure: CustomMeasure = {
    code: 'stiffness',
    version: '1',
    name: 'Morning stiffness',
    items: [
      { code: 'hands', topic: 'Hands', minimum: 0, maximum: 10 },
      { code: 'back', topic: 'Back', minimum: 0, maximum: 10 },
      { code: 'ease', topic: 'Ease of moving', minimum: 0, maximum: 4, reversed: true },
    ],
    method: 'sum',
    direction: 'lower-is-better',
    fewestAnswered: 2,
    bands: [
      { label: 'low', minimum: 0, maximum: 12 },
      { label: 'high', minimum: 13, maximum: 24 },
    ],
  };

  it('is a sum with reversed items', () => {
    expect(scoreCustomMeasure(measure, { hands: 6, back: 5, ease: 1 })).toMatchObject({ score: 14, severity: 'high', complete: true });
  });

  it('is a mean', () => {
    expect(scoreCustomMeasure({ ...measure, method: 'mean', bands: undefined }, { hands: 6, back: 5, ease: 1 }).score).toBe(4.67);
  });

  it('fills up a missing item by the share of the range, and stays in range', () => {
    expect(scoreCustomMeasure(measure, { hands: 10, back: 10 })).toMatchObject({ score: 24, prorated: true });
    expect(scoreCustomMeasure(measure, { hands: 5, back: 5 }).score).toBe(12);
    expect(scoreCustomMeasure(measure, { hands: 5 })).toMatchObject({ score: null, reason: 'too-many-missing' });
  });

  it('refuses impossible answers like any other', () => {
    expect(() => scoreCustomMeasure(measure, { hands: 11 })).toThrow(ImpossibleAnswers);
  });

  it('is checked before it is kept', () => {
    expect(checkCustomMeasure(measure)).toEqual([]);
    const faulty: CustomMeasure = {
      ...measure,
      code: 'phq-9',
      fewestAnswered: 9,
      bands: [{ label: 'low', minimum: 0, maximum: 12 }, { label: 'high', minimum: 15, maximum: 24 }],
      items: [
        { code: '__proto__', topic: 'x', minimum: 0, maximum: 1 },
        { code: 'a', topic: 'x', minimum: 3, maximum: 3 },
        { code: 'a', topic: 'x', minimum: 0, maximum: 1, step: 0 },
      ],
    };
    expect(checkCustomMeasure(faulty).map(({ pointer, code }) => `${pointer} ${code}`)).toEqual([
      '/code code-taken',
      '/fewestAnswered bad-fewest',
      '/bands bad-bands',
      '/items/0/code bad-code',
      '/items/1 bad-range',
      '/items/1/step bad-step',
      '/items/2/code code-taken',
      '/items/2/step bad-step',
    ]);
    expect(checkCustomMeasure({ ...measure, items: [] })).toMatchObject([{ code: 'no-items' }, { code: 'bad-fewest' }]);
  });
});
