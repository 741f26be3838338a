import { REACHED_BY_EMAIL, WANTS_REMINDERS } from '../../patients/read.js';
import { sql } from '../../platform/database/sql.js';
import type { Work } from '../../platform/database/work.js';
import type { Leaving } from '../../platform/outbox/index.js';
import { FROM, noteUntold, TOLD_SO } from './told.js';

/**
 * Asked before a message about a session leaves, which may have waited for the patient's hours or for the mail server: it is
 * the last that was posted and the session still stands as it says, the clinic still reminds, and the patient still wants to be
 * written to, at the address that its invitation names. Where not, it told nobody anything, and the next run of reminders
 * posts what is true then.
 */
export async function whereReminderGoes(work: Work, { id, key, recipient }: Leaving): Promise<string | undefined> {
  const { clinicId } = work.actor;
  const found = await work.maybe<{ email: string }>(sql`
    select p.email from ${FROM} join session_notices t on t.clinic_id = s.clinic_id and t.session_id = s.id
    where s.clinic_id = ${clinicId} and s.id = ${id} and p.email = ${recipient} and ${REACHED_BY_EMAIL} and (${key?.startsWith('change/') ?? false} or ${WANTS_REMINDERS})
      and (t.message_key is null or t.message_key = ${key})
      and case when t.cancelled then s.status = 'cancelled' else s.status = 'scheduled' and ${TOLD_SO} end
      and exists (select from reminder_settings g where g.clinic_id = ${clinicId} and g.enabled)`);
  if (!found) await noteUntold(work, id, key);
  return found?.email;
}
