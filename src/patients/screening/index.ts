/**
 * The intake screening: which questions, what a yes means, what the answers come to, how long they count.
 *
 * Pure. What is not known is never taken for a no; an absolute item answered yes is `contraindicated`, anything else that
 * is not a plain no is `needs-review`.
 */
export { SCREENING_FORM, type ScreeningForm } from './form.js';
export { ImpossibleScreening, screen, type Screening, type ScreeningAnswers, type ScreeningFacts, type ScreeningFinding, type ScreeningOutcome } from './screen.js';
export type { OnYes, ScreeningItem, ScreeningList } from './screening-item.js';
export { validateAnswers, type AnswerIssue } from './validate-answers.js';
export { screeningValidity, type ScreeningUse, type ScreeningValidity } from './validity.js';
