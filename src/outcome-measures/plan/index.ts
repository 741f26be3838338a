/**
 * Which measure when, and what of it is due.
 *
 * Pure: plan, progress and assessments in; occasions with their windows and states out. What is due is always derived,
 * never stored, so that it cannot disagree with the record. A recurring occasion gives way to its next one (`missed`);
 * whatever is skipped is skipped with a reason.
 */
export { addDays, addMonths, type Day } from './calendar-day.js';
export { dueAssessments, plannedAssessments, type PlanFacts, type PlannedAssessment } from './due-assessments.js';
export {
  checkPlan,
  FOLLOW_UP_MONTHS,
  type CourseProgress,
  type DoneAssessment,
  type FollowUpMonths,
  type Moment,
  type PlanIssue,
  type PlanItem,
  type SkippedOccasion,
} from './plan-item.js';
export { PLAN_TEMPLATES, type PlanTemplate } from './templates.js';
export type { DateWindow, SessionWindow, Window } from './windows.js';
