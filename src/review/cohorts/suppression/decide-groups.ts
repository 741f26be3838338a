import { Span } from './span.js';

/** Groups smaller than this are not shown; a common threshold, our default. */
export const SMALLEST_GROUP = 5;

/** The most combinations whose protection is worked out; finer questions are refused rather than answered unsafely. */
export const MOST_COMBINATIONS = 600;

export type Key = Readonly<Record<string, string>>;

/** One combination of values of every dimension, with how many it holds. */
export interface Cell {
  readonly key: Key;
  readonly n: number;
}

/** A group that somebody could ask for: values of some of the dimensions, of all of them or of none. */
export interface Group {
  readonly key: Key;
  readonly n: number;
  readonly shown: boolean;
}

/**
 * Decides which groups may be shown, so that none of one to four can be worked out from all that are shown together: not
 * by taking a group from the whole, nor by any other sum or difference of groups over the same dimensions (secondary
 * suppression; the problem: Cox 1980 J Am Stat Assoc 75:377).
 *
 * Every group over every subset of the dimensions is decided, the coarsest first; what is decided of a group depends on
 * the dimensions in its own key alone. So a group hidden in one answer is hidden in every answer, whatever else is asked
 * with it. Within a subset the largest go first, and one more is shown only while no small group and no group that was
 * hidden before would follow. That a combination is empty is not told, so an onlooker cannot count on it.
 *
 * @throws RangeError for more than `MOST_COMBINATIONS`
 */
export function decideGroups(cells: readonly Cell[], dimensions: readonly string[], smallest = SMALLEST_GROUP): Group[] {
  const whole = everyCombination(cells, dimensions);
  const decided: Group[] = [];
  for (const subset of subsetsOf([...dimensions].sort())) {
    const candidates = groupsOver(whole, subset);
    const coarser = decided.filter(({ key }) => Object.keys(key).every((name) => subset.includes(name)));
    const projected = ({ key }: Cell): number[] => candidates.flatMap((one, column) => (matches(one.key, key) ? [column] : []));
    const span = new Span(candidates.length);
    for (const group of coarser) if (group.shown) span.learn(projected(group));
    span.keepSecret(coarser.filter(({ shown, n }) => !shown && n > 0).map(projected));
    span.keepSecret(candidates.flatMap(({ n }, column) => (n > 0 && n < smallest ? [[column]] : [])));
    const ordered = candidates.map((candidate, column) => ({ candidate, column })).sort((a, b) => b.candidate.n - a.candidate.n || a.column - b.column);
    const shown = ordered.filter(({ candidate, column }) => candidate.n >= smallest && span.learnSafely([column])).map(({ candidate }) => candidate);
    const kept = withLargeRests(shown, coarser, smallest);
    decided.push(...candidates.map((candidate) => ({ ...candidate, shown: kept.has(candidate) })));
  }
  return decided;
}

/** Hides the smallest of what is shown until, of every coarser group, nobody or at least `smallest` are left over. */
function withLargeRests(shown: readonly Cell[], coarser: readonly Group[], smallest: number): Set<Cell> {
  const kept = new Set(shown);
  const wholes = coarser.filter((group) => group.shown).map(({ key, n }) => ({ n, parts: shown.filter((part) => matches(part.key, key)) }));
  const tooFew = ({ n, parts }: (typeof wholes)[number]): boolean => {
    const rest = parts.reduce((left, part) => left - (kept.has(part) ? part.n : 0), n);
    return rest > 0 && rest < smallest;
  };
  for (let whole = wholes.find(tooFew); whole; whole = wholes.find(tooFew)) {
    const last = whole.parts.findLast((part) => kept.has(part));
    if (last) kept.delete(last);
  }
  return kept;
}

/** Every combination of the values that occur, the empty ones too. */
function everyCombination(cells: readonly Cell[], dimensions: readonly string[]): Cell[] {
  const counts = new Map(cells.map((cell) => [nameOf(cell.key), cell.n]));
  const values = dimensions.map((name) => [...new Set(cells.map(({ key }) => key[name] ?? ''))].sort());
  const size = values.reduce((product, { length }) => product * length, 1);
  if (size > MOST_COMBINATIONS) throw new RangeError(`${size} combinations, more than ${MOST_COMBINATIONS}`);
  const keys = dimensions.reduce<Key[]>((sofar, name, index) => sofar.flatMap((key) => (values[index] ?? []).map((value) => ({ ...key, [name]: value }))), [{}]);
  return keys.map((key) => ({ key, n: counts.get(nameOf(key)) ?? 0 }));
}

/** From none to all, the smaller before the larger. */
function subsetsOf(names: readonly string[]): string[][] {
  const all = names.reduce<string[][]>((sofar, name) => [...sofar, ...sofar.map((subset) => [...subset, name])], [[]]);
  return all.sort((a, b) => a.length - b.length);
}

function groupsOver(whole: readonly Cell[], subset: readonly string[]): Cell[] {
  const groups = new Map<string, Cell>();
  for (const { key, n } of whole) {
    const own = Object.fromEntries(subset.map((name) => [name, key[name] ?? '']));
    const name = nameOf(own);
    groups.set(name, { key: own, n: n + (groups.get(name)?.n ?? 0) });
  }
  return [...groups.values()];
}

const matches = (key: Key, wanted: Key): boolean => Object.entries(wanted).every(([name, value]) => key[name] === value);

/** The same for the same values in whatever order. */
export function nameOf(key: Key): string {
  return JSON.stringify(Object.entries(key).sort(([a], [b]) => (a < b ? -1 : 1)));
}
