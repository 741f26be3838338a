import * as fc from 'fast-check';
import { Matrix, SingularValueDecomposition } from 'ml-matrix';
import { decideGroups, MOST_COMBINATIONS, nameOf, type Cell, type Group, type Key } from '../../src/review/cohorts/suppression/index.js';

const matches = (key: Key, wanted: Key): boolean => Object.entries(wanted).every(([name, value]) => key[name] === value);
const rank = (rows: number[][]): number => (rows.length === 0 ? 0 : new SingularValueDecomposition(new Matrix(rows), { autoTranspose: true }).rank);
const isSmall = (n: number): boolean => n > 0 && n < 5;

/** One dimension's counts as cells. */
const along = (name: string, counts: Record<string, number>): Cell[] => Object.entries(counts).map(([value, n]) => ({ key: { [name]: value }, n }));
const shownOf = (groups: Group[]): string[] => groups.filter(({ shown }) => shown).map(({ key }) => Object.values(key).join('/') || 'all');

/** A clinic's counts over up to three dimensions of two to four values. */
const tables = fc.tuple(fc.integer({ min: 2, max: 4 }), fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 3 })).chain(([a, b, c]) =>
  fc.array(fc.oneof(fc.integer({ min: 0, max: 6 }), fc.integer({ min: 0, max: 40 })), { minLength: a * b * c, maxLength: a * b * c }).map((counts): Cell[] =>
    counts.map((n, index) => ({ key: { a: `a${index % a}`, b: `b${Math.floor(index / a) % b}`, c: `c${Math.floor(index / (a * b))}` }, n }))),
);

describe('which groups are shown', () => {
  it('hides the small, and one more that would tell of it', () => {
    expect(shownOf(decideGroups(along('sex', { female: 20, male: 3 }), ['sex']))).toEqual(['all']);
    expect(shownOf(decideGroups(along('sex', { female: 20, male: 11, unknown: 3 }), ['sex']))).toEqual(['all', 'female']);
    expect(shownOf(decideGroups(along('sex', { female: 20, male: 11 }), ['sex']))).toEqual(['all', 'female', 'male']);
    expect(shownOf(decideGroups(along('sex', { female: 3, male: 1 }), ['sex']))).toEqual([]);
  });

  it('keeps the empty apart from nobody’s secret: an empty group hides nothing else', () => {
    expect(shownOf(decideGroups(along('sex', { female: 20, male: 11, unknown: 0 }), ['sex']))).toEqual(['all', 'female', 'male']);
  });

  it('refuses what is too fine', () => {
    const cells = Array.from({ length: MOST_COMBINATIONS + 1 }, (_, n) => ({ key: { day: String(n) }, n: 9 }));
    expect(() => decideGroups(cells, ['day'])).toThrow(RangeError);
  });

  it('shows no group under five, and all of what is large where nothing is small', () => {
    fc.assert(fc.property(tables, (cells) => {
      const groups = decideGroups(cells, ['a', 'b', 'c']);
      expect(groups.filter(({ shown, n }) => shown && n < 5)).toEqual([]);
      if (groups.every(({ n }) => !isSmall(n))) expect(groups.filter(({ shown, n }) => !shown && n > 0)).toEqual([]);
    }));
  });

  it('lets no pair of questions that differ in one filter tell of a group under five', () => {
    fc.assert(fc.property(tables, (cells) => {
      const shown = decideGroups(cells, ['a', 'b', 'c']).filter((group) => group.shown);
      for (const whole of shown) {
        for (const part of shown) {
          const added = Object.keys(part.key).filter((name) => !(name in whole.key));
          if (added.length === 1 && matches(part.key, whole.key)) expect(isSmall(whole.n - part.n)).toBe(false);
        }
      }
    }));
  });

  it('lets no sum or difference of any groups tell of one under five', () => {
    fc.assert(fc.property(tables, (cells) => {
      const groups = decideGroups(cells, ['a', 'b', 'c']);
      const row = (wanted: Key): number[] => cells.map(({ key }) => (matches(key, wanted) ? 1 : 0));
      const known = groups.filter(({ shown }) => shown).map(({ key }) => row(key));
      const before = rank(known);
      for (const { key, n } of groups.filter((group) => isSmall(group.n))) {
        if (rank([...known, row(key)]) === before) throw new Error(`${n} in ${nameOf(key)} can be worked out`);
      }
    }), { numRuns: 60 });
  });

  it('decides of a group alike whatever else is asked with it', () => {
    fc.assert(fc.property(tables, (cells) => {
      const fine = new Map(decideGroups(cells, ['a', 'b', 'c']).map(({ key, shown }) => [nameOf(key), shown]));
      const coarse = new Map<string, Cell>();
      for (const { key: { a = '', b = '' }, n } of cells) coarse.set(a + b, { key: { a, b }, n: n + (coarse.get(a + b)?.n ?? 0) });
      for (const { key, shown } of decideGroups([...coarse.values()], ['b', 'a'])) expect([nameOf(key), fine.get(nameOf(key))]).toEqual([nameOf(key), shown]);
    }));
  });
});
