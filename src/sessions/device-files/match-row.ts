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
export async function matchOf(reader: Reader, { device, patientMrn, startedAt }: DeviceRecord): Promise<Match> {
  const near = await reader.many<Candidate>(sql`
    select s.id, p.mrn, abs(extract(epoch from s.started_at - ${startedAt}::timestamptz)) / 60 as "minutesApart",
      exists (select 1 from device_file_rows r where r.clinic_id = s.clinic_id and r.session_id = s.id and r.status = 'matched') as taken
    from sessions s
    join devices d on d.clinic_id = s.clinic_id and d.id = s.device_id
    join patients p on p.clinic_id = s.clinic_id and p.id = s.patient_id
    where s.clinic_id = ${reader.actor.clinicId} and d.name = ${device}
      and s.started_at between ${startedAt}::timestamptz - interval '1 minute' * ${POSSIBLE_MINUTES} and ${startedAt}::timestamptz + interval '1 minute' * ${POSSIBLE_MINUTES}
    order by abs(extract(epoch from s.started_at - ${startedAt}::timestamptz)), s.id`);
  const candidates = patientMrn === null ? near : near.filter(({ mrn }) => mrn === patientMrn);
  const [best] = candidates;
  if (!best) return { status: 'unmatched', sessionId: null };
  const isSure = patientMrn !== null && candidates.length === 1 && Number(best.minutesApart) <= SURE_MINUTES && !best.taken;
  return { status: isSure ? 'matched' : 'proposed', sessionId: best.id };
}
