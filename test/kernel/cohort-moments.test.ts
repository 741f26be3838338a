import { isAligned, parseMoment, quarterEnd, quarterOf, quarterStart } from '../../src/review/cohorts/moments/index.js';

describe('moments of a cohort', () => {
  it.each([
    ['end', { by: 'day', from: 'end', months: 0, days: 0 }],
    ['session:10', { by: 'session', session: 10, tolerance: 1 }],
    ['week:3', { by: 'day', from: 'start', months: 0, days: 21, daysBefore: 3, daysAfter: 3 }],
    ['follow-up:1m', { by: 'day', from: 'end', months: 1, daysBefore: 7, daysAfter: 7 }],
    ['follow-up:3m', { by: 'day', from: 'end', months: 3, daysBefore: 14, daysAfter: 14 }],
  ])('%s', (text, moment) => expect(parseMoment(text)).toMatchObject(moment));

  it.each(['', 'End', 'session:0', 'session:501', 'session:10m', 'week:105', 'follow-up:3', 'follow-up:25m', 'follow-up:3w'])('not %p', (text) => expect(parseMoment(text)).toBeNull());

  it('never counts one day for two weeks', () => {
    const [third, fourth] = [parseMoment('week:3'), parseMoment('week:4')];
    if (third?.by !== 'day' || fourth?.by !== 'day') throw new Error('no week');
    expect(third.days + third.daysAfter).toBeLessThan(fourth.days - fourth.daysBefore);
  });
});

describe('quarters', () => {
  it.each([
    ['2030-01-01', '2030-01-01', '2030-03-31'],
    ['2030-03-31', '2030-01-01', '2030-03-31'],
    ['2030-04-01', '2030-04-01', '2030-06-30'],
    ['2030-12-31', '2030-10-01', '2030-12-31'],
  ])('%s lies between %s and %s', (day, from, to) => {
    expect([quarterStart(quarterOf(day)), quarterEnd(quarterOf(day))]).toEqual([from, to]);
  });

  it('begin and end a period only where five or more lie between', () => {
    const counts = new Map([[0, 3], [1, 3], [2, 6], [3, 2]]);
    // Blocks: the first two, then all the rest, since the last has two only.
    const good = [0, 1, 2, 3].flatMap((from) => [0, 1, 2, 3].map((to) => [from, to])).filter(([from = 0, to = 0]) => from <= to && isAligned(counts, { from, to }));
    expect(good).toEqual([[0, 1], [0, 3], [2, 3]]);
    expect(isAligned(counts, { from: -Infinity, to: Infinity })).toBe(true);
  });
});
