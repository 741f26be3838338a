import beta from '@stdlib/stats-base-dists-beta-quantile';
import chiSquare from '@stdlib/stats-base-dists-chisquare-quantile';
import fDistribution from '@stdlib/stats-base-dists-f-cdf';
import normal from '@stdlib/stats-base-dists-normal-quantile';
import tDistribution from '@stdlib/stats-base-dists-t-cdf';
import t from '@stdlib/stats-base-dists-t-quantile';

/** The quantile of the standard normal distribution, 0 < p < 1. */
export const normalQuantile = (p: number): number => normal(p, 0, 1);

/** The quantile of Student's t with the given degrees of freedom, 0 < p < 1. */
export const tQuantile = (p: number, degreesOfFreedom: number): number => t(p, degreesOfFreedom);

/** The quantile of the chi-square distribution, 0 < p < 1. */
export const chiSquareQuantile = (p: number, degreesOfFreedom: number): number => chiSquare(p, degreesOfFreedom);

/** The quantile of the beta distribution, 0 < p < 1. */
export const betaQuantile = (p: number, a: number, b: number): number => beta(p, a, b);

/** How often chance alone gives a |t| this large, both sides counted. */
export const twoSidedP = (statistic: number, degreesOfFreedom: number): number => 2 * tDistribution(-Math.abs(statistic), degreesOfFreedom);

/** How often chance alone gives an F this large: the lower tail of its reciprocal, since one less nearly one is rounded to nothing. */
export const upperTailOfF = (statistic: number, numeratorDegrees: number, denominatorDegrees: number): number =>
  statistic > 0 ? fDistribution(1 / statistic, denominatorDegrees, numeratorDegrees) : 1;
