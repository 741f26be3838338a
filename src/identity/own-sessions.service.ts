import { record } from '../audit/index.js';
import { sql } from '../platform/database/sql.js';
import type { Reader, Work } from '../platform/database/work.js';
import { notFound } from '../platform/errors/refusal.js';
import { cursorKey, DEFAULT_LIMIT, pageFrom, type Page, type PageQuery } from '../platform/http/paging.js';
import { isUuid } from '../platform/kernel/uuid.js';
import type { LoginSessionView } from './identity.dto.js';
import { revokeSession } from './login.service.js';

/** Where one is logged in now, the newest first. */
export async function listOwnSessions(reader: Reader, sessionId: string | undefined, query: PageQuery): Promise<Page<LoginSessionView>> {
  const after = cursorKey(query, [(id) => typeof id === 'string' && isUuid(id)]);
  const rows = await reader.many<LoginSessionView>(sql`
    select id, created_at as "createdAt", last_used_at as "lastUsedAt", expires_at as "expiresAt", ip, user_agent as "userAgent",
      id is not distinct from ${sessionId ?? null}::uuid as current
    from login_sessions
    where clinic_id = ${reader.actor.clinicId} and staff_id = ${reader.actor.staffId ?? null}::uuid and revoked_at is null and expires_at > ${reader.now}
      and (${after?.[0] ?? null}::uuid is null or id < ${after?.[0] ?? null}::uuid)
    order by id desc limit ${(query.limit ?? DEFAULT_LIMIT) + 1}`);
  return pageFrom(rows, query, (row) => [row.id], (row) => row);
}

/** Ends one of one's own logins; somebody else's is as unknown as any other (404). */
export async function endOwnSession(work: Work, id: string): Promise<void> {
  const { clinicId, staffId = '' } = work.actor;
  const own = await work.maybe(sql`
    select 1 as own from login_sessions where clinic_id = ${clinicId} and id = ${id} and staff_id = ${staffId} and revoked_at is null for update`);
  if (!own) throw notFound();
  await revokeSession(work, id);
  record(work, { action: 'login.ended', subject: { type: 'staff', id: staffId } });
}
