import { toInstant } from '../platform/clock/clock.js';
import { sql, type Sql } from '../platform/database/sql.js';
import type { Reader, Work } from '../platform/database/work.js';
import { postMail } from '../platform/outbox/index.js';
import type { AlertSeverity } from './alert.entity.js';

/** Of no use later: whoever opens the list sees it there. */
const WORTH_SENDING_HOURS = 24;

/** Who prescribed the course, or the patient's latest one, while they work here; null where there is nobody. */
export async function responsibleFor(reader: Reader, patientId: string, courseId: string | undefined): Promise<string | null> {
  const { clinicId } = reader.actor;
  const row = await reader.maybe<{ id: string }>(sql`
    select s.id from courses c join staff s on s.clinic_id = c.clinic_id and s.id = c.prescribed_by
    where c.clinic_id = ${clinicId} and c.patient_id = ${patientId} and (${courseId ?? null}::uuid is null or c.id = ${courseId ?? null}::uuid)
      and s.deactivated_at is null
    order by c.created_at desc, c.id desc limit 1`);
  return row?.id ?? null;
}

/**
 * Posts the mail about an alert, once for each reader and occasion. It says that there is something to see and where,
 * never about whom or what: mail is read over shoulders.
 */
export async function tellOf(work: Work, alertId: string, severity: AlertSeverity, whom: 'everybody' | { staffId: string }, occasion: 'raised' | 'escalated' = 'raised'): Promise<void> {
  const only: Sql = whom === 'everybody' ? sql`'clinician' = any(roles)` : sql`id = ${whom.staffId}`;
  const readers = await work.many<{ id: string; email: string; displayName: string }>(sql`
    select id, email, display_name as "displayName" from staff
    where clinic_id = ${work.actor.clinicId} and deactivated_at is null and ${only} order by id`);
  const expiresAt = toInstant(work.nowMs + WORTH_SENDING_HOURS * 3_600_000);
  for (const { id, email, displayName } of readers) {
    await postMail(work, {
      to: email,
      subject: occasion === 'escalated' ? 'An alert is still unanswered' : severity === 'critical' ? 'A critical alert needs you now' : 'An alert needs you',
      text: `${displayName},\n\n${occasion === 'escalated' ? 'nobody has answered an alert in time' : 'an alert was raised'}. Please sign in, open the alerts and say what was done about it.\n\nAlert ${alertId}\n`,
      key: `alert/${alertId}/${occasion}/${id}`,
      expiresAt,
      about: { kind: 'alert', id: alertId },
    });
  }
}
