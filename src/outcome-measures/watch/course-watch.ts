import { raiseAlert } from '../../alerts/index.js';
import { sql } from '../../platform/database/sql.js';
import type { Work } from '../../platform/database/work.js';
import { plannedAssessments } from '../plan/index.js';
import { plansOn } from '../plans/due.queries.js';

/** Our default: so many visits missed one after the other are worth a call. */
const MISSED_IN_A_ROW = 2;

/** Raises what time alone brings about: assessments that are overdue, and visits missed in a row. Each is told once. */
export async function watchCourses(work: Work): Promise<void> {
  await tellOverdue(work);
  await tellMissed(work);
}

/** Only of plans that somebody chose: a proposed minimum set is nobody's omission. One alert an occasion, whatever was to be filled in. */
async function tellOverdue(work: Work): Promise<void> {
  for (const { course, facts } of await plansOn(work, undefined)) {
    if (course.items === null) continue;
    const overdue = plannedAssessments(facts).filter(({ state }) => state === 'overdue');
    for (const occasion of new Set(overdue.map((planned) => planned.occasion))) {
      const measures = overdue.filter((planned) => planned.occasion === occasion).map(({ measure }) => measure);
      const summary = `Overdue (${occasion}): ${measures.join(', ')}.`;
      await raiseAlert(work, { kind: 'overdue-assessment', severity: 'info', patientId: course.patientId, courseId: course.courseId, summary, key: `overdue/${course.courseId}/${occasion}` });
    }
  }
}

async function tellMissed(work: Work): Promise<void> {
  const { clinicId } = work.actor;
  const missed = await work.many<{ courseId: string; patientId: string; lastId: string }>(sql`
    select c.id as "courseId", c.patient_id as "patientId", last.ids[1] as "lastId"
    from courses c cross join lateral (
      select array_agg(s.id order by s.starts_at desc) as ids, array_agg(s.status) as statuses
      from (select id, status, starts_at from sessions
            where clinic_id = ${clinicId} and course_id = c.id and kind = 'treatment' and starts_at < ${work.now}::timestamptz and status in ('no-show', 'completed', 'signed', 'aborted')
            order by starts_at desc limit ${MISSED_IN_A_ROW}) s) last
    where c.clinic_id = ${clinicId} and c.status = 'active' and cardinality(last.ids) = ${MISSED_IN_A_ROW} and 'no-show' = all (last.statuses)`);
  for (const { courseId, patientId, lastId } of missed) {
    await raiseAlert(work, { kind: 'missed-sessions', severity: 'warning', patientId, courseId, summary: `${MISSED_IN_A_ROW} visits in a row were missed.`, key: `missed/${lastId}` });
  }
}
