import { raiseAlert, resolveAlerts, restateAlert, type NewAlert } from '../../alerts/index.js';
import { sql } from '../../platform/database/sql.js';
import type { Work } from '../../platform/database/work.js';
import { plannedAssessments } from '../plan/index.js';
import { judgeTrend, type Series } from '../assessments/trend.js';
import { plansOn } from '../plans/due.queries.js';

/** Our default: so many visits missed one after the other are worth a call. */
const MISSED_IN_A_ROW = 2;

/** Tells what time alone brings about, each once, and settles it when it is over: overdue assessments, visits missed in a row, no response. */
export async function watchCourses(work: Work): Promise<void> {
  await tellOverdue(work);
  await tellMissed(work);
  await tellNoResponse(work);
}

/** Only of plans that somebody chose: a proposed minimum set is nobody's omission. One alert an occasion, whatever was to be filled in, and a new one where it was settled and comes back. */
async function tellOverdue(work: Work): Promise<void> {
  const standing = new Set<string>();
  const settled = await timesSettled(work, 'overdue-assessment');
  for (const { course, facts } of await plansOn(work, undefined)) {
    if (course.items === null) continue;
    const overdue = plannedAssessments(facts).filter(({ state }) => state === 'overdue');
    for (const occasion of new Set(overdue.map((planned) => planned.occasion))) {
      const measures = overdue.filter((planned) => planned.occasion === occasion).map(({ measure }) => measure);
      const summary = `Overdue (${occasion}): ${measures.join(', ')}.`;
      const told = `overdue/${course.courseId}/${occasion}`;
      const times = settled.get(told) ?? 0;
      const key = times === 0 ? told : `${told}/${times}`;
      standing.add(key);
      const isNew = await raiseAlert(work, { kind: 'overdue-assessment', severity: 'info', patientId: course.patientId, courseId: course.courseId, summary, key });
      if (!isNew) await restateAlert(work, key, summary);
    }
  }
  for (const key of await openKeys(work, 'overdue-assessment')) {
    if (!standing.has(key)) await resolveAlerts(work, key, 'Nothing of it is overdue any more: done, skipped, or too late.');
  }
}

/** A run of missed visits begins after the last one that was had; its first visit names it, so that it is told once. */
async function tellMissed(work: Work): Promise<void> {
  const { clinicId } = work.actor;
  const runs = await work.many<{ courseId: string; patientId: string; firstId: string; visits: number }>(sql`
    select c.id as "courseId", c.patient_id as "patientId", (array_agg(s.id order by s.starts_at, s.id))[1] as "firstId", count(*)::int as visits
    from courses c join sessions s on s.clinic_id = c.clinic_id and s.course_id = c.id
    where c.clinic_id = ${clinicId} and c.status in ('active', 'paused') and s.kind = 'treatment' and s.status = 'no-show' and s.starts_at < ${work.now}::timestamptz
      and not exists (select 1 from sessions had where had.clinic_id = c.clinic_id and had.course_id = c.id and had.kind = 'treatment'
        and had.status in ('completed', 'signed', 'aborted') and had.starts_at > s.starts_at)
    group by c.id, c.patient_id having count(*) >= ${MISSED_IN_A_ROW}`);
  for (const { courseId, patientId, firstId, visits } of runs) {
    await raiseAlert(work, { kind: 'missed-sessions', severity: 'warning', patientId, courseId, summary: `${visits} visits in a row were missed.`, key: `missed/${firstId}` });
  }
  const standing = new Set(runs.map(({ firstId }) => `missed/${firstId}`));
  for (const key of await openKeys(work, 'missed-sessions')) {
    if (!standing.has(key)) await resolveAlerts(work, key, 'A later visit was had, or the course is over.');
  }
}

/** The review point may come after the last score of the plan's first measure, when no new one brings it to light. */
async function tellNoResponse(work: Work): Promise<void> {
  const { clinicId } = work.actor;
  const series = await work.many<Series>(sql`
    select distinct on (c.id) c.patient_id as "patientId", c.id as "courseId", a.measure, a.measure_version as "measureVersion", a.recall_period as "recallPeriod"
    from assessment_plans p
    join courses c on c.clinic_id = p.clinic_id and c.id = p.course_id
    join assessments a on a.clinic_id = p.clinic_id and a.course_id = c.id and a.measure = p.items -> 0 ->> 'measure'
      and a.recall_period = coalesce(p.items -> 0 ->> 'recallPeriod', a.recall_period)
    where p.clinic_id = ${clinicId} and c.status in ('active', 'paused') and c.sessions_delivered >= coalesce(p.review_after_sessions, ceil(c.sessions_planned / 2.0))
      and a.superseded_at is null and a.entered_in_error_at is null and a.unrounded_score is not null
      and not exists (select 1 from alerts l where l.clinic_id = p.clinic_id and l.key = 'no-response/' || c.id)
    order by c.id, a.assessed_at desc, a.id desc`);
  for (const one of series) await judgeTrend(work, one);
}

async function openKeys(work: Work, kind: NewAlert['kind']): Promise<string[]> {
  const rows = await work.many<{ key: string }>(sql`select key from alerts where clinic_id = ${work.actor.clinicId} and status = 'open' and kind = ${kind} and key is not null`);
  return rows.map(({ key }) => key);
}

/** How often an alert of a kind was settled without an answer, by its key without the number that tells the times apart. */
async function timesSettled(work: Work, kind: NewAlert['kind']): Promise<ReadonlyMap<string, number>> {
  const rows = await work.many<{ key: string; times: number }>(sql`
    select regexp_replace(key, '/[0-9]+$', '') as key, count(*)::int as times from alerts
    where clinic_id = ${work.actor.clinicId} and kind = ${kind} and status = 'resolved' and key is not null group by 1`);
  return new Map(rows.map(({ key, times }) => [key, times]));
}
