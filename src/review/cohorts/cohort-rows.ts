import { empty, join, raw, sql, type Sql } from '../../platform/database/sql.js';
import { plannedBaseline } from './cohort-baseline.js';
import { DIMENSIONS, type DimensionName } from './dimensions.js';
import type { DayMoment, Moment } from './moments/index.js';

export interface CohortQuestion {
  clinicId: string;
  /** The clinic's own, by which days are counted. */
  timeZone: string;
  /** The day that it is there. */
  today: string;
  measure: string;
  moment: Moment;
  /** What the rows say of each course, under these names. */
  dimensions: readonly DimensionName[];
}

/**
 * One row for each patient: the first course that was begun, has come to the moment and has a baseline, with `baseline`
 * (by the rule of its plan; the first score where there is none), `outcome` (the score at the moment, null where it is missing), `carried` (the last score until
 * then), the version of the measure that all of these are scored by, `began_on` and the dimensions. One course a patient, so that the rows are independent and a group of five
 * courses is never one person.
 *
 * Fast for a hundred thousand courses: three looks into one index for each, in which all that is asked stands; days are
 * turned into instants once for each course (`offset 0` keeps the planner from doing it for each score); and tables that
 * no dimension asks for are not read (`subjects`).
 */
export function cohortRows({ clinicId, timeZone, today, measure, moment, dimensions }: CohortQuestion): Sql {
  const scored = sql`assessments a where a.clinic_id = ${clinicId} and a.course_id = c.id and a.measure = ${measure} and a.superseded_at is null and a.entered_in_error_at is null and a.unrounded_score is not null`;
  // Days that a mean rests on are no outcome.
  const sameSeries = sql`a.id <> first.id and a.recall_period = first.recall_period and a.measure_version = first.measure_version and (planned.mean is null or a.session_number > 0)`;
  return sql`
    with chosen as (
      select distinct on (c.patient_id) c.clinic_id, c.id, c.patient_id, c.condition_id, c.protocol_id, c.protocol_version, c.hemisphere, c.sessions_delivered, c.sessions_planned,
        day.began_on, coalesce(planned.mean, first.score) as baseline, near.score as outcome, coalesce(last.score, planned.mean, first.score) as carried, first.measure_version
      from courses c
      cross join lateral (select (c.activated_at at time zone ${timeZone})::date as began_on, ${dueOn(clinicId, timeZone, moment)} as due_on offset 0) as day
      cross join lateral (select ${edges(timeZone, moment)} offset 0) as edge
      cross join lateral (select a.id, a.unrounded_score as score, a.recall_period, a.measure_version, a.assessed_at, a.session_number from ${scored} and ${notAfter(moment)} order by a.assessed_at, a.id limit 1) as first
      left join lateral (${plannedBaseline(clinicId, timeZone, scored)}) as planned on true
      left join lateral (select a.unrounded_score as score from ${scored} and ${sameSeries} and ${inWindow(moment)} order by ${distance(moment)}, a.assessed_at, a.id limit 1) as near on true
      left join lateral (select a.unrounded_score as score from ${scored} and ${sameSeries} and ${notAfter(moment)} order by a.assessed_at desc, a.id desc limit 1) as last on true
      where c.clinic_id = ${clinicId} and c.activated_at is not null and ${hasCome(moment, today)}
      order by c.patient_id, c.activated_at, c.id)
    select c.began_on, c.baseline, c.outcome, c.carried, c.measure_version${dimensionColumns(dimensions)}
    from chosen c
    ${subjects}`;
}

/** What every dimension may speak of. Outer joins to what is always there: what none of them speaks of is then not read. */
export const subjects = sql`
    left join patients p on p.clinic_id = c.clinic_id and p.id = c.patient_id
    left join protocols pr on pr.clinic_id = c.clinic_id and pr.id = c.protocol_id
    left join protocol_versions v on v.clinic_id = c.clinic_id and v.protocol_id = c.protocol_id and v.version = c.protocol_version
    left join conditions k on k.clinic_id = c.clinic_id and k.id = c.condition_id`;

export function dimensionColumns(dimensions: readonly DimensionName[]): Sql {
  return dimensions.length === 0 ? empty : sql`, ${join(dimensions.map((name) => sql`${DIMENSIONS[name].value} as ${quoted(name)}`))}`;
}

/** Names come from our own list of dimensions alone. */
export const quoted = (name: DimensionName): Sql => raw(`"${name}"`);

/** The day a moment falls on; null where the course has not got its anchor yet. */
function dueOn(clinicId: string, timeZone: string, moment: Moment): Sql {
  if (moment.by === 'session') return sql`null::date`;
  const anchor = moment.from === 'end' ? sql`(c.ended_at at time zone ${timeZone})::date` : firstTreatmentOn(clinicId, timeZone);
  return sql`(${anchor} + make_interval(months => ${moment.months}::int, days => ${moment.days}::int))::date`;
}

const firstTreatmentOn = (clinicId: string, timeZone: string): Sql => sql`(select (min(s.starts_at) at time zone ${timeZone})::date from sessions s
  where s.clinic_id = ${clinicId} and s.course_id = c.id and s.kind = 'treatment' and s.status in ('in-progress', 'completed', 'signed', 'aborted'))`;

/** The window as instants, from midnight to midnight at the clinic, however long its days are; so an index can be searched. */
function edges(timeZone: string, moment: Moment): Sql {
  if (moment.by === 'session') return sql`null::timestamptz as closes_at`;
  const midnight = (days: Sql): Sql => sql`((day.due_on ${days})::timestamp at time zone ${timeZone})`;
  return sql`${midnight(sql`- ${moment.daysBefore}::int`)} as opens_at, ${midnight(sql`+ ${moment.daysAfter + 1}::int`)} as closes_at, ((day.due_on + time '12:00') at time zone ${timeZone}) as due_at`;
}

const distance = (moment: Moment): Sql =>
  moment.by === 'session' ? sql`abs(a.session_number - ${moment.session}::int)` : sql`abs(extract(epoch from a.assessed_at - edge.due_at))`;

function inWindow(moment: Moment): Sql {
  if (moment.by === 'session') return sql`abs(a.session_number - ${moment.session}::int) <= ${moment.tolerance}::int`;
  return sql`${notAfter(moment)} and (a.assessed_at >= edge.opens_at${sinceLastTreatment(moment)})`;
}

/** On the day of the last treatment, before its pulses, one treatment less is counted. */
const sinceLastTreatment = (moment: DayMoment): Sql => (moment.orAfterLastTreatment ? sql` or a.session_number >= greatest(c.sessions_delivered - 1, 1)` : empty);

const notAfter = (moment: Moment): Sql =>
  moment.by === 'session' ? sql`a.session_number <= ${moment.session + moment.tolerance}::int` : sql`a.assessed_at < edge.closes_at`;

/** A course that has not come so far is not missing anything yet. */
function hasCome(moment: Moment, today: string): Sql {
  if (moment.by === 'session') return sql`(c.ended_at is not null or c.sessions_delivered >= ${moment.session}::int)`;
  return sql`day.due_on <= ${today}::date`;
}
