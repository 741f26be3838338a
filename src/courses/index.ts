/**
 * The prescription: a course pins one published version of a protocol to one patient, with target, side and goals.
 *
 * Verbs: `prescribeCourse`, `activateCourse` (refused with the list of all that is missing), `placeHold`, `advanceProgress`,
 * `consumeAuthorisation`. Overrides of safety findings carry who, why and when and are never taken back. Whether a course
 * may begin is derived each time (`readiness`), never stored.
 */
export { followEnd, type CourseEnd } from './end-followers.js';
export { followPlan } from './plan-followers.js';
export { CoursesModule } from './courses.module.js';
export { activateCourse, advanceProgress, prescribeCourse } from './courses.service.js';
export { consumeAuthorisation } from './authorisations/authorisation-uses.js';
export { lockStimulation, queueForStimulation } from './stimulation-locks/index.js';
export { answerMedicationHolds, holdEveryCourseOf, holdForSuicideRisk, MEDICATION_CHANGE, placeHold } from './holds/holds.service.js';
