import { sql } from '../../platform/database/sql.js';
import type { Reader } from '../../platform/database/work.js';
import type { DeviceRecord } from './parse-file.js';

export interface Match {
  status: 'matched' | 'proposed' | 'unmatched';
  sessionId: string | null;
}

interface Candidate {
  id: string;
  mrn: string;
  minutesApart: number;
  taken: boolean;
}

/** Clocks of devices drift: within this a start is the same start. Design defaults. */
const SURE_MINUTES = 5;
const POSSIBLE_MINUTES = 30;

/**
 * To which session a row belongs: surely, where device, patient and start agree and nothing else could be meant;
 * perhaps, where the device and roughly the start agree; else it waits in the tray.
 */
export async function matchOf(reader: Reader, { device, patientMrn, startedAt, prescribedBlock }: DeviceRecord): Promise<Match> {
  // A later block of a session begins while the session runs: that is no distance from its start.
  const at = sql`${startedAt}::timestamptz`;
  const apart = sql`abs(extract(epoch from case when ${(prescribedBlock ?? 1) > 1} and ${at} between s.started_at and coalesce(s.ended_at, ${at}) then interval '0' else s.started_at - ${at} end))`;
  const near = await reader.many<Candidate>(sql`
    select s.id, p.mrn, ${apart} / 60 as "minutesApart",
      exists (select 1 from device_file_rows r where r.clinic_id = s.clinic_id and r.session_id = s.id and r.status = 'matched'
        and (r.record ->> 'prescribedBlock') is not distinct from ${prescribedBlock ?? null}::text) as taken
    from sessions s
    join devices d on d.clinic_id = s.clinic_id and d.id = s.device_id
    join patients p on p.clinic_id = s.clinic_id and p.id = s.patient_id
    where s.clinic_id = ${reader.actor.clinicId} and d.name = ${device}
      and s.started_at between ${at} - interval '8 hours' and ${at} + interval '1 hour' and ${apart} <= ${POSSIBLE_MINUTES} * 60
    order by ${apart}, s.id`);
  const candidates = patientMrn === null ? near : near.filter(({ mrn }) => mrn === patientMrn);
  const [best] = candidates;
  if (!best) return { status: 'unmatched', sessionId: null };
  const isSure = patientMrn !== null && candidates.length === 1 && Number(best.minutesApart) <= SURE_MINUTES && !best.taken;
  return { status: isSure ? 'matched' : 'proposed', sessionId: best.id };
}
