import { sql, type Sql } from '../platform/database/sql.js';
import type { Reader, Work } from '../platform/database/work.js';
import { newId } from '../platform/kernel/uuid.js';
import { CourseOverride } from './course-override.entity.js';
import type { OverrideGiven, OverrideView } from './override.dto.js';
import type { SafetyFinding } from './readiness/index.js';

/** Keeps each answer with what was found when it was given: what comes later asks again. */
export async function keepOverrides(work: Work, courseId: string, overrides: readonly OverrideGiven[], found: readonly Pick<SafetyFinding, 'rule' | 'actual'>[]): Promise<void> {
  for (const { rule, rationale } of overrides) {
    await work.insert(CourseOverride, { id: newId(), courseId, rule, rationale, answered: answeredBy(rule, found), givenBy: work.actor.staffId, givenAt: work.now });
  }
}

/** What a rule had found. */
export const answeredBy = (rule: string, found: readonly Pick<SafetyFinding, 'rule' | 'actual'>[]): string[] => [...new Set(found.filter((finding) => finding.rule === rule).map(({ actual }) => String(actual)))];

/** Everything that clinicians have signed for in a course `c`: of the course, and at a start of one of its sessions, with whose prescription that is kept. */
export const OVERRIDES_OF_COURSE: Sql = sql`
  coalesce((select jsonb_agg(o.given order by o.given ->> 'givenAt', o.id) from (
    select r.id, jsonb_build_object('rule', r.rule, 'answered', r.answered, 'rationale', r.rationale, 'givenBy', r.given_by, 'givenAt', iso(r.given_at), 'sessionId', null) as given
    from course_overrides r where r.clinic_id = c.clinic_id and r.course_id = c.id
    union all
    select s.id, g || jsonb_build_object('sessionId', s.id) from sessions s cross join jsonb_array_elements(s.prescribed -> 'overrides') as g
    where s.clinic_id = c.clinic_id and s.course_id = c.id and s.prescribed ? 'overrides') o), '[]')`;

/** For a reader who has the course before him. */
export async function overridesShown(reader: Reader, courseId: string): Promise<OverrideView[]> {
  const { overrides } = await reader.one<{ overrides: OverrideView[] }>(sql`
    select ${OVERRIDES_OF_COURSE} as overrides from courses c where c.clinic_id = ${reader.actor.clinicId} and c.id = ${courseId}`);
  return overrides;
}
