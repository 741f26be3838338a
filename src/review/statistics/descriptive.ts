/** The arithmetic mean; null of nothing. */
export function mean(values: readonly number[]): number | null {
  if (values.length === 0) return null;
  return values.reduce((total, value) => total + value, 0) / values.length;
}

/** The sample standard deviation (n − 1), by two passes so that large equal parts do not cancel; null below two values. */
export function standardDeviation(values: readonly number[]): number | null {
  const centre = mean(values);
  if (centre === null || values.length < 2) return null;
  const squares = values.reduce((total, value) => total + (value - centre) ** 2, 0);
  return Math.sqrt(squares / (values.length - 1));
}

/**
 * A sum of squared deviations, or 0 where it is only what rounding leaves behind: equal values summed in binary have a sum
 * of some 1e-24 of their own squares, and whoever divides by it finds anything. Real scores have steps of a hundredth, far above.
 *
 * @param size sum of the squares of the values themselves
 * @param cancelled sum of the terms of which it is the difference, where it is one
 */
export function spread(squares: number, size: number, cancelled = 0): number {
  return squares <= 1e-18 * size || squares <= 1e-12 * cancelled ? 0 : squares;
}

/** The median; null of nothing. */
export function median(values: readonly number[]): number | null {
  const sorted = [...values].sort((one, other) => one - other);
  const middle = mean(sorted.slice(Math.floor((sorted.length - 1) / 2), Math.floor(sorted.length / 2) + 1));
  return middle;
}
