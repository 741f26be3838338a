import { isDateOnly } from '../platform/http/moments.js';

/** One error in two letters is another name altogether, and a wrong digit another number. */
const SHORTEST_FORGIVEN = 3;
/** Nobody types a longer word of a name; it also bounds the size of a pattern. */
const LONGEST_FORGIVEN = 30;
const MOST_WORDS = 8;

export interface SearchWords {
  /** `YYYY-MM-DD` among the words, if any. */
  readonly bornOn: string | null;
  /** Everything else. */
  readonly text: string;
}

/** Tells a birth date from the words beside it: "Müller 1961-07-08". */
export function searchWords(q: string): SearchWords {
  const words = q.split(/\s+/u).filter((word) => word !== '');
  const bornOn = words.find((word) => isDateOnly(word)) ?? null;
  return { bornOn, text: words.filter((word) => word !== bornOn).join(' ') };
}

/**
 * The text as the database makes it searchable, where that is plain to see: of Latin letters, digits and spaces alone only
 * the case goes.
 */
export function plainSearchText(text: string): string | undefined {
  return /^[A-Za-z0-9]+(?: [A-Za-z0-9]+)*$/.test(text) ? text.toLowerCase() : undefined;
}

/**
 * One regular expression for each word of a search text (lower case, words between single spaces): the word begins with
 * what was typed, or differs from it by one letter left out, put in, mistaken, or exchanged with its neighbour. Words
 * with a digit are compared as they are. The first eight words count.
 */
export function searchPatterns(searchText: string): string[] {
  const words = searchText.split(' ').filter((word) => word !== '');
  return words.slice(0, MOST_WORDS).map((word) => `(^| )(${[`${escaped([...word])}[^ ]*`, ...withOneError([...word])].join('|')})( |$)`);
}

function withOneError(letters: readonly string[]): string[] {
  if (letters.length < SHORTEST_FORGIVEN || letters.length > LONGEST_FORGIVEN || letters.some((letter) => /\p{N}/u.test(letter))) return [];
  const [before, from] = [(n: number) => escaped(letters.slice(0, n)), (n: number) => escaped(letters.slice(n))];
  const takenOutOrMistaken = letters.map((_, n) => `${before(n)}[^ ]?${from(n + 1)}`);
  const leftOut = letters.map((_, n) => `${before(n)}[^ ]${from(n)}`);
  const exchanged = letters.slice(1).map((letter, n) => `${before(n)}${escaped([letter])}${escaped(letters.slice(n, n + 1))}${from(n + 2)}`);
  return [...takenOutOrMistaken, ...leftOut, `${before(letters.length)}[^ ]`, ...exchanged];
}

/** What regular expressions give a meaning is all ASCII; a mark of another script must not be escaped. */
function escaped(letters: readonly string[]): string {
  return letters.join('').replaceAll(/[!-/:-@[-`{-~]/g, '\\$&');
}
