/** What other rooms may read of a course. */
import type { CoilType } from '../clinics/read.js';
import { sql } from '../platform/database/sql.js';
import type { Reader } from '../platform/database/work.js';

export { BEYOND_AUTHORISATION, grantsOf } from './authorisations/authorisation-uses.js';
export { coveredDates, type Grant } from './coverage/index.js';
export { blocksOf, courseFacts, factsOfCourses, phasesInForce, sessionsOf, type CourseBlock, type CourseFacts, type Phase, type PhaseInForce, type Stimulation } from './course-facts.js';
export { declareDueMeasures, dueWork, type DueMeasure } from './due-work.js';
export { openLocks, type OpenLock } from './stimulation-locks/stimulation-locks.queries.js';
export { answeredBy, OVERRIDES_OF_COURSE, overridesShown } from './overrides.js';
export { OverrideOfSession, OverrideView } from './override.dto.js';
export { planToday, type PlanToday } from './plan-findings.js';
export { rampedIntensityPercentRmt } from './ramp/index.js';
export { isAnswered } from './readiness/index.js';
export { outputPercentMso, staleReason } from './threshold/index.js';
export { LACKS_THRESHOLD, SIDES_STIMULATED, thresholdCountsUntilMs } from './threshold-in-force.js';

/** Whose course it is. @throws Refusal 404 */
export function courseOwner(reader: Reader, id: string): Promise<{ patientId: string }> {
  return reader.one<{ patientId: string }>(sql`select patient_id as "patientId" from courses where clinic_id = ${reader.actor.clinicId} and id = ${id}`);
}

export interface ThresholdFacts {
  id: string;
  percentMso: number;
  method: string;
  hemisphere: string;
  deviceId: string | null;
  coilType: CoilType | null;
  measuredAt: string;
}

/** As `latestThreshold`, of several courses at once, by the course's id; one that has none is not among them. */
export async function latestThresholds(reader: Reader, courses: readonly { id: string; hemisphere: string }[]): Promise<ReadonlyMap<string, ThresholdFacts>> {
  if (courses.length === 0) return new Map();
  const rows = await reader.many<ThresholdFacts & { courseId: string }>(sql`
    select distinct on (t.course_id) t.course_id as "courseId", t.id, t.percent_mso as "percentMso", t.method, t.hemisphere, t.device_id as "deviceId", t.coil_type as "coilType", t.measured_at as "measuredAt"
    from unnest(${courses.map(({ id }) => id)}::uuid[], ${courses.map(({ hemisphere }) => hemisphere)}::text[]) as asked(course_id, hemisphere)
    join motor_thresholds t on t.clinic_id = ${reader.actor.clinicId} and t.course_id = asked.course_id and (asked.hemisphere not in ('left', 'right') or t.hemisphere = asked.hemisphere)
    order by t.course_id, t.measured_at desc, t.id desc`);
  return new Map(rows.map(({ courseId, ...threshold }) => [courseId, threshold]));
}

/** The latest motor threshold of the stimulated side; of either side when both are stimulated. */
export function latestThreshold(reader: Reader, courseId: string, hemisphere: string): Promise<ThresholdFacts | undefined> {
  return reader.maybe<ThresholdFacts>(sql`
    select id, percent_mso as "percentMso", method, hemisphere, device_id as "deviceId", coil_type as "coilType", measured_at as "measuredAt"
    from motor_thresholds
    where clinic_id = ${reader.actor.clinicId} and course_id = ${courseId}
      and (${hemisphere} not in ('left', 'right') or hemisphere = ${hemisphere})
    order by measured_at desc, id desc limit 1`);
}

export interface HoldFacts {
  id: string;
  code: string;
  detail: string;
  placedAt: string;
}

/** What stops the course now. */
export function openHolds(reader: Reader, courseId: string): Promise<HoldFacts[]> {
  return reader.many<HoldFacts>(sql`
    select id, code, detail, placed_at as "placedAt" from holds
    where clinic_id = ${reader.actor.clinicId} and course_id = ${courseId} and released_at is null order by placed_at, id`);
}

export interface OverrideFacts {
  rule: string;
  /** What had been found when it was given; null of one from before this was kept. */
  answered: string[] | null;
  rationale: string;
  givenBy: string;
  givenAt: string;
}

/** Every safety finding that is answered for the course, oldest first; what was answered at one start held for that alone. */
export function overridesOf(reader: Reader, courseId: string): Promise<OverrideFacts[]> {
  return reader.many<OverrideFacts>(sql`
    select rule, answered, rationale, given_by as "givenBy", given_at as "givenAt" from course_overrides
    where clinic_id = ${reader.actor.clinicId} and course_id = ${courseId} order by given_at, id`);
}
