import type { ReviewPoint, ReviewResponse } from './course-review.dto.js';

/** Dworkin 2008 J Pain 9:105 (IMMPACT): a moderate improvement. */
const RESPONSE_PERCENT = 30;
const DAY_MS = 86_400_000;

/**
 * When the improvement first reached 30 %, and how long it has held since: until the first score after that which no
 * longer does, or the last score there is. Null while it never did. Percentages are those shown, of one decimal.
 */
export function responseOf(baseline: ReviewPoint | null, points: readonly ReviewPoint[]): ReviewResponse | null {
  const scored = points.filter(({ percent }) => percent !== null);
  const at = scored.findIndex(({ percent }) => (percent ?? 0) >= RESPONSE_PERCENT);
  const first = scored[at];
  if (!first || !baseline) return null;
  const after = scored.slice(at);
  const lost = after.find(({ percent }) => (percent ?? 0) < RESPONSE_PERCENT);
  const until = lost ?? after.at(-1) ?? first;
  const days = (from: ReviewPoint, to: ReviewPoint): number => Math.floor((Date.parse(to.assessedAt) - Date.parse(from.assessedAt)) / DAY_MS);
  return { assessmentId: first.assessmentId, sessions: first.sessionNumber, days: days(baseline, first), heldDays: days(first, until), lostAt: lost?.assessedAt ?? null };
}
