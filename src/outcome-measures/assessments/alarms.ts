import { raiseAlert } from '../../alerts/index.js';
import { readAlertRules } from '../../alerts/read.js';
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
  if (!view.flags.includes('suicide-item')) return view;
  await raiseAlert(work, { ...about, kind: 'suicidality', severity: 'critical', summary: `An answer in ${measure} points to suicidality: assess the risk today.`, key: `suicidality/${id}` });
  return { ...view, crisisResources: (await readAlertRules(work)).crisisResources };
}
