/**
 * Whether a course may begin: everything that is missing, at once; and whether its use is off-label.
 *
 * Pure, derived each time and never stored. Overrides answer findings of severity `override` and nothing else.
 */
export { offLabel, type Clearance, type LabelledProtocol, type OffLabelJudgement, type Region } from './off-label.js';
export { isAnswered, readiness, unansweredFindings, type Answer, type Missing, type MissingCode, type Readiness, type ReadinessFacts, type SafetyFinding, type ScreeningState } from './readiness.js';
