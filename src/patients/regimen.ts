import { sql } from '../platform/database/sql.js';
import type { Reader } from '../platform/database/work.js';
import { readClinic } from '../clinics/read.js';
import { isWeighed, regimenRisk, similarListedNames, type Medication, type RegimenReason } from './medication-risk/index.js';
import { today } from './today.js';

interface Row {
  name: string;
  dose: string;
  frequency: string;
  startedOn: string;
  stoppedOn: string | null;
  /** The day of the last edit; null for an entry that was never edited. */
  doseChangedOn: string | null;
}

/** Everything that a patient takes or took; what was entered in error is not of it. */
export async function medicinesOf(reader: Reader, patientId: string): Promise<Row[]> {
  const { timeZone } = await readClinic(reader);
  return reader.many<Row>(sql`
    select name, dose, frequency, started_on as "startedOn", stopped_on as "stoppedOn",
      case when changed_at > created_at then (changed_at at time zone ${timeZone})::date end as "doseChangedOn"
    from medications where clinic_id = ${reader.actor.clinicId} and patient_id = ${patientId} and voided_at is null order by id`);
}

/** What of a patient's medicines asks for a clinician before stimulation begins. */
export interface MedicinesToWeigh {
  /** Why the motor threshold is measured again, too. */
  reasons: readonly RegimenReason[];
  /** Of what is taken now or was stopped lately: names on no list that are one letter apart from a listed one. */
  unclearNames: { name: string; similarListedNames: string[] }[];
}

/**
 * Why a clinician should look at what a patient takes before stimulation begins; no reasons where nothing calls for it, or where
 * a clinician has decided on a screening that told of medicines since a listed one last changed.
 */
export async function medicinesToWeigh(reader: Reader, patientId: string): Promise<MedicinesToWeigh> {
  const { clinicId } = reader.actor;
  const medicines = await medicinesOf(reader, patientId);
  if (medicines.length === 0) return { reasons: [], unclearNames: [] };
  const reviewed = await reader.maybe(sql`
    select 1 as there from screenings s
    where s.clinic_id = ${clinicId} and s.patient_id = ${patientId} and s.decision = 'cleared' and s.answers ->> 'medication' = 'true'
      and s.reviewed_at >= (select max(m.changed_at) from medications m where m.clinic_id = s.clinic_id and m.patient_id = s.patient_id and m.seizure_risk is not null and m.voided_at is null)
    limit 1`);
  const day = await today(reader);
  return { reasons: reviewed ? [] : regimenRisk(medicines, day).reasons, unclearNames: unclearNamesOf(medicines, day) };
}

/** Each name once. */
export function unclearNamesOf(medicines: readonly Medication[], day: string): MedicinesToWeigh['unclearNames'] {
  const names = [...new Set(medicines.filter((medicine) => isWeighed(medicine, day)).map(({ name }) => name))];
  return names.map((name) => ({ name, similarListedNames: similarListedNames(name) })).filter((one) => one.similarListedNames.length > 0);
}
