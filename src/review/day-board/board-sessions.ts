import { BEYOND_AUTHORISATION, LACKS_THRESHOLD } from '../../courses/read.js';
import { sql } from '../../platform/database/sql.js';
import type { Reader } from '../../platform/database/work.js';
import { kindIn } from '../../sessions/read.js';
import type { BoardSession } from './day-board.dto.js';

/** As it is stored; devices, rooms and operators are few, and called by the names that were read once. */
export interface BoardRow extends Omit<BoardSession, 'patient' | 'device' | 'room' | 'operator' | 'protocol'> {
  patientId: string;
  mrn: string;
  givenName: string;
  familyName: string;
  deviceId: string;
  roomId: string;
  operatorId: string;
  protocolId: string;
  protocolName: string;
}

/** Every session in a window that is not cancelled, with what is due at it; a motor threshold once the start would ask for a new one on any side that is stimulated, because there is none (rule S19) or for its age (rule S20). */
export function boardSessions(reader: Reader, from: string, to: string): Promise<BoardRow[]> {
  const { clinicId } = reader.actor;
  return reader.many<BoardRow>(sql`
    select s.id, s.course_id as "courseId", s.kind, s.sequence, s.status, s.starts_at as "startsAt", s.ends_at as "endsAt", s.overlap_reason is not null as overlaps,
      n.id as "patientId", n.mrn, n.given_name as "givenName", n.family_name as "familyName", s.device_id as "deviceId", s.room_id as "roomId", s.operator_id as "operatorId",
      p.id as "protocolId", p.name as "protocolName",
      array_remove(array[
        case when s.status in ('scheduled', 'checked-in', 'held') and s.kind = 'treatment' and ${kindIn(sql`c.modality`)} = 'pulses' and ${LACKS_THRESHOLD(clinicId, sql`s.starts_at`)} then 'motor-threshold' end,
        case when s.status = 'completed' then 'sign-off' end,
        case when s.status = 'held' or exists (select 1 from holds h where h.clinic_id = ${clinicId} and h.course_id = c.id and h.released_at is null) then 'hold' end,
        case when ${BEYOND_AUTHORISATION} then 'authorisation' end,
        case when s.status in ('scheduled', 'checked-in', 'held', 'in-progress') and s.kind = 'treatment' and not exists (
          select 1 from assessments m where m.clinic_id = ${clinicId} and m.course_id = c.id and m.superseded_at is null and m.entered_in_error_at is null) then 'assessment' end
      ], null) as due
    from sessions s
    join courses c on c.clinic_id = ${clinicId} and c.id = s.course_id
    join protocols p on p.clinic_id = ${clinicId} and p.id = c.protocol_id
    join protocol_versions v on v.clinic_id = ${clinicId} and v.protocol_id = c.protocol_id and v.version = c.protocol_version
    join patients n on n.clinic_id = ${clinicId} and n.id = s.patient_id
    where s.clinic_id = ${clinicId} and s.starts_at >= ${from} and s.starts_at < ${to} and s.status <> 'cancelled'
    order by s.starts_at, s.id`);
}
