import { conditionFacts, intakeState, patientFacts, seizureRisk } from '../patients/read.js';
import { sql } from '../platform/database/sql.js';
import type { Work } from '../platform/database/work.js';
import { publishedProtocol, safetyLimits, type PublishedProtocol } from '../protocols/read.js';
import { combinationFindings } from './adjuncts/adjuncts.service.js';
import type { Missing } from './courses.problems.js';
import { doseFindings } from './dose-findings.js';
import { medicationFindings } from './medication-finding.js';
import { readiness, type ReadinessFacts, type SafetyFinding } from './readiness/index.js';
import { courseFacts, overridesOf, type CourseFacts } from './read.js';
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
  const { missing } = readiness({
    screening: intake.screening.state,
    treatmentConsent: intake.treatmentConsent,
    offLabelConsent: intake.offLabelConsent,
    offLabel: course.offLabel,
    protocolPublished: true, // a course cannot pin a draft
    protocolRetired: protocol.retired,
    patientArchived: (await patientFacts(work, course.patientId)).archivedAt !== null,
    condition: conditionState(protocol, condition),
    findings: [
      ...doseFindings({ ...course, seizureRisk: await seizureRisk(work, course.patientId) }, await safetyLimits(work)),
      ...sideFindings(course, protocol, condition),
      ...(await medicationFindings(work, course.patientId)),
      ...(await combinationFindings(work, courseId)),
    ],
    overrides,
  });
  return [...missing, ...(await anotherCourse(work, course.id, course.patientId, course.modality, overrides))];
}

type Condition = Awaited<ReturnType<typeof conditionFacts>>;

function conditionState({ hemisphere }: PublishedProtocol, condition: Condition | undefined): ReadinessFacts['condition'] {
  if (!condition) return hemisphere === 'contralateral-to-pain' ? 'missing' : 'not-required';
  return condition.resolvedDate === null ? 'named' : 'resolved';
}

/** Where no condition is named, that is what is missing, not its side. */
function sideFindings({ hemisphere }: CourseFacts, { hemisphere: rule }: PublishedProtocol, condition: Condition | undefined): SafetyFinding[] {
  if (!condition && rule === 'contralateral-to-pain') return [];
  const plan = { rule, hemisphere: hemisphere as Hemisphere, painSide: (condition?.side ?? null) as PainSide | null, widespread: condition?.category === 'fibromyalgia' };
  const found = sideFinding(plan);
  return found ? [found] : [];
}

/** One active course for each modality, unless a clinician says why. */
async function anotherCourse(work: Work, courseId: string, patientId: string, modality: string, overrides: readonly { rule: string }[]): Promise<Missing[]> {
  if (overrides.some(({ rule }) => rule === ANOTHER_COURSE)) return [];
  const other = await work.maybe(sql`
    select 1 as there from courses
    where clinic_id = ${work.actor.clinicId} and patient_id = ${patientId} and modality = ${modality} and status in ('active', 'paused') and id <> ${courseId} limit 1`);
  return other ? [{ code: ANOTHER_COURSE, rule: ANOTHER_COURSE, message: 'Another course of this kind is active for the patient.' }] : [];
}
