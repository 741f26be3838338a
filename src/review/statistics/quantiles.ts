import { incompleteBeta, lowerGamma } from './special-functions.js';

const MOST_HALVINGS = 1_100;

/** The quantile of the standard normal distribution, 0 < p < 1. */
export function normalQuantile(p: number): number {
  if (p === 0.5) return 0;
  if (p < 0.5) return -normalQuantile(1 - p);
  return Math.sqrt(chiSquareQuantile(2 * p - 1, 1));
}

/** The quantile of Student's t with the given degrees of freedom, 0 < p < 1. */
export function tQuantile(p: number, degreesOfFreedom: number): number {
  if (p === 0.5) return 0;
  if (p < 0.5) return -tQuantile(1 - p, degreesOfFreedom);
  const upperTail = (t: number): number =>
    incompleteBeta(degreesOfFreedom / 2, 0.5, degreesOfFreedom / (degreesOfFreedom + t * t)) / 2;
  return invert((t) => 1 - upperTail(t), p);
}

/** The quantile of the chi-square distribution, 0 < p < 1. */
export function chiSquareQuantile(p: number, degreesOfFreedom: number): number {
  return invert((x) => lowerGamma(degreesOfFreedom / 2, x / 2), p);
}

/** The quantile of the beta distribution, 0 < p < 1. */
export function betaQuantile(p: number, a: number, b: number): number {
  return bisect((x) => incompleteBeta(a, b, x), p, 0, 1);
}

/** Doubles an upper bound until it holds the answer. */
function invert(distribution: (x: number) => number, p: number): number {
  let high = 1;
  while (distribution(high) < p && high < Number.MAX_VALUE / 2) high *= 2;
  return bisect(distribution, p, 0, high);
}

/** Halves the interval until no number lies between: slower than Newton, and it cannot go astray. */
function bisect(distribution: (x: number) => number, p: number, from: number, to: number): number {
  let low = from;
  let high = to;
  for (let n = 0; n < MOST_HALVINGS; n++) {
    const middle = (low + high) / 2;
    if (middle <= low || middle >= high) break;
    if (distribution(middle) < p) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}
