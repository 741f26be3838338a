import type { SessionCheck } from '../platform/database/database.js';
import { sql, type Sql } from '../platform/database/sql.js';
import type { Reader } from '../platform/database/work.js';

/**
 * Answers, in the statement that opens a transaction, whether the login behind a token still stands: not logged out, not run
 * out, not deactivated, roles unchanged, by the service's own time. The clinic is the transaction's own.
 */
export const sessionCheck: SessionCheck = {
  isLive: (sessionId, staffId, accessVersion, now) => live(sql`${sessionId}`, sql`${staffId}`, sql`${Math.trunc(accessVersion)}::int`, now),
};

const live = (sessionId: Sql, staffId: Sql, accessVersion: Sql, now: string): Sql => sql`exists (
    select 1 from login_sessions s join staff m on m.clinic_id = s.clinic_id and m.id = s.staff_id
    where s.clinic_id = app_clinic_id() and s.id = ${sessionId} and s.staff_id = ${staffId} and s.revoked_at is null and s.expires_at > ${now}
      and m.deactivated_at is null and m.access_version = ${accessVersion})`;

/** What a token says of a login. */
export interface Login {
  sessionId: string;
  staffId: string;
  accessVersion: number;
}

/** The same of many logins at once; one answer for each, in their order. */
export async function standingLogins(reader: Reader, logins: readonly Login[]): Promise<boolean[]> {
  if (logins.length === 0) return [];
  const rows = await reader.many<{ stands: boolean }>(sql`
    select ${live(sql`l.session_id`, sql`l.staff_id`, sql`l.access_version`, reader.now)} as stands
    from unnest(${logins.map(({ sessionId }) => sessionId)}::uuid[], ${logins.map(({ staffId }) => staffId)}::uuid[], ${logins.map(({ accessVersion }) => Math.trunc(accessVersion))}::int[])
      with ordinality as l(session_id, staff_id, access_version, n) order by n`);
  return rows.map(({ stands }) => stands);
}
