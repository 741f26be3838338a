import { SMALLEST_GROUP } from '../suppression/index.js';

/** A calendar quarter as a number that counts on over the years. */
export const quarterOf = (day: string): number => Number(day.slice(0, 4)) * 4 + Math.floor((Number(day.slice(5, 7)) - 1) / 3);

/** Its first day. */
export const quarterStart = (quarter: number): string => `${Math.floor(quarter / 4)}-${String((quarter % 4) * 3 + 1).padStart(2, '0')}-01`;

/** Its last day. */
export const quarterEnd = (quarter: number): string => `${Math.floor(quarter / 4)}-${['03-31', '06-30', '09-30', '12-31'][quarter % 4] ?? ''}`;

/**
 * Whether a group may be shown for these quarters. Its quarters are put together, from the first on, into blocks of at
 * least `smallest`; a period is good if it begins and ends between blocks. Any two good periods of a group then differ by
 * whole blocks, so that taking one from the other never tells of fewer than that.
 */
export function isAligned(counts: ReadonlyMap<number, number>, period: { from: number; to: number }, smallest = SMALLEST_GROUP): boolean {
  const before = (quarter: number): number => [...counts].reduce((sum, [at, n]) => sum + (at < quarter ? n : 0), 0);
  const total = before(Infinity);
  const edges = [0];
  let sofar = 0;
  for (const [, n] of [...counts].sort(([a], [b]) => a - b)) {
    sofar += n;
    const last = edges.at(-1) ?? 0;
    if (sofar - last >= smallest && (total - sofar >= smallest || total === sofar)) edges.push(sofar);
  }
  if (!edges.includes(total)) edges.push(total);
  return edges.includes(before(period.from)) && edges.includes(before(period.to + 1));
}
