import { sql, type Sql } from '../platform/database/sql.js';
import { DEFAULT_SAFETY_LIMITS, type SafetyLimits } from '../protocols/read.js';

const DAY_MS = 86_400_000;

/**
 * Until when a motor threshold counts by its age, in epoch milliseconds: rule S20 counts whole days, so that it is too old
 * once one more than the clinic's limit has passed.
 */
export const thresholdCountsUntilMs = (measuredAt: string, { thresholdAgeDays }: SafetyLimits): number => Date.parse(measuredAt) + (Math.floor(thresholdAgeDays.value) + 1) * DAY_MS;

/** The same in SQL, as the interval from a measurement on; true of every row of a clinic. */
export const THRESHOLD_COUNTS_FOR = (clinicId: string): Sql => sql`(
  (floor(coalesce((select (l.limits ->> 'thresholdAgeDays')::numeric from safety_limits l where l.clinic_id = ${clinicId}), ${DEFAULT_SAFETY_LIMITS.thresholdAgeDays.value}::numeric)) + 1) * interval '24 hours')`;
