import { readAlertRules } from '../../alerts/read.js';
import type { Work } from '../../platform/database/work.js';
import type { AssessmentView } from './assessment.dto.js';
import { pointsToSuicidality, raiseSuicidality, restateSuicidality } from './suicidality.js';
import { judgeTrend } from './trend.js';

/**
 * Raises what an assessment gives reason for, in its own transaction: an answer is never on record without its alert.
 * @param form of a self-report, what its answers were saved under before they were sent
 * @returns the assessment, with whom the patient can turn to where an answer points to suicidality
 */
export async function raiseAlarms(work: Work, view: AssessmentView, form: string = view.id): Promise<AssessmentView> {
  await judgeTrend(work, view);
  const alarm = { patientId: view.patientId, courseId: view.courseId, measure: view.measure, form };
  const raised = await raiseSuicidality(work, alarm, view);
  if (!raised && form !== view.id) await restateSuicidality(work, alarm, view);
  return pointsToSuicidality(view) ? { ...view, crisisResources: (await readAlertRules(work)).crisisResources } : view;
}

/** As above for answers that take the place of others: an answer that was told of already is not told of again. */
export async function raiseAlarmsOfCorrection(work: Work, before: AssessmentView, after: AssessmentView): Promise<AssessmentView> {
  const isGraver = after.severity === 'high' && before.severity !== 'high';
  if (!pointsToSuicidality(before) || isGraver) return raiseAlarms(work, after);
  await judgeTrend(work, after);
  return after;
}
