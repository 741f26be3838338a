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
