import { OPIOIDS } from '../opioid-mme/index.js';
import { nameWords } from './drug-name.js';
import { DRUG_GROUPS } from './seizure-threshold-risk.js';

/** Shorter words are too often a letter apart from another drug's. Design default. */
const SHORTEST_COMPARED = 6;

/** Listed names of one word, by that word as it compares. */
const LISTED: ReadonlyMap<string, string> = new Map(
  [...DRUG_GROUPS.flatMap(({ drugs }) => Object.entries(drugs).flatMap(([drug, others]) => [drug, ...others])), ...OPIOIDS.flatMap(({ drug, otherNames }) => [drug, ...otherNames])].flatMap((name) => {
    const [word = '', ...more] = nameWords(name);
    return more.length === 0 ? [[word, name] as const] : [];
  }),
);

/**
 * Names of listed drugs (seizure threshold, opioids) that stand one letter apart from a word of a medication's name: left out,
 * put in, mistaken, or exchanged with its neighbour. A word that is listed itself means itself.
 */
export function similarListedNames(name: string): string[] {
  const unknown = nameWords(name).filter((word) => word.length >= SHORTEST_COMPARED && !LISTED.has(word));
  return [...LISTED].flatMap(([word, listed]) => (word.length >= SHORTEST_COMPARED && unknown.some((one) => isOneErrorApart(one, word)) ? [listed] : [])).sort();
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
