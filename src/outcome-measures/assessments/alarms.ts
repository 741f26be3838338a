import { raiseAlert } from '../../alerts/index.js';
import { readAlertRules } from '../../alerts/read.js';
import { sql } from '../../platform/database/sql.js';
import type { Work } from '../../platform/database/work.js';
import type { AssessmentView } from './assessment.dto.js';

/**
 * Raises what an assessment gives reason for, in its own transaction: an answer is never on record without its alert.
 * @returns the assessment, with whom the patient can turn to where an answer points to suicidality
 */
export async function raiseAlarms(work: Work, view: AssessmentView): Promise<AssessmentView> {
  const { id, patientId, courseId, measure, change } = view;
  const about = { patientId, ...(courseId !== null && { courseId }) };
  if (change.deteriorated === true) {
    await raiseAlert(work, { ...about, kind: 'deterioration', severity: 'warning', summary: `${measure} is worse than at baseline by the important change.`, key: `deterioration/${id}` });
  }
  if (courseId !== null && change.responder === false && (await isAtReviewPoint(work, courseId, measure))) {
    await raiseAlert(work, { ...about, kind: 'no-response', severity: 'warning', summary: `No response in ${measure} by the review point.`, key: `no-response/${courseId}` });
  }
  if (!view.flags.includes('suicide-item')) return view;
  await raiseAlert(work, { ...about, kind: 'suicidality', severity: 'critical', summary: `An answer in ${measure} points to suicidality: assess the risk today.`, key: `suicidality/${id}` });
  return { ...view, crisisResources: (await readAlertRules(work)).crisisResources };
}

/** By when the first measure of the plan should show a response: where somebody decided on a plan, and says so. */
async function isAtReviewPoint(work: Work, courseId: string, measure: string): Promise<boolean> {
  const row = await work.maybe(sql`
    select 1 as reached from assessment_plans p join courses c on c.clinic_id = p.clinic_id and c.id = p.course_id
    where p.clinic_id = ${work.actor.clinicId} and p.course_id = ${courseId} and p.items -> 0 ->> 'measure' = ${measure}
      and c.sessions_delivered >= coalesce(p.review_after_sessions, ceil(c.sessions_planned / 2.0))`);
  return row !== undefined;
}
