import { sql } from '../../platform/database/sql.js';
import type { Reader } from '../../platform/database/work.js';
import { cursorKey, DEFAULT_LIMIT, pageFrom, type Page } from '../../platform/http/paging.js';
import { isUuid } from '../../platform/kernel/uuid.js';
import type { MessageQuery, MessageView } from './reminders.dto.js';

/** Mail of the clinic, newest first, without what it says. */
export async function listMessages(reader: Reader, query: MessageQuery): Promise<Page<MessageView>> {
  const [before = null] = cursorKey(query, [(member) => typeof member === 'string' && isUuid(member)]) ?? [];
  const rows = await reader.many<MessageView>(sql`
    select id, recipient as "to", subject, status, attempts, last_fault as "lastFault", sent_at as "sentAt", created_at as "createdAt",
      case when about_id is not null then jsonb_build_object('kind', about_kind, 'id', about_id) end as about
    from outbox_messages where clinic_id = ${reader.actor.clinicId}
      and (${query.status ?? null}::text is null or status = ${query.status ?? null}) and (${query.sessionId ?? null}::uuid is null or about_id = ${query.sessionId ?? null}::uuid)
      and (${before}::uuid is null or id < ${before}::uuid)
    order by id desc limit ${(query.limit ?? DEFAULT_LIMIT) + 1}`);
  return pageFrom(rows, query, (row) => [row.id], (row) => row);
}
