import { sql } from '../platform/database/sql.js';
import type { Reader } from '../platform/database/work.js';
import { SCREENING_FORM } from './screening/index.js';
import { today } from './today.js';

export interface SeizureRisk {
  /** By an answer of the latest screening, or by a medicine that is taken now. */
  seizureRiskItem: boolean;
  /** A seizure at any time. */
  everSeizure: boolean;
}

const RISK_CODES = SCREENING_FORM.items.filter(({ raisesSeizureRisk }) => raisesSeizureRisk).map(({ code }) => code);

/** What raises the patient's risk of a seizure. What is not known counts as a yes; without a screening nothing is known. */
export async function seizureRisk(reader: Reader, patientId: string): Promise<SeizureRisk> {
  const { clinicId } = reader.actor;
  const latest = await reader.maybe<{ answers: Record<string, unknown> }>(sql`
    select answers from screenings where clinic_id = ${clinicId} and patient_id = ${patientId} order by screened_at desc, id desc limit 1`);
  const { medicine } = await reader.one<{ medicine: boolean }>(sql`
    select exists (select 1 from medications where clinic_id = ${clinicId} and patient_id = ${patientId} and voided_at is null and (stopped_on is null or stopped_on > ${await today(reader)}) and seizure_risk in ('high', 'moderate')) as medicine`);
  const isRisk = (code: string): boolean => latest?.answers[code] !== false;
  return { seizureRiskItem: medicine || RISK_CODES.some(isRisk), everSeizure: isRisk('seizure') };
}
