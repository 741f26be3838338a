import type { SessionCheck } from '../platform/database/database.js';
import { sql } from '../platform/database/sql.js';

/**
 * Answers, in the statement that opens a transaction, whether the login behind a token still stands: not logged out, not run
 * out, not deactivated, roles unchanged, by the service's own time. The clinic is the transaction's own.
 */
export const sessionCheck: SessionCheck = {
  isLive: (sessionId, staffId, accessVersion, now) => sql`exists (
    select 1 from login_sessions s join staff m on m.clinic_id = s.clinic_id and m.id = s.staff_id
    where s.clinic_id = app_clinic_id() and s.id = ${sessionId} and s.staff_id = ${staffId} and s.revoked_at is null and s.expires_at > ${now}
      and m.deactivated_at is null and m.access_version = ${Math.trunc(accessVersion)}::int)`,
};
