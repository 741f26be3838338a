import { record } from '../audit/index.js';
import { sql } from '../platform/database/sql.js';
import type { Work } from '../platform/database/work.js';
import { withdrawMail } from '../platform/outbox/index.js';

/**
 * Settles what nobody has answered and what is no longer so, and takes back mail about it that has not left.
 * @param key of one alert, or what the keys of several begin with, before a slash
 * @param why shown beside the alert
 * @param except the key of one that stands
 * @returns how many were settled
 */
export async function resolveAlerts(work: Work, key: string, why: string, except = ''): Promise<number> {
  const settled = await work.many<{ id: string; patientId: string }>(sql`
    update alerts set status = 'resolved', resolved_at = ${work.now}, resolution = ${why}
    where clinic_id = ${work.actor.clinicId} and status = 'open' and (key = ${key} or key like ${`${key}/%`}) and key <> ${except}
    returning id, patient_id as "patientId"`);
  for (const { id, patientId } of settled) {
    await withdrawMail(work, id);
    record(work, { action: 'alert.resolved', subject: { type: 'alert', id }, patientId, after: { resolution: why } });
  }
  return settled.length;
}

/** Says more exactly what an open alert tells of, now that more is known: it stays one alert, with its clock. */
export async function restateAlert(work: Work, key: string, summary: string): Promise<void> {
  const restated = await work.many<{ id: string; patientId: string }>(sql`
    update alerts set summary = ${summary}
    where clinic_id = ${work.actor.clinicId} and status = 'open' and key = ${key} and summary <> ${summary}
    returning id, patient_id as "patientId"`);
  for (const { id, patientId } of restated) record(work, { action: 'alert.restated', subject: { type: 'alert', id }, patientId, after: { summary } });
}
