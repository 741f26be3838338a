/**
 * What a patient's medicines mean for the seizure threshold.
 *
 * Pure. The drug lists are data with their source; a name on no list says nothing. A single drug of moderate risk never
 * stops treatment, one of high risk always calls for a clinician.
 */
export type { DrugGroup, RiskLevel } from './drug-group.js';
export { raisedSeizureRisk, type RecordedMedication } from './raised-risk.js';
export { isTaken, isWeighed, RECENT_CHANGE_DAYS, regimenRisk, type Medication, type RegimenReason, type RegimenReasonCode, type RegimenRisk } from './regimen-risk.js';
export { similarListedNames } from './similar-names.js';
export { DRUG_GROUPS, risksIn, seizureThresholdRisk, type MedicationRisk } from './seizure-threshold-risk.js';
