import { mean, standardDeviation } from './descriptive.js';
import { USUAL_CONFIDENCE, wilsonInterval, type Interval } from './intervals.js';

export interface Pair {
  readonly baseline: number;
  readonly current: number;
}

/**
 * Cohen's d of a paired change: the mean change in units of the changes' own standard deviation (d_z, Cohen 1988).
 * The sign is that of current less baseline. Null below two pairs or when every change is the same.
 */
export function cohensDOfChange(pairs: readonly Pair[]): number | null {
  return standardised(pairs.map(changeOf), pairs.map(changeOf));
}

/** The mean change in units of the baseline's standard deviation (Becker 1988): comparable between groups. */
export function changeInBaselineDeviations(pairs: readonly Pair[]): number | null {
  return standardised(pairs.map(changeOf), pairs.map(({ baseline }) => baseline));
}

export interface Group {
  readonly responders: number;
  readonly total: number;
}

export interface NumberNeededToTreat {
  /** Response rate of the treated less that of the controls, a share. */
  readonly riskDifference: number;
  readonly riskDifferenceInterval: Interval;
  /** Negative: so many to harm one; null when the rates are equal. */
  readonly numberNeededToTreat: number | null;
  /** Null where the difference may be nothing: the interval then runs through infinity (Altman 1998 BMJ 317:1309). */
  readonly interval: Interval | null;
}

/**
 * How many must be treated for one more response than among the controls, with Newcombe's hybrid score interval of the
 * difference (Newcombe 1998 Stat Med 17:873, method 10). Null when a group is empty.
 */
export function numberNeededToTreat(treated: Group, controls: Group, confidence = USUAL_CONFIDENCE): NumberNeededToTreat | null {
  const first = wilsonInterval(treated.responders, treated.total, confidence);
  const second = wilsonInterval(controls.responders, controls.total, confidence);
  if (!first || !second) return null;
  const p = treated.responders / treated.total;
  const q = controls.responders / controls.total;
  const lower = p - q - Math.hypot(p - first.lower, second.upper - q);
  const upper = p - q + Math.hypot(first.upper - p, q - second.lower);
  const certain = lower > 0 || upper < 0;
  return {
    riskDifference: p - q,
    riskDifferenceInterval: { lower, upper, confidence },
    numberNeededToTreat: p === q ? null : 1 / (p - q),
    interval: certain ? { lower: 1 / upper, upper: 1 / lower, confidence } : null,
  };
}

const changeOf = ({ baseline, current }: Pair): number => current - baseline;

function standardised(changes: readonly number[], spread: readonly number[]): number | null {
  const change = mean(changes);
  const deviation = standardDeviation(spread);
  return change === null || deviation === null || deviation === 0 ? null : change / deviation;
}
