import { changeFromBaseline, worsening, type ChangeRules } from './change-from-baseline.js';

/**
 * Whether the last score of a series is worse than somebody has been told: worse than the baseline by the important
 * change, and by one more important change than any score before it since the series was last not worse. So a patient
 * who stays worse is told of once, and one who grows worse still is told of again.
 *
 * @param scores unrounded, in order of time, those after the baseline
 */
export function isWorseThanTold(instrument: ChangeRules, baseline: number, scores: readonly number[]): boolean {
  const degrees = scores.map((current) => degreeOf(instrument, baseline, current));
  const lastGood = degrees.lastIndexOf(0, -2);
  const told = degrees.slice(lastGood + 1, -1);
  return (degrees.at(-1) ?? 0) > Math.max(0, ...told);
}

/** How many important changes worse; 0 where it has not deteriorated. */
function degreeOf(instrument: ChangeRules, baseline: number, current: number): number {
  if (changeFromBaseline({ instrument, baseline, current }).deteriorated !== true) return 0;
  return Math.max(1, Math.floor(worsening(instrument, baseline, current) + 1e-9));
}
