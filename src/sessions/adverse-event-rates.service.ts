import { readClinic } from '../clinics/read.js';
import { toInstant } from '../platform/clock/clock.js';
import { sql } from '../platform/database/sql.js';
import type { Reader } from '../platform/database/work.js';
import { invalid } from '../platform/errors/refusal.js';
import { dayBounds } from '../scheduling/read.js';
import { ratePer1000 } from './adverse-event-rates/index.js';
import type { AdverseEventRates, RatesQuery } from './adverse-event-rates.dto.js';
import { ADVERSE_EVENTS } from './adverse-event-terms/index.js';

const METHOD = 'Exact 95 % limits of a Poisson count (Garwood 1936 Biometrika 28:437).';

/** Every category, with or without an event; events by when they occurred, sessions by when they started. */
export async function adverseEventRates(reader: Reader, { from, to }: RatesQuery): Promise<AdverseEventRates> {
  if (from !== undefined && to !== undefined && to < from) throw invalid('/to', 'ends-before-it-begins', 'must not be before from');
  const { timeZone } = await readClinic(reader);
  const begins = from === undefined ? '-infinity' : toInstant(dayBounds(from, timeZone).startMs);
  const ends = to === undefined ? 'infinity' : toInstant(dayBounds(to, timeZone).endMs);
  const { sessions } = await reader.one<{ sessions: number }>(sql`
    select count(*)::int as sessions from sessions
    where clinic_id = ${reader.actor.clinicId} and started_at >= ${begins}::timestamptz and started_at < ${ends}::timestamptz and something_given(delivered)`);
  const counts = await reader.many<{ category: string; events: number }>(sql`
    select category, count(*)::int as events from adverse_events
    where clinic_id = ${reader.actor.clinicId} and occurred_at >= ${begins}::timestamptz and occurred_at < ${ends}::timestamptz group by category`);
  const eventsOf = new Map(counts.map(({ category, events }) => [category, events]));
  const rates = ADVERSE_EVENTS.map(({ code, topic, expected, source }) => {
    const { events, per1000, lower, upper } = ratePer1000(eventsOf.get(code) ?? 0, sessions);
    return { category: code, topic, events, per1000, lower, upper, expected, source };
  });
  return { sessions, rates, method: METHOD };
}
