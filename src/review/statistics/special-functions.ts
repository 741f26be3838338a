/** Lanczos approximation with g = 7 and nine terms (Godfrey 2001); relative error below 1e-13 for x > 0. */
const LANCZOS_G = 7;
const LANCZOS = [
  0.99999999999980993, 676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059,
  12.507343278686905, -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7,
] as const;

const CONVERGED = 1e-15;
const MOST_TERMS = 10_000;
/** Stands in for a denominator of zero in Lentz's method. */
const TINY = 1e-300;

/** The natural logarithm of the gamma function, x > 0. */
export function logGamma(x: number): number {
  if (x < 0.5) return Math.log(Math.PI / Math.sin(Math.PI * x)) - logGamma(1 - x);
  const shifted = x - 1;
  const series = LANCZOS.slice(1).reduce<number>((total, term, index) => total + term / (shifted + index + 1), LANCZOS[0]);
  const t = shifted + LANCZOS_G + 0.5;
  return 0.5 * Math.log(2 * Math.PI) + (shifted + 0.5) * Math.log(t) - t + Math.log(series);
}

/**
 * The regularised lower incomplete gamma function P(a, x), a > 0, x ≥ 0: by its series below a + 1, else by its
 * continued fraction (Press 2007, Numerical Recipes, 6.2).
 */
export function lowerGamma(a: number, x: number): number {
  if (x <= 0) return 0;
  const scale = Math.exp(a * Math.log(x) - x - logGamma(a));
  if (x >= a + 1) {
    return 1 - scale * continuedFraction(x + 1 - a, (n) => [-n * (n - a), x + 1 - a + 2 * n]);
  }
  let term = 1 / a;
  let total = term;
  for (let n = 1; n <= MOST_TERMS && term > total * CONVERGED; n++) {
    term *= x / (a + n);
    total += term;
  }
  return scale * total;
}

/** The regularised incomplete beta function I_x(a, b), a, b > 0 (Press 2007, Numerical Recipes, 6.4). */
export function incompleteBeta(a: number, b: number, x: number): number {
  if (x <= 0) return 0;
  if (x >= 1) return 1;
  // The fraction converges fast on this side of the mean only; the function is symmetric.
  if (x > (a + 1) / (a + b + 2)) return 1 - incompleteBeta(b, a, 1 - x);
  const scale = Math.exp(logGamma(a + b) - logGamma(a) - logGamma(b) + a * Math.log(x) + b * Math.log1p(-x)) / a;
  return scale * continuedFraction(1, (n) => [betaCoefficient(n, a, b, x), 1]);
}

function betaCoefficient(n: number, a: number, b: number, x: number): number {
  const m = Math.floor(n / 2);
  const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
  const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
  return n % 2 === 0 ? even : odd;
}

/** 1 / (first + a₁ / (b₁ + a₂ / (b₂ + …))) by the modified method of Lentz; `term` gives aₙ and bₙ. */
function continuedFraction(first: number, term: (n: number) => readonly [a: number, b: number]): number {
  let denominator = 1 / (first || TINY);
  let numerator = 1 / TINY;
  let value = denominator;
  for (let n = 1; n <= MOST_TERMS; n++) {
    const [a, b] = term(n);
    denominator = 1 / (a * denominator + b || TINY);
    numerator = b + a / numerator || TINY;
    const factor = denominator * numerator;
    value *= factor;
    if (Math.abs(factor - 1) < CONVERGED) break;
  }
  return value;
}
