/** Takes binary dust off a result (0.1 + 0.2 becomes 0.3): a millionth of a second or of a percent is below anything a device resolves. */
export function withoutDust(value: number): number {
  return Math.round(value * 1_000_000) / 1_000_000;
}

/** Whether one quantity is more than another, and not by binary dust alone. */
export function exceeds(value: number, limit: number): boolean {
  return value - limit > 1e-9 * Math.max(1, Math.abs(limit));
}
