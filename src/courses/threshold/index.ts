/**
 * From a motor threshold to what the stimulator is set to, and when a threshold should be doubted or measured again.
 *
 * Pure. Thresholds and outputs are in % of maximum stimulator output, intensities in % of the resting motor threshold.
 */
export { DEPTH_CORRECTED_CEILING_PERCENT_RMT, DEPTH_SLOPE_PERCENT_MSO_PER_MM, depthCorrectedOutput, depthCorrectedThresholdPercentMso, type DepthCorrectedOutput, type DepthFacts } from './depth-correction.js';
export { computedOutputPercentMso, highestTreatableThresholdPercentMso, isDeliverable, MAXIMUM_OUTPUT_PERCENT_MSO, outputPercentMso } from './output.js';
export { plausibilityWarnings, POSSIBLE_THRESHOLD_PERCENT_MSO, REPRODUCIBILITY_PERCENT, USUAL_THRESHOLD_PERCENT_MSO, type MeasuredThreshold, type ThresholdWarning } from './plausibility.js';
export { ANSWER_MICROVOLTS, answersAtThreshold, type AnswersAtThreshold, type Trial } from './trials.js';
export { staleReason, THRESHOLD_VALID_DAYS, thresholdAgeDays, type StaleReason, type ThresholdHistory } from './staleness.js';
