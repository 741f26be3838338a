import { sql } from '../platform/database/sql.js';
import type { Work } from '../platform/database/work.js';
import { conflict } from '../platform/errors/refusal.js';

/**
 * A session in which the patient had a seizure is aborted, with what was given, and goes on in no other way. Call with the
 * session locked. Source: CLINICAL.md 6.5, step 2 (recalled).
 * @throws Refusal 409 `stopped-by-seizure`
 */
export async function refuseAfterSeizure(work: Work, sessionId: string): Promise<void> {
  const seizure = await work.maybe<{ id: string }>(sql`
    select id from adverse_events where clinic_id = ${work.actor.clinicId} and session_id = ${sessionId} and category = 'seizure' limit 1`);
  if (seizure) throw conflict('stopped-by-seizure', 'A seizure is on record in this session: abort it, with what was given until then.', { adverseEventId: seizure.id });
}
