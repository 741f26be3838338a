import { REACHED_BY_EMAIL, WANTS_REMINDERS } from '../../patients/read.js';
import { sql } from '../../platform/database/sql.js';
import type { Work } from '../../platform/database/work.js';
import type { Leaving } from '../../platform/outbox/index.js';
import { FROM, TOLD } from './reminders.service.js';

/**
 * Asked before a message about a session leaves, which may have waited for the patient's hours or for the mail server: the
 * session still stands as it says (what has changed is told by a message of its own), the clinic still reminds, and the patient
 * still wants to be written to, wherever their address is now.
 */
export async function whereReminderGoes(work: Work, { id, key }: Leaving): Promise<string | undefined> {
  const { clinicId } = work.actor;
  const found = await work.maybe<{ email: string }>(sql`
    select p.email from ${FROM} join session_notices t on t.clinic_id = s.clinic_id and t.session_id = s.id
    where s.clinic_id = ${clinicId} and s.id = ${id} and ${REACHED_BY_EMAIL} and (${key?.startsWith('change/') ?? false} or ${WANTS_REMINDERS})
      and case when t.cancelled then s.status = 'cancelled' else s.status = 'scheduled' and (t.told is null or t.told = ${TOLD}) end
      and exists (select from reminder_settings g where g.clinic_id = ${clinicId} and g.enabled)`);
  return found?.email;
}
