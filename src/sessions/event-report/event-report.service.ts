import { seen } from '../../audit/index.js';
import { sql } from '../../platform/database/sql.js';
import type { Work } from '../../platform/database/work.js';
import { readAdverseEvent } from '../adverse-events.service.js';
import type { EventReport } from './event-report.dto.js';

/** One event with the parameters, medications and answers of its day. */
export async function eventReport(work: Work, sessionId: string, eventId: string): Promise<EventReport> {
  const event = await readAdverseEvent(work, sessionId, eventId);
  const { snapshot, ...rest } = await work.one<Omit<EventReport, 'event'> & { snapshot: Pick<EventReport, 'prescribed' | 'delivered' | 'check' | 'medications'> }>(sql`
    select n.name as clinic, n.time_zone as "timeZone", p.mrn, p.birth_date as "birthDate", r.code || ', version ' || c.protocol_version as protocol, d.manufacturer || ' ' || d.model as device,
      s.sequence::text as sequence, s.started_at as "startedAt", e.snapshot
    from adverse_events e
    join sessions s on s.clinic_id = e.clinic_id and s.id = e.session_id
    join courses c on c.clinic_id = s.clinic_id and c.id = s.course_id
    join protocols r on r.clinic_id = c.clinic_id and r.id = c.protocol_id
    join patients p on p.clinic_id = s.clinic_id and p.id = s.patient_id
    join devices d on d.clinic_id = s.clinic_id and d.id = s.device_id
    join clinics n on n.id = e.clinic_id
    where e.clinic_id = ${work.actor.clinicId} and e.session_id = ${sessionId} and e.id = ${eventId}`);
  seen(work, { action: 'adverse-event.reported', subject: { type: 'adverse-event', id: eventId }, patientId: event.patientId });
  return { event, ...rest, ...snapshot };
}
