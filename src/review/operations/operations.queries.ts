import { Temporal } from 'temporal-polyfill';
import { seen } from '../../audit/index.js';
import { publicHolidays, readClinic } from '../../clinics/read.js';
import { invalid } from '../../platform/errors/refusal.js';
import { sql, type Sql } from '../../platform/database/sql.js';
import type { Work } from '../../platform/database/work.js';
import { proportion } from '../cohorts/proportion.js';
import type { Operations, OperationsQuery } from './operations.dto.js';

const DAYS_UNLESS_TOLD = 28;
const MOST_DAYS = 731;
/** Our defaults: a payer takes about two weeks to extend an authorisation. */
const DAYS_BEFORE_EXPIRY = 14;
const FEW_SESSIONS = 5;

interface Row extends Omit<Operations, 'from' | 'to' | 'noShow' | 'adherence'> {
  due: number;
  noShows: number;
  treatmentsDue: number;
  delivered: number;
}

/** How the clinic's days are used. Days are the clinic's own. @throws InvalidRequest for a period that ends before it begins or is too long */
export async function operations(work: Work, query: OperationsQuery): Promise<Operations> {
  const { timeZone, publicHolidays: region } = await readClinic(work);
  const today = Temporal.Instant.fromEpochMilliseconds(work.nowMs).toZonedDateTimeISO(timeZone).toPlainDate();
  const to = query.to === undefined ? today : Temporal.PlainDate.from(query.to);
  const from = query.from === undefined ? to.subtract({ days: DAYS_UNLESS_TOLD - 1 }) : Temporal.PlainDate.from(query.from);
  const days = from.until(to).days + 1;
  if (days < 1) throw invalid('/to', 'out-of-range', 'must not be before from');
  if (days > MOST_DAYS) throw invalid('/from', 'out-of-range', `${MOST_DAYS} days at most`);
  const row = await read(work, timeZone, { from: from.toString(), to: to.toString(), today: today.toString(), holidays: region ? publicHolidays(region, from.toString(), to.toString()).map(({ date }) => date) : [] });
  seen(work, { action: 'operations.read', subject: { type: 'clinic', id: work.actor.clinicId } });
  const { due, noShows, treatmentsDue, delivered, ...rest } = row;
  return { from: from.toString(), to: to.toString(), ...rest, noShow: proportion(noShows, due), adherence: proportion(delivered, treatmentsDue) };
}

/** How long a device `v` is down in an open time. */
const downWithin = (open: Sql): Sql => sql`(select coalesce(sum(upper(t) - lower(t)), interval '0') from unnest(v.down * tstzmultirange(tstzrange(${open}.opens, ${open}.closes))) as t)`;

/** The open and the used minutes of a device `v` in each hour of the clinic's clock, over all its days. */
const hoursOfDevice = (zone: string): Sql => sql`(select coalesce(jsonb_agg(jsonb_build_object('hour', hour, 'openMinutes', open, 'usedMinutes', used, 'percent', case when open > 0 then round(used * 100.0 / open, 1) end) order by hour), '[]')
    from (select hour, round(sum(open))::int as open, round(sum(used))::int as used
      from (select extract(hour from w.opens at time zone ${zone})::int as hour, 0 as used,
          extract(epoch from w.closes - w.opens - ${downWithin(sql`w`)}) / 60 as open
        from open o cross join lateral generate_series(date_trunc('hour', o.opens, ${zone}), o.closes - interval '1 microsecond', interval '1 hour') as g
        cross join lateral (select greatest(o.opens, g) as opens, least(o.closes, g + interval '1 hour') as closes) as w
        union all
        select extract(hour from g at time zone ${zone})::int, extract(epoch from least(u.ends_at, g + interval '1 hour') - greatest(u.starts_at, g)) / 60, 0
        from used u cross join lateral generate_series(date_trunc('hour', u.starts_at, ${zone}), u.ends_at - interval '1 microsecond', interval '1 hour') as g
        where u.device_id = v.id) as minutes
      group by hour) as by_hour)`;

