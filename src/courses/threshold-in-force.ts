import { sql, type Sql } from '../platform/database/sql.js';
import { DEFAULT_SAFETY_LIMITS, type SafetyLimits } from '../protocols/read.js';

const DAY_MS = 86_400_000;

/**
 * Until when a motor threshold counts by its age, in epoch milliseconds: rule S20 counts whole days, so that it is too old
 * once one more than the clinic's limit has passed.
 */
export const thresholdCountsUntilMs = (measuredAt: string, { thresholdAgeDays }: SafetyLimits): number => Date.parse(measuredAt) + (Math.floor(thresholdAgeDays.value) + 1) * DAY_MS;

/** The same in SQL, as the interval from a measurement on; true of every row of a clinic. */
const THRESHOLD_COUNTS_FOR = (clinicId: string): Sql => sql`(
  (floor(coalesce((select (l.limits ->> 'thresholdAgeDays')::numeric from safety_limits l where l.clinic_id = ${clinicId}), ${DEFAULT_SAFETY_LIMITS.thresholdAgeDays.value}::numeric)) + 1) * interval '24 hours')`;

/** The sides, as `side`, of which the start asks for a threshold each: those of the blocks of the protocol version `v`, or that of its course `c`. */
export const SIDES_STIMULATED = sql`(select distinct coalesce(b ->> 'hemisphere', c.hemisphere) as side from jsonb_array_elements(coalesce(v.blocks, '[{}]')) as b)`;

/** Whether a course `c`, whose protocol version is `v`, lacks on any of its sides a threshold that counts by its age at that time. */
export const LACKS_THRESHOLD = (clinicId: string, at: Sql): Sql => sql`exists (select 1 from ${SIDES_STIMULATED} as asked where not exists (
  select 1 from motor_thresholds t where t.clinic_id = ${clinicId} and t.course_id = c.id and (asked.side not in ('left', 'right') or t.hemisphere = asked.side)
    and t.measured_at > ${at} - ${THRESHOLD_COUNTS_FOR(clinicId)}))`;
