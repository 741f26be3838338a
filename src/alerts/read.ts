/** What other rooms may read of alerts: whom a patient in danger is pointed to, and who is in danger. */
import { sql } from '../platform/database/sql.js';
import type { Reader } from '../platform/database/work.js';

export { namedCrisisResources, readAlertRules } from './alert-rules.service.js';
export { CrisisResource } from './alerts.dto.js';

/** How the key of an alert ends that forbids stimulation until somebody has evaluated the patient. */
export const HIGH_RISK = 'high';

/** The alerts that tell of a high risk of suicide and that nobody has answered yet, the first one first. */
export async function highRisksUnanswered(reader: Reader, patientId: string): Promise<string[]> {
  const open = await reader.many<{ id: string }>(sql`
    select id from alerts
    where clinic_id = ${reader.actor.clinicId} and patient_id = ${patientId} and status = 'open' and kind = 'suicidality' and key like ${`%/${HIGH_RISK}`} order by id`);
  return open.map(({ id }) => id);
}

/** Whether a high risk of suicide was told of and nobody has answered it yet. */
export async function highRiskUnanswered(reader: Reader, patientId: string): Promise<boolean> {
  return (await highRisksUnanswered(reader, patientId)).length > 0;
}
