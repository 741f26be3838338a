import { mean, standardDeviation } from './descriptive.js';
import { betaQuantile, chiSquareQuantile, normalQuantile, tQuantile } from './quantiles.js';

export interface Interval {
  readonly lower: number;
  readonly upper: number;
  /** 0.95 for a 95 % interval. */
  readonly confidence: number;
}

export const USUAL_CONFIDENCE = 0.95;

/**
 * The t interval of a mean, used for the mean of paired changes (Student 1908 Biometrika 6:1).
 * Null below two values, where there is no spread to judge by.
 */
export function meanInterval(values: readonly number[], confidence = USUAL_CONFIDENCE): Interval | null {
  const [centre, deviation] = [mean(values), standardDeviation(values)];
  return centre === null || deviation === null ? null : meanIntervalOf({ n: values.length, mean: centre, deviation }, confidence);
}

/** The same from the count, the mean and the standard deviation (n − 1). Null below two values and where they do not differ: no data give certainty. */
export function meanIntervalOf(summary: { n: number; mean: number; deviation: number }, confidence = USUAL_CONFIDENCE): Interval | null {
  if (summary.n < 2 || !(summary.deviation > 0)) return null;
  const half = (tQuantile(upperTail(confidence), summary.n - 1) * summary.deviation) / Math.sqrt(summary.n);
  return { lower: summary.mean - half, upper: summary.mean + half, confidence };
}

/** Wilson's score interval of a proportion (Wilson 1927 J Am Stat Assoc 22:209). Null without anybody. */
export function wilsonInterval(successes: number, total: number, confidence = USUAL_CONFIDENCE): Interval | null {
  requireCount(successes, total);
  if (total === 0) return null;
  const z = normalQuantile(upperTail(confidence));
  const share = successes / total;
  const centre = (share + (z * z) / (2 * total)) / (1 + (z * z) / total);
  const half = (z / (1 + (z * z) / total)) * Math.sqrt((share * (1 - share)) / total + (z * z) / (4 * total * total));
  return {
    lower: successes === 0 ? 0 : centre - half,
    upper: successes === total ? 1 : centre + half,
    confidence,
  };
}

/** The exact interval of a proportion (Clopper & Pearson 1934 Biometrika 26:404). Null without anybody. */
export function exactBinomialInterval(successes: number, total: number, confidence = USUAL_CONFIDENCE): Interval | null {
  requireCount(successes, total);
  if (total === 0) return null;
  const high = upperTail(confidence);
  return {
    lower: successes === 0 ? 0 : betaQuantile(1 - high, successes, total - successes + 1),
    upper: successes === total ? 1 : betaQuantile(high, successes + 1, total - successes),
    confidence,
  };
}

/**
 * The exact interval of a rate of events (Garwood 1936 Biometrika 28:437). With no event the lower end is 0 and the
 * upper end still says how large the rate could be.
 *
 * @param exposure how much was observed, e.g. sessions; the interval is in events per unit of it
 */
export function exactPoissonInterval(events: number, exposure = 1, confidence = USUAL_CONFIDENCE): Interval | null {
  if (!Number.isInteger(events) || events < 0) throw new RangeError('events must be a whole number, 0 or more');
  if (!(exposure > 0)) return null;
  const high = upperTail(confidence);
  return {
    lower: events === 0 ? 0 : chiSquareQuantile(1 - high, 2 * events) / 2 / exposure,
    upper: chiSquareQuantile(high, 2 * events + 2) / 2 / exposure,
    confidence,
  };
}

function upperTail(confidence: number): number {
  if (!(confidence > 0 && confidence < 1)) throw new RangeError('confidence must lie between 0 and 1');
  return 1 - (1 - confidence) / 2;
}

function requireCount(successes: number, total: number): void {
  if (!Number.isInteger(successes) || !Number.isInteger(total) || successes < 0 || successes > total) {
    throw new RangeError('successes must be a whole number from 0 to the total');
  }
}
