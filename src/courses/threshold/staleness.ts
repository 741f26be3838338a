/** A threshold counts this long unless a clinic says otherwise. Design default. */
export const THRESHOLD_VALID_DAYS = 14;

const MS_PER_DAY = 86_400_000;

/** Whole days from the measurement to a moment; negative when it lies in the future. */
export function thresholdAgeDays(measuredAtMs: number, atMs: number): number {
  return Math.floor((atMs - measuredAtMs) / MS_PER_DAY);
}

export type StaleReason = 'age' | 'medication-change';

export interface ThresholdHistory {
  measuredAtMs: number;
  /** When a medicine that shifts the threshold was last started, stopped or changed; null if never. */
  medicationChangedAtMs: number | null;
}

/**
 * Why a threshold should be measured again before it is dosed by (rule S20): older than `validDays`, in the future, or
 * older than a medication change that shifts it. Null while it counts.
 */
export function staleReason({ measuredAtMs, medicationChangedAtMs }: ThresholdHistory, atMs: number, validDays = THRESHOLD_VALID_DAYS): StaleReason | null {
  if (medicationChangedAtMs !== null && medicationChangedAtMs > measuredAtMs && medicationChangedAtMs <= atMs) return 'medication-change';
  const ageDays = thresholdAgeDays(measuredAtMs, atMs);
  return ageDays >= 0 && ageDays <= validDays ? null : 'age';
}
