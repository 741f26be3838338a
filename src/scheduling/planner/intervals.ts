/** A stretch of time in epoch milliseconds, half-open: the end does not belong to it. */
export interface Interval {
  startMs: number;
  endMs: number;
}

export function overlaps(a: Interval, b: Interval): boolean {
  return a.startMs < b.endMs && b.startMs < a.endMs;
}

/** Whether `inner` lies within `outer` entirely. */
export function contains(outer: Interval, inner: Interval): boolean {
  return outer.startMs <= inner.startMs && inner.endMs <= outer.endMs;
}

/** The same time as few intervals in order; those that overlap or touch become one, empty ones go. */
export function merge(intervals: readonly Interval[]): Interval[] {
  const merged: Interval[] = [];
  for (const { startMs, endMs } of intervals.filter((one) => one.startMs < one.endMs).sort((a, b) => a.startMs - b.startMs)) {
    const last = merged.at(-1);
    if (last && startMs <= last.endMs) last.endMs = Math.max(last.endMs, endMs);
    else merged.push({ startMs, endMs });
  }
  return merged;
}

/** The time that lies in both, merged. */
export function intersect(some: readonly Interval[], others: readonly Interval[]): Interval[] {
  const [left, right] = [merge(some), merge(others)];
  return left.flatMap((a) =>
    right.filter((b) => overlaps(a, b)).map((b) => ({ startMs: Math.max(a.startMs, b.startMs), endMs: Math.min(a.endMs, b.endMs) })),
  );
}

/** What is left of the first when the second is taken away, merged. */
export function subtract(from: readonly Interval[], taken: readonly Interval[]): Interval[] {
  const cuts = merge(taken);
  return merge(from).flatMap((whole) => {
    const inside = cuts.filter((cut) => overlaps(whole, cut));
    const starts = [whole.startMs, ...inside.map(({ endMs }) => endMs)];
    const ends = [...inside.map(({ startMs }) => startMs), whole.endMs];
    return starts.flatMap((startMs, index) => {
      const endMs = ends[index] ?? startMs;
      return startMs < endMs ? [{ startMs, endMs }] : [];
    });
  });
}

/** How long the intervals are together; time that several of them share counts once. */
export function totalMs(intervals: readonly Interval[]): number {
  return merge(intervals).reduce((sum, { startMs, endMs }) => sum + endMs - startMs, 0);
}
