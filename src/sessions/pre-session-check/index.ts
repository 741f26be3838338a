/**
 * The check before each session: the form, what its answers may be, and whether they let the session begin.
 *
 * Pure. A routine day is false for every risk and true for every confirmation; silence never passes.
 */
export {
  evaluatePreSessionCheck,
  ImpossiblePreSessionAnswers,
  type ChangedMedication,
  type PreSessionAnswers,
  type PreSessionEvaluation,
  type PreSessionFinding,
} from './evaluate.js';
export { PRE_SESSION_FORM, PRE_SESSION_FORM_VERSION, type FormItem, type PreSessionForm } from './form.js';
export { ALWAYS_ASKED, ALWAYS_STRICT, DEFAULT_LEVELS, NEW_METAL, type FindingLevel, type TopicLevel, type TopicLevels } from './risk-items.js';
export { validatePreSessionAnswers, type AnswerIssue } from './validate-answers.js';
