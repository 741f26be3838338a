import { cursorKey, DEFAULT_LIMIT, pageFrom, type Page } from '../platform/http/paging.js';
import { empty, sql } from '../platform/database/sql.js';
import type { Reader } from '../platform/database/work.js';
import { isUuid } from '../platform/kernel/uuid.js';
import type { AuditEntryView, AuditQuery } from './audit.dto.js';

/** Newest first. Ids are UUIDv7, so their order is the order of time. */
export async function listEntries(reader: Reader, query: AuditQuery): Promise<Page<AuditEntryView>> {
  const after = cursorKey(query, [(id) => typeof id === 'string' && isUuid(id)]);
  const rows = await reader.many<AuditEntryView>(sql`
    select id, at, actor_id as "actorId", ip, request_id as "requestId", action, patient_id as "patientId",
           subject_type as "subjectType", subject_id as "subjectId", changes
    from audit_entries
    where clinic_id = ${reader.actor.clinicId}
      ${query.patientId ? sql`and patient_id = ${query.patientId}` : empty}
      ${query.actorId ? sql`and actor_id = ${query.actorId}` : empty}
      ${query.action ? sql`and action = ${query.action}` : empty}
      ${query.from ? sql`and at >= ${query.from}` : empty}
      ${query.to ? sql`and at < ${query.to}` : empty}
      ${after ? sql`and id < ${after[0]}` : empty}
    order by id desc limit ${(query.limit ?? DEFAULT_LIMIT) + 1}`);
  return pageFrom(rows, query, (row) => [row.id], (row) => row);
}
