import { FEWEST_DIARY_DAYS } from '../../outcome-measures/read.js';
import { sql, type Sql } from '../../platform/database/sql.js';

/**
 * The baseline by the rule of the course's plan, as `chooseBaseline` has it for one course, here for all courses of a cohort
 * in the same statement: `mean` is null where the plan rests on the first score or the series lacks what its rule needs.
 * Expects the course as `c` and the first score of the series as `first`.
 *
 * @param scored the scores of the course in this measure, as `a`
 */
export function plannedBaseline(clinicId: string, timeZone: string, scored: Sql): Sql {
  const day = sql`(a.assessed_at at time zone ${timeZone})::date`;
  const before = sql`${scored} and a.recall_period = first.recall_period and a.measure_version = first.measure_version and a.session_number = 0`;
  return sql`
    select case p.baseline_rule
      when 'mean-of-screening-and-first-day' then (
        select (first.score + own.score) / 2
        from (select a.unrounded_score as score, ${day} as day from ${before} order by a.assessed_at desc, a.id desc limit 1) as own
        where first.session_number = 0 and own.day <> (first.assessed_at at time zone ${timeZone})::date)
      when 'mean-of-seven-day-diary' then (
        select avg(daily.score)
        from (select avg(week.score) as score
          from (select a.unrounded_score as score, ${day} as day, max(${day}) over () as last_day from ${before}) as week
          where week.day > week.last_day - 7 group by week.day) as daily
        having count(*) >= ${FEWEST_DIARY_DAYS}::int)
      end as mean
    from assessment_plans p where p.clinic_id = ${clinicId} and p.course_id = c.id and p.baseline_rule <> 'single-value'`;
}
