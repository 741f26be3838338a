import fc from 'fast-check';
import { searchPatterns, searchWords } from '../../src/patients/search-words.js';

const RUNS = { numRuns: 10_000 };
const LETTERS = [...'abcdefghijklmnopqrstuvwxyzßжи王'];

const letter = fc.constantFrom(...LETTERS);
const name = fc.array(letter, { minLength: 3, maxLength: 12 });

/** One of the four errors of typing, somewhere in the name; what is left is long enough to be forgiven. */
const mistyped = (letters: readonly string[], kind: number, where: number, other: string): string => {
  const n = where % letters.length;
  const swapped = Math.max(1, n);
  if (kind === 0 && letters.length > 3) return letters.toSpliced(n, 1).join('');
  if (kind === 1) return letters.toSpliced(where % (letters.length + 1), 0, other).join('');
  if (kind === 2) return letters.toSpliced(swapped - 1, 2, ...letters.slice(swapped, swapped + 1), ...letters.slice(swapped - 1, swapped)).join('');
  return letters.with(n, other).join('');
};

const finds = (typed: string, searchText: string): boolean => searchPatterns(typed).every((pattern) => new RegExp(pattern, 'u').test(searchText));

/** Damerau's distance with neighbours exchanged, as a second opinion. */
function distance(a: readonly string[], b: readonly string[]): number {
  const rows = Array.from({ length: a.length + 1 }, (_, i) => Array.from({ length: b.length + 1 }, (_u, j) => (i === 0 ? j : j === 0 ? i : 0)));
  const at = (i: number, j: number): number => rows[i]?.[j] ?? Infinity;
  for (let i = 1; i <= a.length; i += 1) {
    for (let j = 1; j <= b.length; j += 1) {
      const least = Math.min(at(i - 1, j) + 1, at(i, j - 1) + 1, at(i - 1, j - 1) + (a[i - 1] === b[j - 1] ? 0 : 1));
      const exchange = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1] ? at(i - 2, j - 2) + 1 : Infinity;
      rows[i]?.splice(j, 1, Math.min(least, exchange));
    }
  }
  return at(a.length, b.length);
}

describe('the words of a search', () => {
  it('find every name with one typing error, wherever it stands', () => {
    fc.assert(
      fc.property(name, fc.nat(3), fc.nat(20), letter, fc.boolean(), (letters, kind, where, other, first) => {
        const searchText = first ? `${letters.join('')} qqqqqqqq h 17` : `qqqqqqqq ${letters.join('')} h 17`;
        expect(finds(mistyped(letters, kind, where, other), searchText)).toBe(true);
      }),
      RUNS,
    );
  });

  it('find nothing further than one error away, save what begins with them', () => {
    const near = fc.array(fc.constantFrom('a', 'b', 'c'), { minLength: 3, maxLength: 6 });
    fc.assert(
      fc.property(near, near, (typed, word) => {
        expect(finds(typed.join(''), word.join(''))).toBe(distance(typed, word) <= 1 || word.join('').startsWith(typed.join('')));
      }),
      RUNS,
    );
  });

  it.each([
    ['mul', 'jurgen muller', true],
    ['wnag', 'li wang', true],
    ['lie', 'ann lee', true],
    ['xi', 'xu li', false], // one error in two letters is another name
    ['h 10023', 'mary johnson h 10024', false], // a wrong digit is another number
    ['h 100', 'mary johnson h 10024', true],
    ['johnson mary', 'mary johnson', true],
    ['johnson peter', 'mary johnson', false],
    ['mary j', 'mary johnson', true],
    ['a.*', 'abc', false],
    ['(', 'abc', false],
  ])('%s finds %s: %s', (typed, searchText, found) => {
    expect(finds(typed, searchText)).toBe(found);
  });

  it('stay small however much is typed', () => {
    const patterns = searchPatterns(`${'ab'.repeat(100)} ${'abcdefghij '.repeat(30)}`);
    expect(patterns).toHaveLength(8);
    expect(Math.max(...patterns.map((pattern) => pattern.length))).toBeLessThan(3000);
  });

  it('tell a birth date from a name', () => {
    expect(searchWords(' Müller  1961-07-08 ')).toEqual({ bornOn: '1961-07-08', text: 'Müller' });
    expect(searchWords('1961-07-08')).toEqual({ bornOn: '1961-07-08', text: '' });
    expect(searchWords('1961-02-30')).toEqual({ bornOn: null, text: '1961-02-30' });
  });
});
