import { sql, type Sql } from '../../platform/database/sql.js';
import type { Reader, Work } from '../../platform/database/work.js';
import type { Grant } from '../coverage/index.js';

/** Of a session `s`, whether payers have a say in its course and none has approved it. */
export const BEYOND_AUTHORISATION: Sql = sql`
  (s.kind = 'treatment' and case
    when not exists (select from authorisations h where h.clinic_id = s.clinic_id and h.course_id = s.course_id and not h.no_payer_concerned) then false
    when s.status in ('scheduled', 'checked-in', 'held', 'in-progress') then beyond_authorisation(s.clinic_id, s.course_id, s.id)
    else exists (select from authorisation_uses u where u.clinic_id = s.clinic_id and u.session_id = s.id and u.authorisation_id is null) end)`;

/** What payers have approved of a course and is left; empty where no payer has a say. One that was entered in error approves nothing, and tells that a payer is to be asked unless it was said that none is concerned. */
export function grantsOf(reader: Reader, courseId: string): Promise<Grant[]> {
  return reader.many<Grant>(sql`
    select valid_from as "from", valid_to as "to", case when voided_at is null then greatest(sessions_approved - sessions_used, 0) else 0 end as "sessionsLeft" from authorisations
    where clinic_id = ${reader.actor.clinicId} and course_id = ${courseId} and not no_payer_concerned order by valid_to, id`);
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
        and sessions_used < sessions_approved and voided_at is null
      order by valid_to, id limit 1 for update)
    returning id`);
  await work.run(sql`
    insert into authorisation_uses (clinic_id, session_id, course_id, authorisation_id, counted_at)
    select ${clinicId}, ${sessionId}, ${courseId}, ${used?.id ?? null}::uuid, ${work.now}
    where exists (select from authorisations where clinic_id = ${clinicId} and course_id = ${courseId} and not no_payer_concerned)`);
}

/** Of a course: what was given and is counted to none, each with its day and whether it was ever told that. */
const given = (work: Work, courseId: string): Sql => sql`
    given as (
      select s.id, (s.started_at at time zone n.time_zone)::date as day, u.session_id is null as untold
      from sessions s join clinics n on n.id = s.clinic_id left join authorisation_uses u on u.clinic_id = s.clinic_id and u.session_id = s.id
      where s.clinic_id = ${work.actor.clinicId} and s.course_id = ${courseId} and s.kind = 'treatment' and u.authorisation_id is null
        and (s.status in ('completed', 'signed') or (s.status = 'aborted' and something_given(s.delivered))))`;

/**
 * Sessions that were counted before it was kept to what are told so, before anything is counted anew: to each authorisation
 * the earliest of its days, as many as it has counted and cannot name. What ends first has its turn first, as at delivery. The
 * days have to be those by which they were counted. The course is locked by then.
 */
export async function nameCounted(work: Work, courseId: string): Promise<void> {
  const { clinicId } = work.actor;
  const counting = await work.many<{ id: string; unnamed: number }>(sql`
    select id, unnamed from (
      select a.id, a.valid_to, a.sessions_used - (select count(*)::int from authorisation_uses u where u.clinic_id = a.clinic_id and u.authorisation_id = a.id) as unnamed
      from authorisations a where a.clinic_id = ${clinicId} and a.course_id = ${courseId}) as counted
    where unnamed > 0 order by valid_to, id`);
  for (const { id, unnamed } of counting) {
    await work.run(sql`
      with ${given(work, courseId)}
      insert into authorisation_uses (clinic_id, session_id, course_id, authorisation_id, counted_at)
      select ${clinicId}, g.id, ${courseId}, a.id, ${work.now}
      from given g join authorisations a on a.clinic_id = ${clinicId} and a.id = ${id} and g.day between a.valid_from and a.valid_to
      where g.untold order by g.day, g.id limit ${unnamed}`);
  }
}

/**
 * A payer's word often comes after the first sessions it is for: those of its days that are counted to none count to it,
 * the earliest first. `nameCounted` goes before it, or what it would name is counted again. The course is locked by then.
 */
export async function countGivenBefore(work: Work, courseId: string, authorisationId: string): Promise<void> {
  const { clinicId } = work.actor;
  const counted = await work.many(sql`
    with ${given(work, courseId)}
    insert into authorisation_uses as u (clinic_id, session_id, course_id, authorisation_id, counted_at)
    select ${clinicId}, g.id, ${courseId}, a.id, ${work.now}
    from given g join authorisations a on a.clinic_id = ${clinicId} and a.id = ${authorisationId} and g.day between a.valid_from and a.valid_to
    order by g.day, g.id limit (select greatest(sessions_approved - sessions_used, 0) from authorisations where clinic_id = ${clinicId} and id = ${authorisationId})
    on conflict (clinic_id, session_id) do update set authorisation_id = excluded.authorisation_id, counted_at = excluded.counted_at
    returning u.session_id`);
  if (counted.length > 0) await work.run(sql`update authorisations set sessions_used = sessions_used + ${counted.length} where clinic_id = ${clinicId} and id = ${authorisationId}`);
}

/** Sessions counted to an authorisation that are outside its days now, or all of one that was entered in error, are counted to none. @returns how many are left */
export async function release(work: Work, courseId: string, authorisationId: string): Promise<number> {
  const { clinicId } = work.actor;
  const released = await work.many(sql`
    update authorisation_uses u set authorisation_id = null, counted_at = ${work.now}
    from authorisations a, sessions s, clinics n
    where u.clinic_id = ${clinicId} and u.authorisation_id = ${authorisationId} and a.clinic_id = u.clinic_id and a.id = u.authorisation_id
      and s.clinic_id = u.clinic_id and s.id = u.session_id and n.id = u.clinic_id
      and (a.voided_at is not null or (s.started_at at time zone n.time_zone)::date not between a.valid_from and a.valid_to)
    returning u.session_id`);
  // Of one that is void nothing stays counted, not even what no session of its days accounts for.
  const { left } = await work.one<{ left: number }>(sql`
    update authorisations set sessions_used = case when voided_at is null then greatest(sessions_used - ${released.length}, 0) else 0 end
    where clinic_id = ${clinicId} and id = ${authorisationId} returning sessions_used as left`);
  return left;
}

/** After one was corrected or voided: what was given and is counted to none goes to whatever has something left on its day, what ends first before the rest. */
export async function countAnew(work: Work, courseId: string): Promise<void> {
  const standing = await work.many<{ id: string }>(sql`
    select id from authorisations where clinic_id = ${work.actor.clinicId} and course_id = ${courseId} and voided_at is null and sessions_used < sessions_approved order by valid_to, id`);
  for (const { id } of standing) await countGivenBefore(work, courseId, id);
}

/** What was given on the days of an authorisation and is counted to none says so from now on. */
export async function tellUncovered(work: Work, courseId: string, authorisationId: string): Promise<void> {
  const { clinicId } = work.actor;
  await work.run(sql`
    with ${given(work, courseId)}
    insert into authorisation_uses (clinic_id, session_id, course_id, authorisation_id, counted_at)
    select ${clinicId}, g.id, ${courseId}, null, ${work.now}
    from given g join authorisations a on a.clinic_id = ${clinicId} and a.id = ${authorisationId} and g.day between a.valid_from and a.valid_to
    where g.untold and not a.no_payer_concerned`);
}
