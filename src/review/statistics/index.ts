/**
 * The arithmetic of review: means and spread, intervals, effects, series, adherence.
 *
 * Pure and exact where an exact method exists: small clinics have small numbers, for which the normal approximation
 * is wrong. What cannot be computed is null, never 0.
 */
export { ancova, mergeMoments, momentsOf, type AdjustedComparison, type PairedMoments } from './ancova.js';
export { adherence, type Adherence, type CourseFacts } from './adherence.js';
export { mean, median, spread, standardDeviation } from './descriptive.js';
export {
  changeInBaselineDeviations,
  cohensDOfChange,
  numberNeededToTreat,
  type Group,
  type NumberNeededToTreat,
  type Pair,
} from './effects.js';
export { exactBinomialInterval, exactPoissonInterval, meanInterval, meanIntervalOf, USUAL_CONFIDENCE, wilsonInterval, type Interval } from './intervals.js';
export { lastObservationCarriedForward, percentChange, sessionsToResponse, type Point } from './longitudinal.js';
export { betaQuantile, chiSquareQuantile, normalQuantile, tQuantile, twoSidedP, upperTailOfF } from './quantiles.js';
