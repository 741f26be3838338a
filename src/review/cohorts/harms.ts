import { seen } from '../../audit/index.js';
import { join, sql, empty } from '../../platform/database/sql.js';
import type { Work } from '../../platform/database/work.js';
import { exactPoissonInterval } from '../statistics/index.js';
import { divisionOf, groupsOf, shownGroups, statedPeriod } from './asked-groups.js';
import { dimensionColumns, quoted, subjects } from './cohort-rows.js';
import type { DimensionName } from './dimensions.js';
import type { CohortHarms, EventRate, HarmsQuery } from './harms.dto.js';
import { rounded, roundedInterval } from './proportion.js';

const PER_SESSIONS = 1000;

interface HarmCell {
  key: Record<string, string>;
  quarter: number;
  patients: number;
  sessions: number;
  /** Category → how many, how many of them serious. */
  events: Record<string, { all: number; serious: number }>;
}

/** How often harm came, none included. Every category that the clinic has ever recorded stands in every group. */
export async function cohortHarms(work: Work, query: HarmsQuery): Promise<CohortHarms> {
  const division = divisionOf(query);
  const cells = await harmCells(work, division.dimensions);
  seen(work, { action: 'cohort.read', subject: { type: 'cohort' } });
  const may = shownGroups(cells, division, ({ patients }) => patients);
  const categories = [...new Set(cells.flatMap(({ events }) => Object.keys(events)))].sort();
  const groups = groupsOf(cells, division).map(({ key, whole, cells: own }) => {
    if (!may(whole)) return { key, suppressed: true, patients: null, sessions: null, rates: [] };
    const sessions = own.reduce((sum, cell) => sum + cell.sessions, 0);
    const count = (which: EventRate['which'], category?: string): number =>
      own.reduce((sum, { events }) => sum + Object.entries(events).reduce((n, [name, { all, serious }]) => n + (category === undefined || name === category ? (which === 'serious' ? serious : all) : 0), 0), 0);
    const rate = (which: 'any' | 'serious', category?: string): EventRate => rateOf(which, category ?? 'any', count(which, category), sessions);
    return { key, suppressed: false, patients: own.reduce((sum, cell) => sum + cell.patients, 0), sessions, rates: [rate('any'), rate('serious'), ...categories.map((category) => rate('any', category))] };
  });
  return { period: statedPeriod(division), groupBy: [...division.groupBy], groups: groups.sort((a, b) => (b.patients ?? -1) - (a.patients ?? -1)) };
}

function rateOf(which: string, category: string, events: number, sessions: number): EventRate {
  const interval = sessions === 0 ? null : exactPoissonInterval(events, sessions / PER_SESSIONS);
  return { category, which, events, perThousandSessions: sessions === 0 ? null : rounded((events * PER_SESSIONS) / sessions), interval: interval && roundedInterval(interval) };
}

/** One course for each patient, the first in which anything was delivered. */
function harmCells(work: Work, dimensions: readonly DimensionName[]): Promise<HarmCell[]> {
  const { clinicId } = work.actor;
  const names = dimensions.map(quoted);
  // A dimension may be called as a column of an event is: both are named with their table.
  const own = names.length === 0 ? empty : sql`${join(names.map((name) => sql`placed.${name}`))}, `;
  const key = names.length === 0 ? sql`'{}'::jsonb` : sql`jsonb_build_object(${join(dimensions.map((name) => sql`${name}::text, ${quoted(name)}`))})`;
  return work.many<HarmCell>(sql`
    with zone as materialized (select time_zone as tz from clinics where id = ${clinicId}),
    chosen as (
      select distinct on (c.patient_id) c.*, (c.activated_at at time zone zone.tz)::date as began_on, given.sessions
      from courses c cross join zone
      cross join lateral (select count(*) as sessions from sessions s where s.clinic_id = c.clinic_id and s.course_id = c.id and s.status in ('completed', 'signed', 'aborted')) as given
      where c.clinic_id = ${clinicId} and c.activated_at is not null and given.sessions > 0
      order by c.patient_id, c.activated_at, c.id),
    placed as (
      select c.id, (extract(year from c.began_on) * 4 + extract(quarter from c.began_on) - 1)::int as quarter, c.sessions${dimensionColumns(dimensions)} from chosen c ${subjects}),
    harm as (
      select ${own}placed.quarter, e.category as event_category, count(*)::int as n, count(*) filter (where e.serious)::int as serious
      from placed join adverse_events e on e.clinic_id = ${clinicId} and e.course_id = placed.id group by ${own}placed.quarter, e.category)
    select ${key} as key, quarter, count(*)::int as patients, sum(sessions)::int as sessions,
      coalesce((select jsonb_object_agg(h.event_category, jsonb_build_object('all', h.n, 'serious', h.serious)) from harm h
        where h.quarter = placed.quarter${names.length === 0 ? empty : sql` and ${join(names.map((name) => sql`h.${name} = placed.${name}`), ' and ')}`}), '{}') as events
    from placed group by ${names.length === 0 ? empty : sql`${join(names)}, `}quarter`);
}
