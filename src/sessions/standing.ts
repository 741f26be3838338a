import { sql } from '../platform/database/sql.js';

/** Of sessions: booked, being had or had. One that was stopped before its first pulse was none. */
export const STANDS = sql`status not in ('cancelled', 'no-show') and (status <> 'aborted' or something_given(delivered))`;

/** One that was stopped before half of its dose may be repeated on its day, with a signature at the start: rule S15. */
export const TAKES_THE_DAY = sql`${STANDS} and not (status = 'aborted' and coalesce((delivered ->> 'percentOfPrescribedPulses')::numeric, (delivered ->> 'percentOfPrescribedDose')::numeric, 100) < 50)`;
