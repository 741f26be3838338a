import { computedOutputPercentMso } from './output.js';

/** Output that a millimetre more between coil and cortex asks for, in % of maximum (Stokes 2005 J Neurophysiol 94:4520; 2.7 to 3, recalled). */
export const DEPTH_SLOPE_PERCENT_MSO_PER_MM = 3;
/** No more than this much of the uncorrected threshold, as Stanford neuromodulation therapy is said to cap it (recalled, unsure). */
export const DEPTH_CORRECTED_CEILING_PERCENT_RMT = 120;

export interface DepthFacts {
  thresholdPercentMso: number;
  /** From scalp to cortex, at the target and at the motor hotspot where the threshold was measured. */
  targetDepthMillimetres: number;
  motorDepthMillimetres: number;
}

/** The threshold as it would be at the depth of the target, in % of maximum output; lower where the target is shallower. */
export function depthCorrectedThresholdPercentMso({ thresholdPercentMso, targetDepthMillimetres, motorDepthMillimetres }: DepthFacts): number {
  if (![targetDepthMillimetres, motorDepthMillimetres].every((depth) => Number.isFinite(depth) && depth > 0)) throw new RangeError('Depths must be more than 0 mm.');
  const corrected = thresholdPercentMso + DEPTH_SLOPE_PERCENT_MSO_PER_MM * (targetDepthMillimetres - motorDepthMillimetres);
  return Math.round(corrected * 1_000_000) / 1_000_000;
}

export interface DepthCorrectedOutput {
  /** In whole % of maximum output, rounded down. */
  outputPercentMso: number;
  deliverable: boolean;
  /** The ceiling of 120 % of the uncorrected threshold held it back. */
  capped: boolean;
}

/** The output for an intensity in % of the depth-corrected threshold. @throws RangeError for impossible thresholds, depths or intensities */
export function depthCorrectedOutput(facts: DepthFacts, intensityPercentRmt: number): DepthCorrectedOutput {
  const ceiling = computedOutputPercentMso(facts.thresholdPercentMso, DEPTH_CORRECTED_CEILING_PERCENT_RMT);
  const corrected = depthCorrectedThresholdPercentMso(facts);
  if (corrected <= 0) throw new RangeError('The depth correction leaves no output.');
  const wanted = Math.round(corrected * intensityPercentRmt * 10_000) / 1_000_000;
  const output = Math.min(wanted, ceiling);
  return { outputPercentMso: Math.floor(output), deliverable: output <= 100, capped: wanted > ceiling };
}
