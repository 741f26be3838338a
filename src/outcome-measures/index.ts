/**
 * Is it helping? The registry of measures, filled-in assessments and what a change means.
 *
 * Verbs: `recordAssessment`, `correctAssessment`, `strikeAssessment`. An assessment keeps its answers and the version that scored it; a
 * correction supersedes and never overwrites; an alarming answer cannot be stored without its alert.
 */
export { OutcomeMeasuresModule } from './outcome-measures.module.js';
export { correctAssessment, recordAssessment, strikeAssessment } from './assessments/assessments.service.js';
export { askLicensedByTopic } from './settings/measure-settings.service.js';
export { stateEveryLicence } from './licences/licences.service.js';
