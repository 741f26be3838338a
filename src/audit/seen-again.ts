import type { ReplayCheck } from '../platform/database/idempotency.js';
import { sql } from '../platform/database/sql.js';
import { seen } from './audit.service.js';

/**
 * An answer that is sent again shows a record again: it leaves an entry like any look, which is refused where the record,
 * or the one that it was merged into, has been closed to whoever asks.
 */
export const seenAgain: ReplayCheck = {
  async seenAgain(work, records) {
    if (records.length === 0) return;
    const standing = await work.many<{ id: string }>(sql`
      select distinct coalesce(merged_into, id) as id from patients where clinic_id = ${work.actor.clinicId} and id = any(${[...records]}::uuid[])`);
    for (const { id } of standing) seen(work, { action: 'answer.repeated', subject: { type: 'patient', id }, patientId: id });
  },
};
