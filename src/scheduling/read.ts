/** What other rooms may read of the calendars: everything the planner needs for a window of time, in one statement. */
import { toInstant } from '../platform/clock/clock.js';
import { sql } from '../platform/database/sql.js';
import type { Reader } from '../platform/database/work.js';
import { notFound } from '../platform/errors/refusal.js';
import type { Calendar, Claim } from './planner/index.js';

export * from './planner/index.js';

interface CalendarRow {
  zone: string;
  openingHours: Calendar['openingHours'];
  slotMinutes: number;
  turnoverMinutes: number;
  closures: Calendar['closures'];
  devices: Calendar['devices'];
  rooms: Calendar['rooms'];
  operators: { id: string; shifts: { startMs: number; endMs: number }[] | null }[];
  claims: Claim[];
}

/**
 * The clinic's calendar for a window: hours, closures, devices, rooms, operators with their shifts, and every live claim
 * that touches it. An operator for whom no shift was ever entered works all opening hours.
 * @param window epoch milliseconds, half-open
 * @param withoutOccupants claims of these are left out, so that a session never stands in its own way when moved
 */
export async function calendarFor(reader: Reader, window: { fromMs: number; toMs: number }, withoutOccupants: readonly string[] = []): Promise<Calendar> {
  const clinicId = reader.actor.clinicId;
  const [from, to] = [toInstant(window.fromMs), toInstant(window.toMs)];
  const row = await reader.maybe<CalendarRow>(sql`
    select c.time_zone as zone, c.opening_hours as "openingHours", c.slot_minutes as "slotMinutes", c.turnover_minutes as "turnoverMinutes",
      coalesce((select jsonb_agg(jsonb_build_object('from', from_date, 'to', to_date, 'reason', reason) order by from_date)
        from closures where clinic_id = ${clinicId} and to_date >= (${from}::timestamptz - interval '2 days')::date), '[]') as closures,
      coalesce((select jsonb_agg(jsonb_build_object('id', id, 'modalities', modalities, 'inService', status = 'in-service') order by name, id)
        from devices where clinic_id = ${clinicId}), '[]') as devices,
      coalesce((select jsonb_agg(jsonb_build_object('id', id, 'inService', status = 'in-service') order by name, id)
        from rooms where clinic_id = ${clinicId}), '[]') as rooms,
      coalesce((select jsonb_agg(jsonb_build_object('id', m.id, 'shifts', (
          select case when exists (select 1 from shifts s where s.clinic_id = ${clinicId} and s.staff_id = m.id) then
            coalesce((select jsonb_agg(jsonb_build_object('startMs', extract(epoch from s.starts_at) * 1000, 'endMs', extract(epoch from s.ends_at) * 1000) order by s.starts_at)
              from shifts s where s.clinic_id = ${clinicId} and s.staff_id = m.id and s.ends_at > ${from} and s.starts_at < ${to}), '[]') end)) order by m.id)
        from staff m where m.clinic_id = ${clinicId} and m.deactivated_at is null and 'operator' = any(m.roles)), '[]') as operators,
      coalesce((select jsonb_agg(jsonb_build_object('kind', kind, 'resourceId', resource_id, 'startMs', (extract(epoch from lower(during)) * 1000)::bigint,
          'endMs', (extract(epoch from upper(during)) * 1000)::bigint, 'occupant', occupant, 'occupantId', occupant_id))
        from claims where clinic_id = ${clinicId} and live and during && tstzrange(${from}, ${to})
          and (expires_at is null or expires_at > ${reader.now})
          and not occupant_id = any(${[...withoutOccupants]}::uuid[])), '[]') as claims
    from clinics c where c.id = ${clinicId}`);
  if (!row) throw notFound();
  return row;
}
