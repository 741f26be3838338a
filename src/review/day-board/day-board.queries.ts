import { closures, readClinic } from '../../clinics/read.js';
import { seen } from '../../audit/index.js';
import { sql } from '../../platform/database/sql.js';
import type { Work } from '../../platform/database/work.js';
import { toInstant } from '../../platform/clock/clock.js';
import { dayBounds, weekdayOf, instantAt } from '../../scheduling/read.js';
import type { BoardSession, DayBoard } from './day-board.dto.js';

/** Our default: a motor threshold older than this is measured again (weekly re-measurement is what payers foresee). */
const THRESHOLD_DUE_DAYS = 14;

type Row = BoardSession & { protocol: NonNullable<BoardSession['protocol']> };

/** The clinic's day: every session that is not cancelled, what is due at it, and how full the devices are. */
export async function dayBoard(work: Work, date: string, sight: 'clinical' | 'booking'): Promise<DayBoard> {
  const { timeZone, openingHours } = await readClinic(work);
  const day = dayBounds(date, timeZone);
  const closure = (await closures(work, date)).find(({ from, to }) => from <= date && date <= to);
  const rows = await sessionsOf(work, toInstant(day.startMs), toInstant(day.endMs));
  if (sight === 'clinical') seen(work, { action: 'day-board.read', subject: { type: 'day-board' } });
  const openMinutes = closure
    ? 0
    : openingHours
        .filter(({ weekday }) => weekday === weekdayOf(date))
        .reduce((sum, { opens, closes }) => sum + (instantAt(date, closes, timeZone) - instantAt(date, opens, timeZone)) / 60_000, 0);
  const sessions = rows.map(({ protocol, due, ...session }) =>
    sight === 'clinical' ? { ...session, protocol, due } : { ...session, due: due.filter((what) => what === 'authorisation') },
  );
  return { date, timeZone, closed: openMinutes === 0, closureReason: closure?.reason ?? null, sessions, utilisation: await utilisation(work, rows, openMinutes) };
}

function sessionsOf(work: Work, from: string, to: string): Promise<Row[]> {
  const { clinicId } = work.actor;
  return work.many<Row>(sql`
    select s.id, s.course_id as "courseId", s.kind, s.sequence, s.status, s.starts_at as "startsAt", s.ends_at as "endsAt",
      jsonb_build_object('id', n.id, 'mrn', n.mrn, 'givenName', n.given_name, 'familyName', n.family_name) as patient,
      jsonb_build_object('id', d.id, 'name', d.name) as device,
      jsonb_build_object('id', r.id, 'name', r.name) as room,
      jsonb_build_object('id', o.id, 'name', o.display_name) as operator,
      jsonb_build_object('id', p.id, 'name', p.name) as protocol,
      array_remove(array[
        case when s.status in ('scheduled', 'checked-in', 'held') and s.kind = 'treatment' and not exists (
          select 1 from motor_thresholds t where t.clinic_id = ${clinicId} and t.course_id = c.id
            and t.measured_at > s.starts_at - make_interval(days => ${THRESHOLD_DUE_DAYS})) then 'motor-threshold' end,
        case when s.status = 'completed' then 'sign-off' end,
        case when s.status = 'held' or exists (select 1 from holds h where h.clinic_id = ${clinicId} and h.course_id = c.id and h.released_at is null) then 'hold' end,
        case when s.sequence > (select sum(a.sessions_approved) from authorisations a where a.clinic_id = ${clinicId} and a.course_id = c.id) then 'authorisation' end,
        case when s.status in ('scheduled', 'checked-in', 'held', 'in-progress') and s.kind = 'treatment' and not exists (
          select 1 from assessments m where m.clinic_id = ${clinicId} and m.course_id = c.id and m.superseded_at is null) then 'assessment' end
      ], null) as due
    from sessions s
    join courses c on c.clinic_id = s.clinic_id and c.id = s.course_id
    join protocols p on p.clinic_id = c.clinic_id and p.id = c.protocol_id
    join patients n on n.clinic_id = s.clinic_id and n.id = s.patient_id
    join devices d on d.clinic_id = s.clinic_id and d.id = s.device_id
    join rooms r on r.clinic_id = s.clinic_id and r.id = s.room_id
    join staff o on o.clinic_id = s.clinic_id and o.id = s.operator_id
    where s.clinic_id = ${clinicId} and s.starts_at >= ${from} and s.starts_at < ${to} and s.status <> 'cancelled'
    order by s.starts_at, s.id`);
}

async function utilisation(work: Work, sessions: readonly BoardSession[], openMinutes: number): Promise<DayBoard['utilisation']> {
  const devices = await work.many<{ id: string; name: string }>(sql`select id, name from devices where clinic_id = ${work.actor.clinicId} order by name, id`);
  return devices.map(({ id, name }) => {
    const bookedMinutes = sessions
      .filter(({ device, status }) => device.id === id && status !== 'no-show')
      .reduce((sum, { startsAt, endsAt }) => sum + Math.round((Date.parse(endsAt) - Date.parse(startsAt)) / 60_000), 0);
    return { deviceId: id, name, bookedMinutes, openMinutes, percent: openMinutes === 0 ? null : Math.round((bookedMinutes / openMinutes) * 1000) / 10 };
  });
}
