import type { ReviewPoint, ReviewResponse } from './course-review.dto.js';

const DAY_MS = 86_400_000;

/** A point with the day of the clinic's calendar on which it was taken. */
export type DatedPoint = ReviewPoint & { readonly day: string };

/**
 * When the improvement first reached so many percent, and how long it has held since: until the first score after that
 * which no longer does, or the last score there is. Null while it never did. Percentages are those shown, of one decimal;
 * days are those of the calendar, so that neither the hour of a visit nor a change of clocks takes one away.
 */
export function responseOf(baselineDay: string | undefined, points: readonly DatedPoint[], leastPercent: number): ReviewResponse | null {
  const scored = points.filter(({ percent }) => percent !== null);
  const at = scored.findIndex(({ percent }) => (percent ?? 0) >= leastPercent);
  const first = scored[at];
  if (!first || baselineDay === undefined) return null;
  const after = scored.slice(at);
  const lost = after.find(({ percent }) => (percent ?? 0) < leastPercent);
  const until = lost ?? after.at(-1) ?? first;
  const days = (from: string, to: string): number => (Date.parse(to) - Date.parse(from)) / DAY_MS;
  return { assessmentId: first.assessmentId, sessions: first.sessionNumber, days: days(baselineDay, first.day), heldDays: days(first.day, until.day), lostAt: lost?.assessedAt ?? null };
}
