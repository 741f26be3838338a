import type pg from 'pg';

const PULSES_GIVEN = `coalesce((s.delivered->>'totalPulses')::bigint, 0)`;

/** What must hold of the rows whatever happened, each as a query for those that break it. */
const BROKEN: Readonly<Record<string, string>> = {
  'two live claims of one place overlap': `
    select a.clinic_id, a.id, b.id as other from claims a join claims b on (a.clinic_id, a.kind, a.resource_id, a.lane) = (b.clinic_id, b.kind, b.resource_id, b.lane) and a.id < b.id and a.during && b.during where a.live and b.live`,
  'a session that is to come has not just its four claims': `
    select s.clinic_id, s.id, s.status, count(c.id) from sessions s left join claims c on (c.clinic_id, c.occupant_id) = (s.clinic_id, s.id) and c.live
    where s.status in ('scheduled', 'checked-in', 'held', 'in-progress') group by 1, 2, 3 having count(c.id) <> 4 or count(distinct c.kind) <> 4`,
  'what a session claims is not what it names': `
    select s.clinic_id, s.id, c.kind from sessions s join claims c on (c.clinic_id, c.occupant_id) = (s.clinic_id, s.id) and c.live
    where c.resource_id <> case c.kind when 'device' then s.device_id when 'room' then s.room_id when 'operator' then s.operator_id else s.patient_id end
       or (s.status = 'scheduled' and (lower(c.during) > s.starts_at or upper(c.during) < s.ends_at))`,
  'a session that was given up still claims something': `
    select s.clinic_id, s.id, s.status from sessions s join claims c on (c.clinic_id, c.occupant_id) = (s.clinic_id, s.id) and c.live where s.status in ('cancelled', 'no-show')`,
  'a claim of a downtime or an absence that is gone': `
    select c.clinic_id, c.id from claims c where c.live and ((c.occupant = 'downtime' and not exists (select 1 from downtimes d where (d.clinic_id, d.id) = (c.clinic_id, c.occupant_id)))
       or (c.occupant = 'absence' and not exists (select 1 from absences a where (a.clinic_id, a.id) = (c.clinic_id, c.occupant_id))) or (c.occupant = 'session' and not exists (select 1 from sessions s where (s.clinic_id, s.id) = (c.clinic_id, c.occupant_id))))`,
  'a session of another patient than its course': `select s.clinic_id, s.id from sessions s join courses c on (c.clinic_id, c.id) = (s.clinic_id, s.course_id) where c.patient_id <> s.patient_id`,
  'a session to come of a course that has ended': `
    select s.clinic_id, s.id, c.status from sessions s join courses c on (c.clinic_id, c.id) = (s.clinic_id, s.course_id) where s.status = 'scheduled' and s.kind = 'treatment' and c.status in ('completed', 'discontinued')`,
  'a course that counts other treatments or pulses than were given': `
    select c.clinic_id, c.id, c.sessions_delivered, count(s.id), c.pulses_delivered, sum(${PULSES_GIVEN}) from courses c left join sessions s on (s.clinic_id, s.course_id) = (c.clinic_id, c.id) and s.kind = 'treatment'
      and (s.status in ('completed', 'signed') or s.status = 'aborted' and (${PULSES_GIVEN} > 0 or coalesce((s.delivered->>'durationMinutes')::numeric, (s.delivered->>'rounds')::numeric, 0) > 0))
    group by 1, 2, 3 having c.sessions_delivered <> count(s.id) or c.pulses_delivered <> coalesce(sum(${PULSES_GIVEN}), 0)`,
  'more treatments than were prescribed': `
    select c.clinic_id, c.id, count(s.id) from courses c join sessions s on (s.clinic_id, s.course_id) = (c.clinic_id, c.id) and s.kind = 'treatment' and s.status in ('scheduled', 'checked-in', 'held', 'in-progress', 'completed', 'signed')
    group by 1, 2, c.sessions_planned having count(s.id) > c.sessions_planned`,
  'a completed treatment without a dose': `select clinic_id, id from sessions where status in ('completed', 'signed') and kind = 'treatment' and delivered is null`,
  'a signed session without a signature': `select s.clinic_id, s.id from sessions s where s.status = 'signed' and not exists (select 1 from session_signatures g where (g.clinic_id, g.session_id) = (s.clinic_id, s.id))`,
  'two treatments of one number in a course': `select clinic_id, course_id, sequence from sessions where kind = 'treatment' and sequence is not null and status not in ('cancelled', 'no-show', 'aborted') group by 1, 2, 3 having count(*) > 1`,
  'a clinic without an admin': `select c.id from clinics c where not exists (select 1 from staff s where s.clinic_id = c.id and 'admin' = any(s.roles) and s.deactivated_at is null)`,
  'a mail in hand for longer than any conversation': `select clinic_id, id from outbox_messages where status = 'sending' and next_attempt_at < now() - interval '100 years'`,
};

/** A foreign key that lets a row of one clinic point to one of another. */
const LOOSE_KEYS = `
  select conrelid::regclass::text as table, conname from pg_constraint
  where contype = 'f' and (not convalidated or (confrelid <> 'clinics'::regclass and not exists (select 1 from unnest(conkey) k join pg_attribute a on a.attrelid = conrelid and a.attnum = k where a.attname = 'clinic_id')))`;

/** Everything that is not as it must be, each with the first rows; empty is good. */
export async function brokenInvariants(superuser: pg.Client): Promise<string[]> {
  const found: string[] = [];
  for (const [what, query] of Object.entries({ ...BROKEN, 'a key that does not keep clinics apart': LOOSE_KEYS })) {
    const { rows } = await superuser.query(query);
    if (rows.length > 0) found.push(`${what} (${rows.length}): ${JSON.stringify(rows.slice(0, 2))}`);
  }
  return found;
}
