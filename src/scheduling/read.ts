/** What other rooms may read of the calendars: everything the planner needs for a window of time, in one statement. */
import { toInstant } from '../platform/clock/clock.js';
import { sql, type Sql } from '../platform/database/sql.js';
import type { Reader } from '../platform/database/work.js';
import { DEFAULT_COOLING_MINUTES, publicHolidays, type HolidayRegion } from '../clinics/read.js';
import { notFound } from '../platform/errors/refusal.js';
import { addDays, COURSE_HORIZON_DAYS, localDate, type Calendar, type CalendarOperator, type Claim, type Competence, type Interval, type OpeningTimes } from './planner/index.js';

export * from './planner/index.js';
export { bookingSettings, type BookingSettings } from './booking-settings/booking-settings.service.js';

interface CalendarRow {
  zone: string;
  openingHours: Calendar['openingHours'];
  slotMinutes: number;
  turnoverMinutes: number;
  closures: Calendar['closures'];
  devices: Calendar['devices'];
  rooms: Calendar['rooms'];
  operators: CalendarOperator[];
  claims: Claim[];
  exceptions: NonNullable<Calendar['exceptions']>;
  publicHolidays: HolidayRegion | null;
}

/** Epoch milliseconds, half-open. */
export interface Window {
  readonly fromMs: number;
  readonly toMs: number;
}

/** A course is laid out day by day before anybody knows how far its claims have to be read. */
const HOLIDAYS_AHEAD_DAYS = COURSE_HORIZON_DAYS + 1;

/**
 * The claims that touch a window. Row level security lets no index be searched by ranges: `&&` is not leakproof, so it is
 * asked only of rows that the policy has let through, and a clinic has those of all its years. So the caller, who knows the
 * sessions, names the ones that can reach into the window; whatever else occupies is rare and has an index of its own. A downtime
 * and an absence take their own whole times: their claims leave out what could not make room any more (a session in progress),
 * whose claim may end before its time.
 * @param sessions a query of ids
 * @param that what else is asked of a claim `k`
 */
function claimsTouching({ actor: { clinicId }, now }: Reader, from: string, to: string, sessions: Sql, that = sql`k.live`): Sql {
  return sql`
    select k.kind, k.resource_id, k.during, k.occupant, k.occupant_id from (
      select k.* from (${sessions}) as near(id) join claims k on k.clinic_id = ${clinicId} and k.occupant_id = near.id where ${that}
      union all
      select k.* from claims k where k.clinic_id = ${clinicId} and k.live and k.occupant <> 'session' and k.occupant not in ('downtime', 'absence') and ${that}) as k
    where k.during && tstzrange(${from}, ${to}) and (k.expires_at is null or k.expires_at > ${now})
    union all
    select 'device', device_id, tstzrange(starts_at, ends_at), 'downtime', id from downtimes where clinic_id = ${clinicId} and starts_at < ${to} and ends_at > ${from}
    union all
    select 'operator', staff_id, tstzrange(starts_at, ends_at), 'absence', id from absences where clinic_id = ${clinicId} and starts_at < ${to} and ends_at > ${from}`;
}

/** Of a clinic `c`, what decides when it is open from an instant on. */
const openingTimesFrom = (clinicId: string, from: string): Sql => sql`
  c.time_zone as zone, c.opening_hours as "openingHours", c.public_holidays as "publicHolidays",
  coalesce((select jsonb_agg(jsonb_build_object('from', from_date, 'to', to_date, 'reason', reason) order by from_date)
    from closures where clinic_id = ${clinicId} and to_date >= (${from}::timestamptz - interval '2 days')::date), '[]') as closures,
  coalesce((select jsonb_agg(jsonb_build_object('date', on_date, 'intervals', intervals, 'reason', reason) order by on_date)
    from opening_exceptions where clinic_id = ${clinicId} and on_date >= (${from}::timestamptz - interval '2 days')::date), '[]') as exceptions`;

/**
 * The clinic's calendar for a window: hours, closures, devices, rooms, operators with their shifts, and every live claim
 * that touches it. An operator for whom no shift was ever entered works all opening hours.
 * @param window epoch milliseconds, half-open
 * @param sessions a query of the ids of sessions that can reach into the window; undefined: no claims are asked for
 * @param withoutOccupants claims of these are left out, so that a session never stands in its own way when moved
 * @param claimed the part of the window that claims are asked for
 */
