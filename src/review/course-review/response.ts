import type { ReviewPoint, ReviewResponse } from './course-review.dto.js';

const DAY_MS = 86_400_000;

/** A point with the day of the clinic's calendar on which it was taken. */
export type DatedPoint = Pick<ReviewPoint, 'assessmentId' | 'sessionNumber' | 'assessedAt'> & { readonly day: string; readonly unroundedPercent: number | null };

/** A percentage computed in binary may miss a threshold it meets; 3 down to 2.1 is 29.999999999999996 %. */
export const reaches = (percent: number, threshold: number): boolean => percent >= threshold - 1e-9;

/**
 * When the improvement first reached so many percent, and how long it has held since: until the first score after that
 * which no longer does, or the last score there is. Null while it never did. Percentages are compared unrounded, as everywhere:
 * 29.96 % is shown as 30 and is no response. Days are those of the calendar, so that neither the hour of a visit nor a change of clocks takes one away.
 */
export function responseOf(baselineDay: string | undefined, points: readonly DatedPoint[], leastPercent: number): ReviewResponse | null {
  const scored = points.filter(({ unroundedPercent }) => unroundedPercent !== null);
  const at = scored.findIndex(({ unroundedPercent }) => reaches(unroundedPercent ?? 0, leastPercent));
  const first = scored[at];
  if (!first || baselineDay === undefined) return null;
  const after = scored.slice(at);
  const lost = after.find(({ unroundedPercent }) => !reaches(unroundedPercent ?? 0, leastPercent));
  const until = lost ?? after.at(-1) ?? first;
  const days = (from: string, to: string): number => (Date.parse(to) - Date.parse(from)) / DAY_MS;
  return { assessmentId: first.assessmentId, sessions: first.sessionNumber, days: days(baselineDay, first.day), heldDays: days(first.day, until.day), lostAt: lost?.assessedAt ?? null };
}
