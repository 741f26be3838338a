const DAYS_A_WEEK = 7;

/**
 * So many of the allowed weekdays, as far apart as they go over the turn of the week: 3 of Monday to Friday are Monday,
 * Wednesday, Friday. Of equally good patterns the one that lets the course begin soonest, then the earliest weekdays.
 * @param allowed ISO weekdays, ascending
 * @param firstWeekday the weekday from which the course may begin
 */
export function spreadOverWeek(allowed: readonly number[], firstWeekday: number, count: number): number[] {
  if (count >= allowed.length) return [...allowed];
  const patterns = choicesOf(allowed, Math.max(1, count)).map((weekdays) => ({
    weekdays,
    gapDays: smallestGapDays(weekdays),
    waitDays: Math.min(...weekdays.map((weekday) => (weekday - firstWeekday + DAYS_A_WEEK) % DAYS_A_WEEK)),
  }));
  patterns.sort((a, b) => b.gapDays - a.gapDays || a.waitDays - b.waitDays);
  return patterns[0]?.weekdays ?? [];
}

/** Every way to take so many of them, in order of the earliest. */
function choicesOf(allowed: readonly number[], count: number): number[][] {
  if (count === 0) return [[]];
  return allowed.flatMap((weekday, index) => choicesOf(allowed.slice(index + 1), count - 1).map((rest) => [weekday, ...rest]));
}

/** The shortest way from one of the days to the next, from the last of a week to the first of the next included. */
function smallestGapDays(weekdays: readonly number[]): number {
  const [first = 0] = weekdays;
  return Math.min(...weekdays.map((weekday, index) => (weekdays[index + 1] ?? first + DAYS_A_WEEK) - weekday));
}
