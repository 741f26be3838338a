/**
 * The patient and the intake: demographics, conditions, medications, screenings, consents.
 *
 * Verbs: `registerPatient`, `addCondition`, `recordScreening`, `recordConsent`. Nothing clinical is ever deleted; an
 * archived patient stays readable. What is not known in a screening counts as a yes; an absolute contraindication cannot
 * be cleared. A change of medication that raises the risk of a seizure is told to whoever called `followRaisedRisk`, a name
 * that may hide a listed drug to whoever called `followUnclearName`.
 * Whether pain is chronic is derived each time, never stored.
 */
export { PatientsModule } from './patients.module.js';
export { lockPatient, registerPatient } from './patients.service.js';
export { followMerge, type Merged } from './merge-followers.js';
export { followSharing } from './sharing-followers.js';
export { followRaisedRisk } from './medications/raised-risk-followers.js';
export { followUnclearName, type UnclearName } from './medications/unclear-name-followers.js';
export { followSuicideRisk } from './screenings/suicide-risk-followers.js';
export { addCondition } from './conditions/conditions.service.js';
export { recordConsent } from './consents/consents.service.js';
export { overtakeScreening, recordScreening } from './screenings/screenings.service.js';
