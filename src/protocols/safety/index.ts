/**
 * The safety rules: what the published tables say of a dose, and what must hold before it is given today.
 *
 * Pure. A rule never decides alone: `hard` stops, `override` asks for a clinician's signature, `warn` and `info` tell.
 */
export { checkCourse, checkDelivery, checkDose, checkNeurofeedback, checkTdcs, gravest } from './check.js';
export type { CourseLength } from './course-length.js';
export type { NeurofeedbackFacts, TdcsFacts } from './current-facts.js';
export { needsThreshold, type DeliveryFacts, type PreSessionCheckState, type ScreeningState, type ThresholdInUse, type ThresholdMethod, type ThresholdTrigger } from './delivery-facts.js';
export { SEVERITIES, type Finding, type RuleEntry, type RuleMoment, type Severity } from './finding.js';
export { HIGHEST_TABULATED, longestTrain, trainLimit, type TabulatedTrain } from './longest-train.js';
export { COIL_TYPES, isHCoil, type CoilType, type DoseToCheck, type PainSide } from './prescribing-facts.js';
export { SAFETY_RULES } from './rule-list.js';
export { requiredGapMinutes } from './rules/s16-gap-between-sessions.js';
export { clinicSafetyLimits, DEFAULT_SAFETY_LIMITS, type SafetyLimit, type SafetyLimitName, type SafetyLimits } from './safety-limits.js';
export { TABLE_4, TABLE_5A, TABLE_5B, type PauseVerdict, type TrainCell, type TrainTable } from './safety-tables.js';
