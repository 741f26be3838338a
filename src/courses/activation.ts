import { conditionFacts, intakeState, seizureRisk } from '../patients/read.js';
import { sql } from '../platform/database/sql.js';
import type { Work } from '../platform/database/work.js';
import { publishedProtocol, safetyLimits } from '../protocols/read.js';
import { combinationFindings } from './adjuncts/adjuncts.service.js';
import type { Missing } from './courses.problems.js';
import { doseFindings } from './dose-findings.js';
import { readiness } from './readiness/index.js';
import { courseFacts, overridesOf } from './read.js';
import { sideFinding, type Hemisphere, type PainSide } from './side-rule/index.js';

/** The code under which a clinician says why a second course of the same kind runs beside an active one. */
export const ANOTHER_COURSE = 'another-course-active';

/** Everything that stands between a course and its first session, derived anew each time. */
export async function whatIsMissing(work: Work, courseId: string): Promise<Missing[]> {
  const course = await courseFacts(work, courseId);
  const protocol = await publishedProtocol(work, course.protocolId, course.protocolVersion);
  const condition = course.conditionId ? await conditionFacts(work, course.patientId, course.conditionId) : undefined;
  const intake = await intakeState(work, course.patientId, courseId);
  const overrides = await overridesOf(work, courseId);
  const side = sideFinding({
    rule: protocol.hemisphere,
    hemisphere: course.hemisphere as Hemisphere,
    painSide: (condition?.side ?? null) as PainSide | null,
    widespread: condition?.category === 'fibromyalgia',
  });
  const { missing } = readiness({
    screening: intake.screening.state,
    treatmentConsent: intake.treatmentConsent,
    offLabelConsent: intake.offLabelConsent,
    offLabel: course.offLabel,
    protocolPublished: true,
    condition: condition ? 'named' : 'not-required',
    findings: [...doseFindings({ ...course, seizureRisk: await seizureRisk(work, course.patientId) }, await safetyLimits(work)), ...(side ? [side] : []), ...(await combinationFindings(work, courseId))],
    overrides,
  });
  return [...missing, ...(await anotherCourse(work, course.id, course.patientId, course.modality, overrides))];
}

/** One active course for each modality, unless a clinician says why. */
async function anotherCourse(work: Work, courseId: string, patientId: string, modality: string, overrides: readonly { rule: string }[]): Promise<Missing[]> {
  if (overrides.some(({ rule }) => rule === ANOTHER_COURSE)) return [];
  const other = await work.maybe(sql`
    select 1 as there from courses
    where clinic_id = ${work.actor.clinicId} and patient_id = ${patientId} and modality = ${modality} and status in ('active', 'paused') and id <> ${courseId} limit 1`);
  return other ? [{ code: ANOTHER_COURSE, rule: ANOTHER_COURSE, message: 'Another course of this kind is active for the patient.' }] : [];
}
