/** The output a stimulator has, in % of its maximum. */
export const MAXIMUM_OUTPUT_PERCENT_MSO = 100;

/**
 * Threshold × intensity, in % of maximum stimulator output and not rounded: what decides whether a dose can be delivered.
 * @throws RangeError when the threshold is not within (0, 100] or the intensity not more than 0
 */
export function computedOutputPercentMso(thresholdPercentMso: number, intensityPercentRmt: number): number {
  if (!(thresholdPercentMso > 0 && thresholdPercentMso <= MAXIMUM_OUTPUT_PERCENT_MSO)) {
    throw new RangeError(`A motor threshold of ${thresholdPercentMso} % of maximum output is impossible.`);
  }
  if (!(intensityPercentRmt > 0) || !Number.isFinite(intensityPercentRmt)) throw new RangeError(`An intensity of ${intensityPercentRmt} % is impossible.`);
  return withoutDust((thresholdPercentMso * intensityPercentRmt) / 100);
}

/**
 * What to set on the stimulator, in whole % of its maximum: rounded down, so that rounding never raises a dose (design
 * default). May be above 100, which `isDeliverable` judges before rounding: 100.8 % is not 100 %.
 * @throws RangeError as `computedOutputPercentMso`
 */
export function outputPercentMso(thresholdPercentMso: number, intensityPercentRmt: number): number {
  return Math.floor(computedOutputPercentMso(thresholdPercentMso, intensityPercentRmt));
}

/** Whether a stimulator can give the dose at all. @throws RangeError as `computedOutputPercentMso` */
export function isDeliverable(thresholdPercentMso: number, intensityPercentRmt: number): boolean {
  return computedOutputPercentMso(thresholdPercentMso, intensityPercentRmt) <= MAXIMUM_OUTPUT_PERCENT_MSO;
}

/**
 * The highest threshold, in % of maximum output to one decimal rounded down, that can be treated at an intensity; above
 * 100 where every threshold can. @throws RangeError when the intensity is not more than 0
 */
export function highestTreatableThresholdPercentMso(intensityPercentRmt: number): number {
  if (!(intensityPercentRmt > 0) || !Number.isFinite(intensityPercentRmt)) throw new RangeError(`An intensity of ${intensityPercentRmt} % is impossible.`);
  return Math.floor(withoutDust((MAXIMUM_OUTPUT_PERCENT_MSO * 1000) / intensityPercentRmt)) / 10;
}

/** Takes binary dust off, so that rounding down starts from the number that was meant. */
function withoutDust(value: number): number {
  return Math.round(value * 1_000_000) / 1_000_000;
}