export async function calendarFor(reader: Reader, window: Window, sessions: Sql | undefined, withoutOccupants: readonly string[] = [], claimed = window): Promise<Calendar> {
  const clinicId = reader.actor.clinicId;
  const [from, to] = [toInstant(window.fromMs), toInstant(window.toMs)];
  const row = await reader.maybe<CalendarRow>(sql`
    select c.slot_minutes as "slotMinutes", c.turnover_minutes as "turnoverMinutes",
      ${openingTimesFrom(clinicId, from)},
      coalesce((select jsonb_agg(jsonb_build_object('id', id, 'modalities', modalities, 'inService', status = 'in-service', 'coilType', coil_type,
          'coolingMinutes', coalesce(cooling_minutes, ${DEFAULT_COOLING_MINUTES}), 'dailyCheckMinutes', daily_check_minutes,
          'failedCheckOn', (select case when k.outcome = 'failed' then k.on_date end from device_checks k
            where k.clinic_id = ${clinicId} and k.device_id = devices.id order by k.on_date desc, k.checked_at desc, k.id desc limit 1)) order by name, id)
        from devices where clinic_id = ${clinicId}), '[]') as devices,
      coalesce((select jsonb_agg(jsonb_build_object('id', id, 'inService', status = 'in-service') order by name, id)
        from rooms where clinic_id = ${clinicId}), '[]') as rooms,
      coalesce((select jsonb_agg(jsonb_build_object('id', m.id, 'shifts', (
          select case when exists (select 1 from shifts s where s.clinic_id = ${clinicId} and s.staff_id = m.id) then
            coalesce((select jsonb_agg(jsonb_build_object('startMs', extract(epoch from s.starts_at) * 1000, 'endMs', extract(epoch from s.ends_at) * 1000) order by s.starts_at)
              from shifts s where s.clinic_id = ${clinicId} and s.staff_id = m.id and s.ends_at > ${from} and s.starts_at < ${to}), '[]') end),
          'competences', (select jsonb_agg(jsonb_build_object('modality', k.modality, 'coilType', k.coil_type, 'validUntil', k.valid_until) order by k.id)
            from competences k where k.clinic_id = ${clinicId} and k.staff_id = m.id)) order by m.id)
        from staff m where m.clinic_id = ${clinicId} and m.deactivated_at is null and 'operator' = any(m.roles)), '[]') as operators,
      ${sessions ? sql`coalesce((select json_agg(json_build_object('kind', kind, 'resourceId', resource_id, 'startMs', (date_part('epoch', lower(during)) * 1000)::bigint,
          'endMs', (date_part('epoch', upper(during)) * 1000)::bigint, 'occupant', occupant, 'occupantId', occupant_id))
        from (${claimsTouching(reader, toInstant(claimed.fromMs), toInstant(claimed.toMs), sessions)}) as touching where not occupant_id = any(${[...withoutOccupants]}::uuid[])), '[]')` : sql`'[]'::json`} as claims
    from clinics c where c.id = ${clinicId}`);
  if (!row) throw notFound();
  return withHolidays(row, window);
}

/** When a clinic is open, and what its devices are taken by: all that a board shows of a calendar. */
export interface DeviceTimes extends OpeningTimes {
  readonly claims: readonly (Interval & { deviceId: string; occupant: Claim['occupant'] })[];
}

/**
 * @param window epoch milliseconds, half-open
 * @param sessions a query of the ids of sessions that can reach into the window
 */
export async function deviceTimes(reader: Reader, window: Window, sessions: Sql): Promise<DeviceTimes> {
  const { clinicId } = reader.actor;
  const [from, to] = [toInstant(window.fromMs), toInstant(window.toMs)];
  const row = await reader.one<DeviceTimes & { publicHolidays: HolidayRegion | null }>(sql`
    select ${openingTimesFrom(clinicId, from)},
      coalesce((select json_agg(json_build_object('deviceId', resource_id, 'startMs', (date_part('epoch', lower(during)) * 1000)::bigint, 'endMs', (date_part('epoch', upper(during)) * 1000)::bigint, 'occupant', occupant))
        from (${claimsTouching(reader, from, to, sessions, sql`k.live and k.kind = 'device'`)}) as touching where kind = 'device'), '[]') as claims
    from clinics c where c.id = ${clinicId}`);
  return withHolidays(row, window);
}

/** Public holidays are reckoned here, from what the clinic keeps. */
function withHolidays<T extends { zone: string; publicHolidays: HolidayRegion | null }>({ publicHolidays: region, ...row }: T, { fromMs, toMs }: { fromMs: number; toMs: number }): Omit<T, 'publicHolidays'> & { holidays: NonNullable<OpeningTimes['holidays']> } {
  return { ...row, holidays: region ? publicHolidays(region, localDate(fromMs, row.zone), addDays(localDate(toMs, row.zone), HOLIDAYS_AHEAD_DAYS)) : [] };
}

/** What somebody may deliver; none at all where the clinic keeps no competences of theirs, who may deliver everything. */
export async function competencesOf(reader: Reader, staffId: string): Promise<Competence[] | null> {
  const known = await reader.many<Competence>(sql`
    select modality, coil_type as "coilType", valid_until as "validUntil" from competences where clinic_id = ${reader.actor.clinicId} and staff_id = ${staffId} order by id`);
  return known.length > 0 ? known : null;
}

/** Why a device is not to be used now, where a downtime of it says so. */
export function downtimeNow(reader: Reader, deviceId: string): Promise<{ reason: string; endsAt: string } | undefined> {
  return reader.maybe(sql`
    select reason, ends_at as "endsAt" from downtimes
    where clinic_id = ${reader.actor.clinicId} and device_id = ${deviceId} and starts_at <= ${reader.now} and ends_at > ${reader.now} order by ends_at desc limit 1`);
}
