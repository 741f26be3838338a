import { wilsonInterval } from '../statistics/index.js';
import type { Proportion } from './cohort.dto.js';

/** A share with its Wilson interval. */
export function proportion(count: number, total: number): Proportion {
  const interval = wilsonInterval(count, total);
  return { count, total, share: total === 0 ? null : rounded(count / total), interval: interval && roundedInterval(interval) };
}

/** Six decimals: more than anyone reads, few enough that the order of adding up does not show. */
export const rounded = (value: number): number => Math.round(value * 1e6) / 1e6;

export const roundedInterval = <T extends { lower: number; upper: number }>(interval: T): T => ({ ...interval, lower: rounded(interval.lower), upper: rounded(interval.upper) });

/** A small probability by its first three digits: rounded like the rest it would read as none at all. */
export const roundedProbability = (p: number): number => (p < 1e-3 ? Number(p.toPrecision(3)) : rounded(p));
