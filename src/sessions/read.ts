/** What other rooms may read of sessions. */
import { toInstant } from '../platform/clock/clock.js';
import { sql, type Sql } from '../platform/database/sql.js';
import type { Reader } from '../platform/database/work.js';

export { kindIn } from './patients-day.js';

/**
 * How far claims reach around their session. Before it: other parts of the day with their pause (a day and twice eight hours
 * at most; all of it on one date, so that two such parts are as many as there can be). After its start: its eight hours at
 * most, then a pause of a day at most, or parts of the day after it.
 */
export const REACH_HOURS = { before: 40, after: 48 };

/** A query of the ids of all sessions whose claims can reach into a window (epoch milliseconds, half-open). */
export function sessionsReaching(reader: Reader, { fromMs, toMs }: { fromMs: number; toMs: number }): Sql {
  return sql`select id from sessions where clinic_id = ${reader.actor.clinicId}
    and starts_at >= ${toInstant(fromMs)}::timestamptz - make_interval(hours => ${REACH_HOURS.after})
    and starts_at < ${toInstant(toMs)}::timestamptz + make_interval(hours => ${REACH_HOURS.before})`;
}
