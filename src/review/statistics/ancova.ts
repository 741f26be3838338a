import { spread } from './descriptive.js';
import type { Interval } from './intervals.js';
import { USUAL_CONFIDENCE } from './intervals.js';
import { tQuantile, twoSidedP, upperTailOfF } from './quantiles.js';

/** What an analysis of covariance needs of a group: counts, means and centred sums of squares and products. */
export interface PairedMoments {
  readonly n: number;
  readonly baselineMean: number;
  readonly currentMean: number;
  /** Sum of squared deviations of the baseline. */
  readonly baselineSquares: number;
  readonly currentSquares: number;
  /** Sum of products of the deviations of both. */
  readonly products: number;
}

export interface AdjustedComparison {
  /** The first group's mean less the second's, both at the same baseline. */
  readonly difference: number;
  readonly standardError: number;
  readonly degreesOfFreedom: number;
  readonly interval: Interval;
  readonly p: number;
  /** Change of the current score for one point of baseline, the same in both groups. */
  readonly slope: number;
  /** The baseline at which the adjusted means are read: that of both groups together. */
  readonly atBaseline: number;
  readonly adjustedMeans: readonly [number, number];
  readonly residualDeviation: number;
  /** Whether one slope may stand for both groups: a small p speaks against it. Null with too few, or with no spread. */
  readonly slopeTest: { readonly f: number; readonly degreesOfFreedom: number; readonly p: number } | null;
}

/**
 * Two groups compared at the same baseline: the current score regressed on baseline and group (analysis of covariance,
 * Fisher 1932; recommended over comparing changes by Vickers & Altman 2001 BMJ 323:1123). Null where nothing can be
 * estimated: fewer than four courses in all, an empty group, a baseline without spread, or a fit without residue.
 *
 * Works on centred sums, so that they can be taken wherever the rows are and large equal parts do not cancel.
 */
export function ancova(one: PairedMoments, other: PairedMoments, confidence = USUAL_CONFIDENCE): AdjustedComparison | null {
  const n = one.n + other.n;
  const baselineSquares = one.baselineSquares + other.baselineSquares;
  if (one.n < 1 || other.n < 1 || n < 4 || baselineSpread([one, other]) === 0) return null;
  const products = one.products + other.products;
  const slope = products / baselineSquares;
  const residue = one.currentSquares + other.currentSquares - slope * products;
  const degreesOfFreedom = n - 3;
  const variance = residue / degreesOfFreedom;
  if (residualSpread([one, other], residue) === 0) return null;
  const apart = one.baselineMean - other.baselineMean;
  const difference = one.currentMean - other.currentMean - slope * apart;
  const standardError = Math.sqrt(variance * (1 / one.n + 1 / other.n + apart ** 2 / baselineSquares));
  const half = tQuantile(1 - (1 - confidence) / 2, degreesOfFreedom) * standardError;
  const atBaseline = (one.n * one.baselineMean + other.n * other.baselineMean) / n;
  const adjusted = ({ currentMean, baselineMean }: PairedMoments): number => currentMean - slope * (baselineMean - atBaseline);
  return {
    difference,
    standardError,
    degreesOfFreedom,
    interval: { lower: difference - half, upper: difference + half, confidence },
    p: twoSidedP(difference / standardError, degreesOfFreedom),
    slope,
    atBaseline,
    adjustedMeans: [adjusted(one), adjusted(other)],
    residualDeviation: Math.sqrt(variance),
    slopeTest: slopesAlike(one, other, residue),
  };
}

const total = (groups: readonly PairedMoments[], of: (group: PairedMoments) => number): number => groups.reduce((sum, group) => sum + of(group), 0);

const baselineSpread = (groups: readonly PairedMoments[]): number =>
  spread(total(groups, ({ baselineSquares }) => baselineSquares), total(groups, ({ n, baselineMean, baselineSquares }) => n * baselineMean ** 2 + baselineSquares));

/** What a fit leaves over; 0 where every score lies on its line but for rounding. */
function residualSpread(groups: readonly PairedMoments[], residue: number): number {
  const squares = total(groups, ({ currentSquares }) => currentSquares);
  return spread(residue, total(groups, ({ n, currentMean }) => n * currentMean ** 2) + squares, squares);
}

/** F test of the model with a slope for each group against that with one for both. */
function slopesAlike(one: PairedMoments, other: PairedMoments, residueOfOneSlope: number): AdjustedComparison['slopeTest'] {
  const degreesOfFreedom = one.n + other.n - 4;
  if (degreesOfFreedom < 1 || baselineSpread([one]) === 0 || baselineSpread([other]) === 0) return null;
  const own = ({ currentSquares, products, baselineSquares }: PairedMoments): number => currentSquares - products ** 2 / baselineSquares;
  const residue = own(one) + own(other);
  if (residualSpread([one, other], residue) === 0) return null;
  const f = Math.max(0, residueOfOneSlope - residue) / (residue / degreesOfFreedom);
  return { f, degreesOfFreedom, p: upperTailOfF(f, 1, degreesOfFreedom) };
}

/** The moments of pairs at hand. */
export function momentsOf(pairs: readonly { readonly baseline: number; readonly current: number }[]): PairedMoments {
  const n = pairs.length;
  const baselineMean = pairs.reduce((sum, { baseline }) => sum + baseline, 0) / n;
  const currentMean = pairs.reduce((sum, { current }) => sum + current, 0) / n;
  const sum = (of: (x: number, y: number) => number): number =>
    pairs.reduce((total, { baseline, current }) => total + of(baseline - baselineMean, current - currentMean), 0);
  return { n, baselineMean, currentMean, baselineSquares: sum((x) => x * x), currentSquares: sum((_x, y) => y * y), products: sum((x, y) => x * y) };
}

const NOTHING: PairedMoments = { n: 0, baselineMean: 0, currentMean: 0, baselineSquares: 0, currentSquares: 0, products: 0 };

/** The moments of several groups as one, by their own (Chan, Golub & LeVeque 1983 Am Stat 37:242). */
export function mergeMoments(groups: readonly PairedMoments[]): PairedMoments {
  return groups.reduce(merged, NOTHING);
}

function merged(one: PairedMoments, other: PairedMoments): PairedMoments {
  const n = one.n + other.n;
  if (one.n === 0 || other.n === 0) return one.n === 0 ? pick(other) : one;
  const weight = (one.n * other.n) / n;
  const [x, y] = [other.baselineMean - one.baselineMean, other.currentMean - one.currentMean];
  return {
    n,
    baselineMean: one.baselineMean + (x * other.n) / n,
    currentMean: one.currentMean + (y * other.n) / n,
    baselineSquares: one.baselineSquares + other.baselineSquares + x * x * weight,
    currentSquares: one.currentSquares + other.currentSquares + y * y * weight,
    products: one.products + other.products + x * y * weight,
  };
}

const pick = ({ n, baselineMean, currentMean, baselineSquares, currentSquares, products }: PairedMoments): PairedMoments => ({
  n, baselineMean, currentMean, baselineSquares, currentSquares, products,
});