function read(work: Work, zone: string, { from, to, today, holidays }: { from: string; to: string; today: string; holidays: readonly string[] }): Promise<Row> {
  const { clinicId } = work.actor;
  return work.one<Row>(sql`
    with own as (
      select s.*, s.starts_at at time zone ${zone} as local_start, s.ends_at at time zone ${zone} as local_end,
        s.ends_at <= ${work.now} or s.status in ('completed', 'signed', 'aborted', 'no-show') as due
      from sessions s
      where s.clinic_id = ${clinicId} and s.status <> 'cancelled' and s.starts_at >= (${from}::date)::timestamp at time zone ${zone}
        and s.starts_at < (${to}::date + 1)::timestamp at time zone ${zone}),
    used as (select * from own where status <> 'no-show'),
    -- As the calendar has it (ruleOn): a closure before hours by date, these before a public holiday, that before the weekday.
    open as (
      select ((d.day + (h.value ->> 'opens')::time) at time zone ${zone}) as opens, ((d.day + (h.value ->> 'closes')::time) at time zone ${zone}) as closes
      from clinics k
      cross join lateral (select g::date as day from generate_series(${from}::date, ${to}::date, interval '1 day') as g) as d
      left join opening_exceptions e on e.clinic_id = k.id and e.on_date = d.day
      cross join lateral jsonb_array_elements(coalesce(e.intervals, k.opening_hours)) as h
      where k.id = ${clinicId} and (e.id is not null or ((h.value ->> 'weekday')::int = extract(isodow from d.day) and d.day <> all(${holidays}::date[])))
        and not exists (select 1 from closures x where x.clinic_id = k.id and d.day between x.from_date and x.to_date)),
    -- A downtime may overlap a session that was given, or that ran when it began: its time was used, so it was open.
    machines as materialized (
      select v.id, v.name, coalesce((select range_agg(tstzrange(t.starts_at, t.ends_at)) from downtimes t where t.clinic_id = ${clinicId} and t.device_id = v.id), '{}')
        - coalesce((select range_agg(tstzrange(u.starts_at, u.ends_at)) from used u where u.device_id = v.id), '{}') as down
      from devices v where v.clinic_id = ${clinicId}),
    firsts as (
      select coalesce(c.referred_on, (c.created_at at time zone ${zone})::date) as referred_on, c.referred_on is not null as told, min(s.starts_at) as first_at from courses c
      join sessions s on s.clinic_id = c.clinic_id and s.course_id = c.id and s.kind = 'treatment' and s.status in ('in-progress', 'completed', 'signed', 'aborted')
      where c.clinic_id = ${clinicId} group by c.clinic_id, c.id),
    waits as (
      select (first_at at time zone ${zone})::date - referred_on as days, told from firsts
      where (first_at at time zone ${zone})::date between ${from}::date and ${to}::date)
    select (select count(*)::int from own) as sessions,
      (select count(*)::int from own where due) as due,
      (select count(*)::int from own where status = 'no-show') as "noShows",
      (select count(*)::int from own where due and kind = 'treatment') as "treatmentsDue",
      (select count(*)::int from own where kind = 'treatment' and status in ('completed', 'signed')) as delivered,
      (select jsonb_build_object('courses', count(*), 'withReferralDate', count(*) filter (where told), 'medianDays', percentile_cont(0.5) within group (order by days),
        'lowerQuartileDays', percentile_cont(0.25) within group (order by days), 'upperQuartileDays', percentile_cont(0.75) within group (order by days)) from waits) as "timeToFirstSession",
      coalesce((select jsonb_agg(jsonb_build_object('deviceId', d.id, 'name', d.name, 'openMinutes', d.open, 'usedMinutes', d.used,
          'percent', case when d.open > 0 then round(d.used * 100.0 / d.open, 1) end, 'hours', d.hours) order by d.name, d.id)
        from (select v.id, v.name,
            (select coalesce(sum(extract(epoch from o.closes - o.opens - ${downWithin(sql`o`)})), 0) / 60 from open o)::int as open,
            (select coalesce(sum(extract(epoch from u.ends_at - u.starts_at)) / 60, 0) from used u where u.device_id = v.id)::int as used,
            ${hoursOfDevice(zone)} as hours
          from machines v) as d), '[]') as devices,
      coalesce((select jsonb_agg(jsonb_build_object('hour', h.hour, 'usedMinutes', h.minutes, 'sessions', h.sessions) order by h.hour)
        from (select extract(hour from g)::int as hour, round(sum(extract(epoch from least(u.local_end, g + interval '1 hour') - greatest(u.local_start, g)) / 60))::int as minutes,
            count(*) filter (where u.local_start >= g)::int as sessions
          from used u cross join lateral generate_series(date_trunc('hour', u.local_start), u.local_end - interval '1 microsecond', interval '1 hour') as g
          group by 1) as h), '[]') as hours,
      coalesce((select jsonb_agg(jsonb_build_object('authorisationId', a.id, 'courseId', a.course_id, 'patientId', a.patient_id, 'payer', a.payer, 'reference', a.reference, 'validTo', a.valid_to,
          'sessionsLeft', greatest(a.sessions_approved - a.sessions_used, 0)) order by a.valid_to, a.id)
        from (select a.*, c.patient_id from authorisations a join courses c on c.clinic_id = a.clinic_id and c.id = a.course_id and c.status in ('active', 'paused')
          where a.clinic_id = ${clinicId} and a.voided_at is null and a.valid_to >= ${today}::date and (a.valid_to <= ${today}::date + ${DAYS_BEFORE_EXPIRY}::int or a.sessions_approved - a.sessions_used <= ${FEW_SESSIONS}::int)
          order by a.valid_to, a.id limit 500) as a), '[]') as "authorisationsExpiring",
      coalesce((select jsonb_agg(jsonb_build_object('sessionId', s.id, 'courseId', s.course_id, 'patientId', s.patient_id, 'startsAt', iso(s.starts_at),
          'days', ${today}::date - (s.starts_at at time zone ${zone})::date) order by s.starts_at, s.id)
        from (select * from sessions s where s.clinic_id = ${clinicId} and s.status = 'completed' order by s.starts_at, s.id limit 500) as s), '[]') as "unsignedSessions"`);
}
