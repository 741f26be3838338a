/** Every gap filled with the last value before it; what comes before the first value stays empty. */
export function lastObservationCarriedForward(values: readonly (number | null)[]): (number | null)[] {
  let last: number | null = null;
  return values.map((value) => {
    last = value ?? last;
    return last;
  });
}

/** The change in percent of the baseline, positive for a rise; null from a baseline of 0 or below. */
export function percentChange(baseline: number, current: number): number | null {
  return baseline > 0 ? ((current - baseline) * 100) / baseline : null;
}

export interface Point {
  readonly sessionNumber: number;
  /** Null where it could not be computed. */
  readonly percentImprovement: number | null;
}

/** The number of the first session at which the improvement reached the threshold; null while none did. */
export function sessionsToResponse(points: readonly Point[], leastPercent: number): number | null {
  const reached = points
    .filter(({ percentImprovement }) => percentImprovement !== null && percentImprovement >= leastPercent - 1e-9)
    .map(({ sessionNumber }) => sessionNumber);
  return reached.length === 0 ? null : Math.min(...reached);
}
