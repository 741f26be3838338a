/** What other rooms may read of sessions. */
import { toInstant } from '../platform/clock/clock.js';
import { sql, type Sql } from '../platform/database/sql.js';
import type { Reader } from '../platform/database/work.js';

export { kindIn } from './patients-day.js';

/**
 * How far claims reach around their session. Before it: another part of the day with its pause (a day and eight hours at
 * most). After its start: its eight hours at most, then a pause of a day at most, or parts of the day after it.
 */
const REACH_HOURS = { before: 32, after: 48 };

/** A query of the ids of all sessions whose claims can reach into a window (epoch milliseconds, half-open). */
export function sessionsReaching(reader: Reader, { fromMs, toMs }: { fromMs: number; toMs: number }): Sql {
  return sql`select id from sessions where clinic_id = ${reader.actor.clinicId}
    and starts_at >= ${toInstant(fromMs)}::timestamptz - make_interval(hours => ${REACH_HOURS.after})
    and starts_at < ${toInstant(toMs)}::timestamptz + make_interval(hours => ${REACH_HOURS.before})`;
}
