import { cursorKey, DEFAULT_LIMIT, pageFrom, type Page } from '../platform/http/paging.js';
import { empty, sql } from '../platform/database/sql.js';
import type { Reader } from '../platform/database/work.js';
import { isUuid } from '../platform/kernel/uuid.js';
import type { AuditEntryView, AuditQuery } from './audit.dto.js';

/** Newest first. Ids are UUIDv7, so their order is the order of time. */
export async function listEntries(reader: Reader, query: AuditQuery): Promise<Page<AuditEntryView>> {
  const after = cursorKey(query, [(id) => typeof id === 'string' && isUuid(id)]);
  const concerned = query.patientId ? [query.patientId, ...(await mergedInto(reader, query.patientId))] : [];
  const rows = await reader.many<AuditEntryView>(sql`
    select id, at, actor_id as "actorId", api_key_id as "apiKeyId", ip, request_id as "requestId", action, patient_id as "patientId",
           case when api_key_id is not null then 'api-key' when actor_id is not null then 'staff' else 'service' end as "actorKind", subject_type as "subjectType", subject_id as "subjectId", changes
    from audit_entries
    where clinic_id = ${reader.actor.clinicId}
      ${concerned.length > 0 ? sql`and patient_id = any(${concerned}::uuid[])` : empty}
      ${query.actorId ? sql`and actor_id = ${query.actorId}` : empty}
      ${query.action ? sql`and action = ${query.action}` : empty}
      ${query.from ? sql`and at >= ${query.from}` : empty}
      ${query.to ? sql`and at < ${query.to}` : empty}
      ${after ? sql`and id < ${after[0]}` : empty}
    order by id desc limit ${(query.limit ?? DEFAULT_LIMIT) + 1}`);
  return pageFrom(rows, query, (row) => [row.id], (row) => row);
}

/** The records that were merged into this one: their trail is the patient's too. */
export async function mergedInto(reader: Reader, patientId: string): Promise<string[]> {
  const rows = await reader.many<{ id: string }>(sql`select id from patients where clinic_id = ${reader.actor.clinicId} and merged_into = ${patientId}`);
  return rows.map(({ id }) => id);
}
