import { sql, type Sql } from '../../platform/database/sql.js';
import type { Reader, Work } from '../../platform/database/work.js';
import type { Grant } from '../coverage/index.js';

/** Of a session `s`, whether payers have a say in its course and none has approved it. */
export const BEYOND_AUTHORISATION: Sql = sql`
  (s.kind = 'treatment' and case
    when not exists (select from authorisations h where h.clinic_id = s.clinic_id and h.course_id = s.course_id) then false
    when s.status in ('scheduled', 'checked-in', 'held', 'in-progress') then beyond_authorisation(s.clinic_id, s.course_id, s.id)
    else exists (select from authorisation_uses u where u.clinic_id = s.clinic_id and u.session_id = s.id and u.authorisation_id is null) end)`;

/** What payers have approved of a course and is left; empty where no payer has a say. */
export function grantsOf(reader: Reader, courseId: string): Promise<Grant[]> {
  return reader.many<Grant>(sql`
    select valid_from as "from", valid_to as "to", greatest(sessions_approved - sessions_used, 0) as "sessionsLeft" from authorisations
    where clinic_id = ${reader.actor.clinicId} and course_id = ${courseId} order by valid_to, id`);
}

/**
 * Counts one delivered session against the authorisation that is valid on that day and ends first. Where none has anything
 * left the session stands, and says so. The course is locked by then.
 */
export async function consumeAuthorisation(work: Work, courseId: string, sessionId: string, onDate: string): Promise<void> {
  const { clinicId } = work.actor;
  const used = await work.maybe<{ id: string }>(sql`
    update authorisations set sessions_used = sessions_used + 1
    where clinic_id = ${clinicId} and id = (
      select id from authorisations
      where clinic_id = ${clinicId} and course_id = ${courseId} and ${onDate}::date between valid_from and valid_to
        and sessions_used < sessions_approved
      order by valid_to, id limit 1 for update)
    returning id`);
  await work.run(sql`
    insert into authorisation_uses (clinic_id, session_id, course_id, authorisation_id, counted_at)
    select ${clinicId}, ${sessionId}, ${courseId}, ${used?.id ?? null}::uuid, ${work.now}
    where exists (select from authorisations where clinic_id = ${clinicId} and course_id = ${courseId})`);
}

/**
 * A payer's word often comes after the first sessions it is for: those of its days that are counted to none count to it,
 * the earliest first. Sessions that were counted before it was kept to what are not counted again.
 */
export async function countGivenBefore(work: Work, courseId: string, authorisationId: string): Promise<void> {
  const { clinicId } = work.actor;
  const counted = await work.many(sql`
    with given as (
      select s.id, (s.started_at at time zone n.time_zone)::date as day, u.session_id is null as untold, row_number() over (partition by u.session_id is null order by s.started_at, s.id) as nth
      from sessions s join clinics n on n.id = s.clinic_id left join authorisation_uses u on u.clinic_id = s.clinic_id and u.session_id = s.id
      where s.clinic_id = ${clinicId} and s.course_id = ${courseId} and s.kind = 'treatment' and u.authorisation_id is null
        and (s.status in ('completed', 'signed') or (s.status = 'aborted' and something_given(s.delivered)))),
    told as (
      select sum(a.sessions_used) - (select count(*) from authorisation_uses u where u.clinic_id = ${clinicId} and u.course_id = ${courseId} and u.authorisation_id is not null) as before
      from authorisations a where a.clinic_id = ${clinicId} and a.course_id = ${courseId})
    insert into authorisation_uses as u (clinic_id, session_id, course_id, authorisation_id, counted_at)
    select ${clinicId}, g.id, ${courseId}, a.id, ${work.now}
    from given g cross join told t join authorisations a on a.clinic_id = ${clinicId} and a.id = ${authorisationId} and g.day between a.valid_from and a.valid_to
    where not g.untold or g.nth > t.before
    order by g.day, g.id limit (select sessions_approved - sessions_used from authorisations where clinic_id = ${clinicId} and id = ${authorisationId})
    on conflict (clinic_id, session_id) do update set authorisation_id = excluded.authorisation_id, counted_at = excluded.counted_at
    returning u.session_id`);
  if (counted.length > 0) await work.run(sql`update authorisations set sessions_used = sessions_used + ${counted.length} where clinic_id = ${clinicId} and id = ${authorisationId}`);
}
