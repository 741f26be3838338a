import { chooseBaseline, isWorseThanTold, type ScoredPoint } from '../../src/outcome-measures/change/index.js';
import { findInstrument } from '../../src/outcome-measures/scoring/index.js';
import { askingMoment } from '../../src/outcome-measures/self-report/diary/asking-moment.js';

const rulesOf = (code: string) => {
  const instrument = findInstrument(code);
  if (!instrument) throw new Error(code);
  return instrument;
};

/** Scores on days of March 2030; those from the tenth on come after the first treatment. */
const series = (...scores: [day: number, score: number][]): ScoredPoint[] =>
  scores.map(([day, score], index) => ({ id: String(index), day: `2030-03-${String(day).padStart(2, '0')}`, score, beforeTreatment: day < 10 }));

describe('the baseline of a series', () => {
  const diary = series([1, 9], [3, 8], [4, 7], [6, 6], [8, 7], [9, 5], [9, 7], [10, 4], [11, 3]);

  it('is the first value, unless the plan says otherwise', () => {
    expect(chooseBaseline('single-value', diary)).toMatchObject({ rule: 'single-value', value: 9, values: 1, lastId: '0', covers: new Set(['0']) });
    expect(chooseBaseline('single-value', [])).toBeNull();
  });

  it('is the mean of the daily means of the last seven days before treatment', () => {
    // 3, 4, 6, 8 and 9 March; two entries on the ninth make one day of 6.
    expect(chooseBaseline('mean-of-seven-day-diary', diary)).toMatchObject({ rule: 'mean-of-seven-day-diary', value: (8 + 7 + 6 + 7 + 6) / 5, values: 5, lastId: '6' });
    expect(chooseBaseline('mean-of-seven-day-diary', diary)?.covers).toEqual(new Set(['0', '1', '2', '3', '4', '5', '6']));
  });

  it('falls back to the first value where fewer than four days were kept, and says so', () => {
    expect(chooseBaseline('mean-of-seven-day-diary', series([1, 9], [7, 8], [8, 7], [9, 6], [10, 3]))).toMatchObject({ rule: 'single-value', value: 9 });
    expect(chooseBaseline('mean-of-seven-day-diary', series([10, 6], [11, 5]))).toMatchObject({ rule: 'single-value', value: 6 });
  });

  it('tells no change of a diary that is still being kept', () => {
    expect(chooseBaseline('mean-of-seven-day-diary', series([7, 2], [8, 8]))?.covers).toEqual(new Set(['0', '1']));
    expect(chooseBaseline('single-value', series([7, 2], [8, 8]))?.covers).toEqual(new Set(['0']));
  });

  it('is the mean of screening and first day, which are two days', () => {
    expect(chooseBaseline('mean-of-screening-and-first-day', series([2, 7], [9, 6], [10, 3]))).toMatchObject({ rule: 'mean-of-screening-and-first-day', value: 6.5, values: 2, lastId: '1' });
    expect(chooseBaseline('mean-of-screening-and-first-day', series([9, 7], [9, 6], [10, 3]))).toMatchObject({ rule: 'single-value', value: 7 });
  });
});

describe('a patient who becomes worse', () => {
  it.each([
    ['nrs-pain', 4, [5.9], false],
    ['nrs-pain', 4, [6], true],
    ['nrs-pain', 4, [6, 6, 7], false],
    ['nrs-pain', 4, [6, 8], true],
    ['nrs-pain', 4, [8, 6, 8], false],
    ['nrs-pain', 4, [6, 5, 6], true],
    ['promis-pain-interference-4a', 60, [64, 65], false],
    ['eq-5d-5l', 0.7, [0.64], true],
    ['fiqr', 50, [57, 58], false],
    ['fiqr', 50, [57, 65], true],
    ['dn4', 3, [10], false],
    ['nrs-pain', 4, [], false],
  ] as const)('in %s from %p by %p is told of: %p', (code, baseline, scores, expected) => expect(isWorseThanTold(rulesOf(code), baseline, scores)).toBe(expected));
});

describe('the moment of the day’s question', () => {
  const moment = (hours: { timeZone?: string; notBefore?: string; notAfter?: string }, askAt = '19:00'): string | null => {
    const at = askingMoment({ day: '2030-03-04', askAt, timeZone: 'America/New_York', hours: { timeZone: 'America/New_York', ...hours } });
    return at === null ? null : new Date(at).toISOString();
  };

  it.each([
    ['at the clinic’s time', {}, '2030-03-05T00:00:00.000Z'],
    ['later, when the patient’s hours begin', { notBefore: '20:30' }, '2030-03-05T01:30:00.000Z'],
    ['an hour before they end', { notBefore: '08:00', notAfter: '18:00' }, '2030-03-04T22:00:00.000Z'],
    ['when they begin, where they are short', { notBefore: '17:30', notAfter: '18:00' }, '2030-03-04T22:30:00.000Z'],
    ['at the patient’s evening, in another zone', { timeZone: 'Europe/Berlin', notBefore: '08:00', notAfter: '21:00' }, '2030-03-04T19:00:00.000Z'],
    ['on days that change length too', { notBefore: '02:30', notAfter: '03:00' }, '2030-03-04T07:30:00.000Z'],
  ])('is %s', (_case, hours, expected) => expect(moment(hours)).toBe(expected));
});
