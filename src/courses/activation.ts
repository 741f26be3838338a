import { intakeState, patientFacts } from '../patients/read.js';
import { sql } from '../platform/database/sql.js';
import type { Reader, Work } from '../platform/database/work.js';
import { combinationFindings } from './adjuncts/adjuncts.service.js';
import type { Missing } from './courses.problems.js';
import { medicationFindings } from './medication-finding.js';
import { combinedCourses, currentBeside, planFindings, planOf, type Plan } from './plan-findings.js';
import { isOffLabel } from './prescription.js';
import { readiness, type ReadinessFacts, type SafetyFinding } from './readiness/index.js';
import { courseFacts, overridesOf, type CourseFacts } from './read.js';

/** The code under which a clinician says why a second course of the same kind runs beside an active one. */
export const ANOTHER_COURSE = 'another-course-active';

/** What a clinician may have to answer of a course that has not begun. */
export async function findingsToAnswer(reader: Reader, courseId: string): Promise<SafetyFinding[]> {
  const course = await courseFacts(reader, courseId);
  return allFindings(reader, course, await planOf(reader, course));
}

async function allFindings(reader: Reader, course: CourseFacts, plan: Plan): Promise<SafetyFinding[]> {
  return [
    ...(await planFindings(reader, course, plan)),
    ...(await medicationFindings(reader, course.patientId)),
    ...(await combinationFindings(reader, course.id)),
    ...((await currentBeside(reader, course)) === 'course' ? [combinedCourses(course.modality)] : []),
  ];
}

/** Everything that stands between a course and its first session, derived anew each time. */
export async function whatIsMissing(work: Work, courseId: string): Promise<Missing[]> {
  const course = await courseFacts(work, courseId);
  const plan = await planOf(work, course);
  const intake = await intakeState(work, course.patientId, courseId);
  const overrides = await overridesOf(work, courseId);
  const { missing } = readiness({
    screening: intake.screening.state,
    treatmentConsent: intake.treatmentConsent,
    offLabelConsent: intake.offLabelConsent,
    offLabel: await isOffLabel(work, plan.protocol, plan.condition?.category ?? null),
    combined: (await currentBeside(work, course)) !== null,
    combinedConsent: intake.combinedConsent,
    protocolPublished: true, // a course cannot pin a draft
    protocolRetired: plan.protocol.retired,
    patientArchived: (await patientFacts(work, course.patientId)).archivedAt !== null,
    condition: conditionState(plan),
    findings: await allFindings(work, course, plan),
    overrides,
  });
  return [...missing, ...(await anotherCourse(work, course.id, course.patientId, course.modality, overrides))];
}

function conditionState({ protocol: { hemisphere }, condition }: Plan): ReadinessFacts['condition'] {
  if (!condition) return hemisphere === 'contralateral-to-pain' ? 'missing' : 'not-required';
  return condition.resolvedDate === null ? 'named' : 'resolved';
}

/** One active course for each modality, unless a clinician says why. */
async function anotherCourse(work: Work, courseId: string, patientId: string, modality: string, overrides: readonly { rule: string }[]): Promise<Missing[]> {
  if (overrides.some(({ rule }) => rule === ANOTHER_COURSE)) return [];
  const other = await work.maybe(sql`
    select 1 as there from courses
    where clinic_id = ${work.actor.clinicId} and patient_id = ${patientId} and modality = ${modality} and status in ('active', 'paused') and id <> ${courseId} limit 1`);
  return other ? [{ code: ANOTHER_COURSE, rule: ANOTHER_COURSE, message: 'Another course of this kind is active for the patient.' }] : [];
}
