import { empty, join, raw, sql, type Sql } from '../../platform/database/sql.js';
import { DIMENSIONS, type DimensionName } from './dimensions.js';
import type { DayMoment, Moment } from './moments/index.js';

export interface CohortQuestion {
  clinicId: string;
  now: string;
  measure: string;
  moment: Moment;
  /** What the rows say of each course, under these names. */
  dimensions: readonly DimensionName[];
}

/**
 * One row for each patient: the first course that was begun, has come to the moment and has a baseline, with `baseline`
 * (the first score), `outcome` (the score at the moment, null where it is missing), `carried` (the last score until
 * then), `began_on` and the dimensions. One course a patient, so that the rows are independent and a group of five
 * courses is never one person.
 */
export function cohortRows({ clinicId, now, measure, moment, dimensions }: CohortQuestion): Sql {
  const on = (instant: Sql): Sql => sql`(${instant} at time zone zone.tz)::date`;
  return sql`
    with zone as materialized (select time_zone as tz, (${now}::timestamptz at time zone time_zone)::date as today from clinics where id = ${clinicId}),
    begun as (
      select c.*, ${on(sql`c.activated_at`)} as began_on, ${on(sql`c.ended_at`)} as ended_on, zone.tz, zone.today, ${dueOn(clinicId, moment)} as due_on
      from courses c cross join zone
      where c.clinic_id = ${clinicId} and c.activated_at is not null),
    chosen as (
      select distinct on (c.patient_id) c.*, t.baseline, t.outcome, t.carried
      from begun c cross join lateral (
        select max(one.score) filter (where one.nth = 1) as baseline,
          (array_agg(one.score order by ${distance(moment)}, one.nth) filter (where one.nth > 1 and ${inWindow(moment)}))[1] as outcome,
          (array_agg(one.score order by one.nth desc) filter (where one.nth = 1 or ${notAfter(moment)}))[1] as carried
        from (
          select a.unrounded_score as score, a.session_number, (a.assessed_at at time zone c.tz)::date as taken_on,
            row_number() over (order by a.assessed_at, a.id) as nth, a.recall_period = first_value(a.recall_period) over (order by a.assessed_at, a.id) as comparable
          from assessments a
          where a.clinic_id = c.clinic_id and a.course_id = c.id and a.measure = ${measure} and a.superseded_at is null and a.unrounded_score is not null
        ) as one where one.comparable
      ) as t
      where t.baseline is not null and ${hasCome(moment)}
      order by c.patient_id, c.activated_at, c.id)
    select c.began_on, c.baseline, c.outcome, c.carried${dimensionColumns(dimensions)}
    from chosen c
    ${subjects}`;
}

/** What every dimension may speak of. */
export const subjects = sql`
    join patients p on p.clinic_id = c.clinic_id and p.id = c.patient_id
    join protocols pr on pr.clinic_id = c.clinic_id and pr.id = c.protocol_id
    join protocol_versions v on v.clinic_id = c.clinic_id and v.protocol_id = c.protocol_id and v.version = c.protocol_version
    left join conditions k on k.clinic_id = c.clinic_id and k.id = c.condition_id`;

export function dimensionColumns(dimensions: readonly DimensionName[]): Sql {
  return dimensions.length === 0 ? empty : sql`, ${join(dimensions.map((name) => sql`${DIMENSIONS[name].value} as ${quoted(name)}`))}`;
}

/** Names come from our own list of dimensions alone. */
export const quoted = (name: DimensionName): Sql => raw(`"${name}"`);

/** The day a moment falls on; null where the course has not got its anchor yet. */
function dueOn(clinicId: string, moment: Moment): Sql {
  if (moment.by === 'session') return sql`null::date`;
  const anchor = moment.from === 'end' ? sql`(c.ended_at at time zone zone.tz)::date` : firstTreatmentOn(clinicId);
  return sql`(${anchor} + make_interval(months => ${moment.months}::int, days => ${moment.days}::int))::date`;
}

const firstTreatmentOn = (clinicId: string): Sql => sql`(select (min(s.starts_at) at time zone zone.tz)::date from sessions s
  where s.clinic_id = ${clinicId} and s.course_id = c.id and s.kind = 'treatment' and s.status in ('in-progress', 'completed', 'signed', 'aborted'))`;

const distance = (moment: Moment): Sql => (moment.by === 'session' ? sql`abs(one.session_number - ${moment.session}::int)` : sql`abs(one.taken_on - c.due_on)`);

function inWindow(moment: Moment): Sql {
  if (moment.by === 'session') return sql`abs(one.session_number - ${moment.session}::int) <= ${moment.tolerance}::int`;
  return sql`${notAfter(moment)} and (one.taken_on >= c.due_on - ${moment.daysBefore}::int${sinceLastTreatment(moment)})`;
}

/** On the day of the last treatment, before its pulses, one treatment less is counted. */
const sinceLastTreatment = (moment: DayMoment): Sql => (moment.orAfterLastTreatment ? sql` or one.session_number >= greatest(c.sessions_delivered - 1, 1)` : empty);

function notAfter(moment: Moment): Sql {
  if (moment.by === 'session') return sql`one.session_number <= ${moment.session}::int + ${moment.tolerance}::int`;
  return sql`one.taken_on <= c.due_on + ${moment.daysAfter}::int`;
}

/** A course that has not come so far is not missing anything yet. */
function hasCome(moment: Moment): Sql {
  if (moment.by === 'session') return sql`(c.ended_at is not null or c.sessions_delivered >= ${moment.session}::int)`;
  return sql`c.due_on <= c.today`;
}
