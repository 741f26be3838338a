import { raw, sql } from '../../platform/database/sql.js';
import type { Work } from '../../platform/database/work.js';
import { toInstant } from '../../platform/clock/clock.js';
import { addAbsence, addDowntime } from '../../scheduling/index.js';
import { subtract, type Interval } from '../../scheduling/read.js';
import { giveBack } from '../reservations/reservations.service.js';

/** A device that cannot be used, an operator who is away. */
export interface Outage {
  kind: 'device' | 'operator';
  id: string;
  from: string;
  to: string;
  reason: string;
}

/** Reservations of its time: whoever keeps one has not told a patient yet, so it is given back rather than moved. */
export async function reservationsIn(work: Work, { kind, id, from, to }: Outage): Promise<string[]> {
  const rows = await work.many<{ id: string }>(sql`
    select distinct occupant_id as id from claims
    where clinic_id = ${work.actor.clinicId} and live and occupant = 'hold' and expires_at > ${work.now} and kind = ${kind} and resource_id = ${id} and during && tstzrange(${from}, ${to})
    order by 1`);
  return rows.map((row) => row.id);
}

/**
 * Enters the downtime or the absence for what is not entered yet: an outage may last longer than was thought, and what was given
 * before now was given. What is in progress goes on in it, and the later parts of what was given
 * stay: both are told of. Call when everything that could be moved has been.
 * @throws Refusal 409 `slot-taken` when somebody was faster
 */
export async function enterOutage(work: Work, outage: Outage): Promise<void> {
  const { kind, id, from, to, reason } = outage;
  await giveBack(work, await reservationsIn(work, outage));
  const entered = await work.many<Interval>(sql`
    select extract(epoch from o.starts_at)::float8 * 1000 as "startMs", extract(epoch from o.ends_at)::float8 * 1000 as "endMs" from (
      select starts_at, ends_at from ${raw(kind === 'device' ? 'downtimes' : 'absences')}
      where clinic_id = ${work.actor.clinicId} and ${raw(kind === 'device' ? 'device_id' : 'staff_id')} = ${id} and starts_at < ${to} and ends_at > ${from}
      union all
      select lower(c.during), least(upper(c.during), ${work.now}::timestamptz) from claims c join sessions s on s.clinic_id = c.clinic_id and s.id = c.occupant_id
      where c.clinic_id = ${work.actor.clinicId} and c.live and c.kind = ${kind} and c.resource_id = ${id} and c.during && tstzrange(${from}, ${to})
        and lower(c.during) < ${work.now}::timestamptz and c.occupant = 'session' and s.status in ('completed', 'signed', 'aborted')) o`);
  for (const { startMs, endMs } of subtract([{ startMs: Date.parse(from), endMs: Date.parse(to) }], entered)) {
    const stretch = { startsAt: toInstant(startMs), endsAt: toInstant(endMs), reason };
    await (kind === 'device' ? addDowntime(work, id, stretch, 'stay') : addAbsence(work, id, stretch, 'stay'));
  }
}
