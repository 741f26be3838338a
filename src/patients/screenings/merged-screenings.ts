import { sql } from '../../platform/database/sql.js';
import type { Work } from '../../platform/database/work.js';
import { overtakeScreening } from './screenings.service.js';

/** The latest screening of a record: what was answered with anything but a no. */
export interface LatestScreening {
  id: string;
  screenedAt: string;
  risks: string[];
}

/** Of two records, newest first. */
export function latestScreenings(work: Work, one: string, other: string): Promise<LatestScreening[]> {
  return work.many<LatestScreening>(sql`
    select l.id, l.screened_at as "screenedAt", coalesce((select array_agg(a.key order by a.key) from jsonb_each(l.answers) a where a.value <> 'false'::jsonb), '{}') as risks
    from (select distinct on (patient_id) id, screened_at, answers from screenings
      where clinic_id = ${work.actor.clinicId} and patient_id in (${one}, ${other}) order by patient_id, screened_at desc, id desc) l
    order by l.screened_at desc, l.id desc`);
}

/** The last screening counts; where the other record's tells of a risk that it denies, nobody knows what is so, and the patient is asked again. */
export async function overtakeByMerge(work: Work, patientId: string, [counts, other]: readonly LatestScreening[]): Promise<void> {
  const untold = counts && other ? other.risks.filter((code) => !counts.risks.includes(code)) : [];
  if (untold.length === 0) return;
  await overtakeScreening(work, patientId, work.now, { cause: 'other', note: `Two records of the patient were merged, and the other one’s screening does not answer no to: ${untold.join(', ')}.` });
}
