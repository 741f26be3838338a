import { sql } from '../../platform/database/sql.js';
import type { Reader } from '../../platform/database/work.js';
import type { BoardSession } from './day-board.dto.js';

/** Our default: a motor threshold older than this is measured again (weekly re-measurement is what payers foresee). */
const THRESHOLD_DUE_DAYS = 14;

export type BoardRow = BoardSession & { protocol: NonNullable<BoardSession['protocol']> };

/** Every session in a window that is not cancelled, with what is due at it. */
export function boardSessions(reader: Reader, from: string, to: string): Promise<BoardRow[]> {
  const { clinicId } = reader.actor;
  return reader.many<BoardRow>(sql`
    select s.id, s.course_id as "courseId", s.kind, s.sequence, s.status, s.starts_at as "startsAt", s.ends_at as "endsAt", s.overlap_reason is not null as overlaps,
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
          select 1 from assessments m where m.clinic_id = ${clinicId} and m.course_id = c.id and m.superseded_at is null and m.entered_in_error_at is null) then 'assessment' end
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
