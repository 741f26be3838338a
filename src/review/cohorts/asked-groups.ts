import { invalid, unprocessable } from '../../platform/errors/refusal.js';
import { DIMENSION_NAMES, MOST_DIMENSIONS, type DimensionName } from './dimensions.js';
import type { CohortFilters } from './cohort.dto.js';
import { isAligned, quarterEnd, quarterOf, quarterStart } from './moments/index.js';
import { decideGroups, MOST_COMBINATIONS, nameOf, type Key } from './suppression/index.js';

const PERIOD = 'period';

/** What a question divides and chooses by. */
export interface Division {
  readonly groupBy: readonly DimensionName[];
  readonly filters: Key;
  /** Both together. */
  readonly dimensions: readonly DimensionName[];
  /** Quarters; null for all time. */
  readonly period: { readonly from: number; readonly to: number } | null;
}

/** @throws InvalidRequest for a dimension asked for twice, for too many together, or a period that ends before it begins */
export function divisionOf(query: CohortFilters & { groupBy?: string }): Division {
  const groupBy = (query.groupBy ?? '').split(',').filter((name): name is DimensionName => name !== '');
  const filters = Object.fromEntries(DIMENSION_NAMES.flatMap((name) => (query[name] === undefined ? [] : [[name, query[name]]]))) as Key;
  const dimensions = [...groupBy, ...(Object.keys(filters) as DimensionName[])].sort();
  if (new Set(dimensions).size < dimensions.length) throw invalid('/groupBy', 'repeated-dimension', 'names a dimension twice, or one that is also chosen by');
  if (dimensions.length > MOST_DIMENSIONS) throw invalid('/groupBy', 'too-many-dimensions', `${MOST_DIMENSIONS} dimensions at most, counting what is chosen by`);
  const { from, to } = query;
  if (from !== undefined && to !== undefined && from > to) throw invalid('/to', 'out-of-range', 'must not be before from');
  const period = from === undefined && to === undefined ? null : { from: from === undefined ? -Infinity : quarterOf(from), to: to === undefined ? Infinity : quarterOf(to) };
  return { groupBy, filters, dimensions, period };
}

/** The period in days, as the answer states it. */
export function statedPeriod({ period }: Division): { from: string | null; to: string | null } {
  return { from: period && Number.isFinite(period.from) ? quarterStart(period.from) : null, to: period && Number.isFinite(period.to) ? quarterEnd(period.to) : null };
}

interface Counted {
  readonly key: Key;
  readonly quarter: number;
}

const isIn = ({ quarter }: Counted, { period }: Division): boolean => period === null || (quarter >= period.from && quarter <= period.to);

/**
 * Which groups of a division may be shown when `count` is what their numbers rest on; ask by `nameOf` of the key over all
 * dimensions, the filters included.
 * @throws Refusal 422 `too-many-groups`
 */
export function shownGroups<C extends Counted>(cells: readonly C[], division: Division, count: (cell: C) => number): (key: Key) => boolean {
  const { dimensions, period } = division;
  const sums = new Map<string, { key: Record<string, string>; n: number }>();
  const quarters = new Map<string, Map<number, number>>();
  for (const cell of cells) {
    const own = nameOf(cell.key);
    const key = { ...cell.key, ...(period && { [PERIOD]: isIn(cell, division) ? 'in' : 'out' }) };
    const sum = sums.get(nameOf(key)) ?? { key, n: 0 };
    sums.set(nameOf(key), { key, n: sum.n + count(cell) });
    const ofQuarter = quarters.get(own) ?? new Map<number, number>();
    quarters.set(own, ofQuarter.set(cell.quarter, (ofQuarter.get(cell.quarter) ?? 0) + count(cell)));
  }
  const shown = new Set(decided([...sums.values()], [...dimensions, ...(period ? [PERIOD] : [])]).flatMap(({ key, shown: is }) => (is ? [nameOf(key)] : [])));
  return (key) => {
    if (!shown.has(nameOf(period ? { ...key, [PERIOD]: 'in' } : key))) return false;
    return period === null || isAligned(quarters.get(nameOf(key)) ?? new Map<number, number>(), period);
  };
}

function decided(...question: Parameters<typeof decideGroups>): ReturnType<typeof decideGroups> {
  try {
    return decideGroups(...question);
  } catch (fault) {
    if (fault instanceof RangeError) throw unprocessable('too-many-groups', `Ask for fewer groups: ${MOST_COMBINATIONS} combinations at most.`);
    throw fault;
  }
}

/** Every combination of the values that occur anywhere, with the cells of the period that it holds. Empty ones are told no more than small ones. */
export function groupsOf<C extends Counted>(cells: readonly C[], division: Division): { key: Key; whole: Key; cells: C[] }[] {
  const { groupBy, filters } = division;
  const values = (name: string): string[] => [...new Set(cells.map(({ key }) => key[name] ?? ''))].sort();
  const keys = groupBy.reduce<Key[]>((sofar, name) => sofar.flatMap((key) => values(name).map((value) => ({ ...key, [name]: value }))), [{}]);
  const held = new Map<string, C[]>();
  for (const cell of cells) {
    if (isIn(cell, division)) held.set(nameOf(cell.key), [...(held.get(nameOf(cell.key)) ?? []), cell]);
  }
  return keys.map((key) => {
    const whole = { ...key, ...filters };
    return { key, whole, cells: held.get(nameOf(whole)) ?? [] };
  });
}
