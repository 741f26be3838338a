import type { Direction } from '../scoring/index.js';

/**
 * The improvement in percent of the baseline, unrounded; positive is better, whichever way the scale runs.
 *
 * Null where a score is missing, where the scale has no better end, and where the baseline is 0 or below: a percentage
 * of nothing says nothing, and of a negative index (EQ-5D) it would turn its sign.
 */
export function percentImprovement(baseline: number | null, current: number | null, direction: Direction): number | null {
  if (baseline === null || current === null || direction === 'none' || baseline <= 0) return null;
  const better = direction === 'lower-is-better' ? baseline - current : current - baseline;
  return (better * 100) / baseline;
}
