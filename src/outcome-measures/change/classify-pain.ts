import { percentImprovement } from './percent-improvement.js';
import { atLeast } from './thresholds.js';

export type PainChange = 'substantial' | 'moderate' | 'minimal' | 'none' | 'worse';

/** IMMPACT, Dworkin 2008 J Pain 9:105; that worse begins beyond 10 % is our default. */
const LEAST_PERCENT: readonly (readonly [PainChange, number])[] = [
  ['substantial', 50],
  ['moderate', 30],
  ['minimal', 10],
  ['none', -10],
];

/** What a change of pain intensity (0 to 10, unrounded) means; null without both scores or from a baseline of 0. */
export function classifyPain(baseline: number | null, current: number | null): PainChange | null {
  const percent = percentImprovement(baseline, current, 'lower-is-better');
  if (percent === null) return null;
  return LEAST_PERCENT.find(([, least]) => atLeast(percent, least))?.[0] ?? 'worse';
}
