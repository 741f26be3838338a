import { OPIOIDS } from '../opioid-mme/index.js';
import { nameWords } from './drug-name.js';
import { DRUG_GROUPS } from './seizure-threshold-risk.js';

/** Shorter words are too often a letter apart from another drug's. Design default. */
const SHORTEST_COMPARED = 6;

interface Listed {
  readonly name: string;
  readonly words: readonly string[];
}

const LISTED: readonly Listed[] = [...new Set([...DRUG_GROUPS.flatMap(({ drugs }) => Object.entries(drugs).flatMap(([drug, others]) => [drug, ...others])), ...OPIOIDS.flatMap(({ drug, otherNames }) => [drug, ...otherNames])])]
  .map((name) => ({ name, words: nameWords(name) }));

/**
 * Ordinary names that are a letter apart from a listed one and mean themselves: potassium (Valium), calcium (Valcyte), a cold spray
 * (Keflex), a sleeping pill without prescription (Aponal), methyl alcohol (ethanol). Recalled; the list is no more than examples.
 */
const MEANS_ITSELF = ['kalium', 'calcit', 'reflex', 'apronal', 'methanol'];

/** Words that are no error of typing: each is a whole name. */
const KNOWN: ReadonlySet<string> = new Set([...LISTED.flatMap(({ words }) => (words.length === 1 ? words : [])), ...MEANS_ITSELF.flatMap(nameWords)]);

/**
 * Names of listed drugs (seizure threshold, opioids) that stand one letter apart from a word of a medication's name: left out,
 * put in, mistaken, or exchanged with its neighbour. Of a listed name of several words one may be so, the others stand beside it.
 * A word that is listed itself, or that is known to be another medicine's, means itself.
 */
export function similarListedNames(name: string): string[] {
  const text = nameWords(name);
  return LISTED.filter(({ words }) => text.some((_, start) => isNearly(text.slice(start, start + words.length), words))).map((listed) => listed.name).sort();
}

function isNearly(text: readonly string[], words: readonly string[]): boolean {
  if (text.length !== words.length) return false;
  const wrong = words.flatMap((word, at) => (text[at] === word ? [] : [[text[at] ?? '', word] as const]));
  // A short word says enough where a longer one stands beside it.
  const longBeside = words.some((word, at) => text[at] === word && word.length >= SHORTEST_COMPARED);
  return wrong.length === 1 && wrong.every(([one, word]) => (longBeside || Math.min(one.length, word.length) >= SHORTEST_COMPARED) && !KNOWN.has(one) && isOneErrorApart(one, word));
}

function isOneErrorApart(one: string, other: string): boolean {
  const shorter = Math.min(one.length, other.length);
  let start = 0;
  while (start < shorter && one[start] === other[start]) start += 1;
  let end = 0;
  while (end < shorter - start && one.at(-1 - end) === other.at(-1 - end)) end += 1;
  const [left, right] = [one.slice(start, one.length - end), other.slice(start, other.length - end)];
  if (left.length <= 1 && right.length <= 1) return left !== right;
  return left.length === 2 && right.length === 2 && left[0] === right[1] && left[1] === right[0];
}
