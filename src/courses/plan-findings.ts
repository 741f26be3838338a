import { conditionFacts, seizureRisk, type ConditionFacts } from '../patients/read.js';
import { sql } from '../platform/database/sql.js';
import type { Reader } from '../platform/database/work.js';
import { publishedProtocol, safetyLimits, type CoilType, type Finding, type PublishedProtocol } from '../protocols/read.js';
import { doseFindings } from './dose-findings.js';
import { isOffLabel } from './prescription.js';
import type { CourseFacts } from './course-facts.js';
import { sideFinding, type Hemisphere, type PainSide } from './side-rule/index.js';

/** What a course prescribes and for what, as both are on record now. */
export interface Plan {
  protocol: PublishedProtocol;
  condition: ConditionFacts | undefined;
}

export async function planOf(reader: Reader, { patientId, protocolId, protocolVersion, conditionId }: CourseFacts): Promise<Plan> {
  const protocol = await publishedProtocol(reader, protocolId, protocolVersion);
  return { protocol, condition: conditionId ? await conditionFacts(reader, patientId, conditionId) : undefined };
}

/** What the rules say of dose and side for this patient. @param coil on the device, where that is known */
export async function planFindings(reader: Reader, course: CourseFacts, plan: Plan, coil?: CoilType): Promise<Finding[]> {
  const dose = doseFindings({ ...course, seizureRisk: await seizureRisk(reader, course.patientId), ...(coil && { coil }) }, await safetyLimits(reader));
  return [...dose, ...sideFindings(course, plan)];
}

/** Where no condition is named, that is what is missing, not its side. */
function sideFindings({ hemisphere }: CourseFacts, { protocol: { hemisphere: rule }, condition }: Plan): Finding[] {
  if (!condition && rule === 'contralateral-to-pain') return [];
  const found = sideFinding({ rule, hemisphere: hemisphere as Hemisphere, painSide: (condition?.side ?? null) as PainSide | null, widespread: condition?.category === 'fibromyalgia' });
  return found ? [found] : [];
}

export interface PlanToday {
  /** Hard, or asking for a signature; the pulses of a day are judged by the day. */
  findings: Finding[];
  offLabel: boolean;
  combined: boolean;
}

const JUDGED_BY_THE_DAY = new Set(['S13', 'S14']);

/** A running course held against today's record and limits: what has changed since it began must not slip through. */
export async function planToday(reader: Reader, course: CourseFacts, coil: CoilType | null): Promise<PlanToday> {
  const plan = await planOf(reader, course);
  const findings = await planFindings(reader, course, plan, coil ?? undefined);
  return {
    findings: findings.filter(({ rule, severity }) => (severity === 'hard' || severity === 'override') && !JUDGED_BY_THE_DAY.has(rule)),
    offLabel: await isOffLabel(reader, plan.protocol, plan.condition?.category ?? null),
    combined: (await currentBeside(reader, course)) !== null,
  };
}

/** Where pulses and a current come together in what the patient is given now: in the course's own plan, or in another course. */
export async function currentBeside(reader: Reader, { id, patientId, modality }: Pick<CourseFacts, 'id' | 'patientId' | 'modality'>): Promise<'adjunct' | 'course' | null> {
  if (modality === 'neurofeedback') return null;
  const { clinicId } = reader.actor;
  const { adjunct, course } = await reader.one<{ adjunct: boolean; course: boolean }>(sql`
    select exists (select 1 from adjuncts a where a.clinic_id = ${clinicId} and a.course_id = ${id} and a.kind = 'tdcs' and (a.ended_on is null or a.ended_on >= (${reader.now}::timestamptz at time zone n.time_zone)::date)) as adjunct,
      exists (select 1 from courses o where o.clinic_id = ${clinicId} and o.patient_id = ${patientId} and o.id <> ${id} and o.status in ('active', 'paused')
        and o.modality <> 'neurofeedback' and (o.modality = 'tdcs') <> ${modality === 'tdcs'}) as course
    from clinics n where n.id = ${clinicId}`);
  return adjunct ? 'adjunct' : course ? 'course' : null;
}

/** A current in another course than the pulses asks for the same word as one beside them. */
export function combinedCourses(modality: string): Finding {
  const [this_, other] = modality === 'tdcs' ? ['of a current', 'of pulses'] : ['of pulses', 'of a current'];
  return {
    rule: 'tdcs-with-pulses', severity: 'override', limit: 'a clinician decides, with a consent of its own', actual: `a course ${this_} beside one ${other}`,
    explanation: 'A current changes what pulses do after it: cathodal tDCS may raise their effect, anodal tDCS may reverse it.',
    source: 'Siebner 2004 J Neurosci 24:3379; Lang 2004 Biol Psychiatry 56:634', provenance: 'recalled',
  };
}
