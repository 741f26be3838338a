import { cursorKey, DEFAULT_LIMIT, pageFrom, type Page } from '../platform/http/paging.js';
import { empty, sql, type Sql } from '../platform/database/sql.js';
import type { Reader, Work } from '../platform/database/work.js';
import { isUuid } from '../platform/kernel/uuid.js';
import type { AccessLogEntry, AccessLogQuery, AuditEntryView, AuditQuery } from './audit.dto.js';
import { seen } from './audit.service.js';
import { closedRecords } from './closed-records.js';

/** On `audit_entries e`. */
const ACTOR_KIND = sql`case when e.api_key_id is not null then 'api-key' when e.actor_id is not null then 'staff' else 'service' end`;

/**
 * Newest first; without what was changed in a record that is closed to the reader. The trail tells of records what the
 * records tell, so that it was read is on record, too.
 */
export async function listEntries(work: Work, query: AuditQuery): Promise<Page<AuditEntryView>> {
  const closed = await closedRecords(work);
  const rows = await work.many<AuditEntryView>(sql`
    select e.id, e.at, e.actor_id as "actorId", e.api_key_id as "apiKeyId", e.ip, e.request_id as "requestId", e.action, e.patient_id as "patientId",
      ${ACTOR_KIND} as "actorKind", e.subject_type as "subjectType", e.subject_id as "subjectId",
      case when e.patient_id = any(${closed}::uuid[]) then null else e.changes end as changes
    from audit_entries e where ${await matching(work, query)}`);
  seen(work, { action: 'audit-trail.read', subject: { type: 'audit-trail' }, ...(query.patientId !== undefined && { patientId: query.patientId }) });
  return pageFrom(rows, query, (row) => [row.id], (row) => row);
}

/** Who has looked at a patient's record or changed it, newest first. That this was asked is on record, too. @throws Refusal 404 */
export async function accessLog(work: Work, patientId: string, query: AccessLogQuery): Promise<Page<AccessLogEntry>> {
  await work.one(sql`select 1 as there from patients where clinic_id = ${work.actor.clinicId} and id = ${patientId}`);
  const what = query.what === undefined ? empty : query.what === 'seen' ? sql`e.changes is null and` : sql`e.changes is not null and`;
  const rows = await work.many<AccessLogEntry>(sql`
    select e.id, e.at, e.actor_id as "actorId", s.display_name as "actorName", coalesce(s.roles, '{}') as "actorRoles", k.name as "apiKeyName",
      ${ACTOR_KIND} as "actorKind", case when e.changes is null then 'seen' else 'changed' end as what, e.action, e.subject_type as "subjectType", e.subject_id as "subjectId", e.ip,
      (select g.reason from glass_grants g where g.clinic_id = e.clinic_id and g.patient_id in (e.patient_id, ${patientId}) and g.staff_id = e.actor_id
         and g.broken_at <= e.at and g.expires_at > e.at order by g.broken_at desc limit 1) as "glassBrokenFor"
    from audit_entries e
    left join staff s on s.clinic_id = e.clinic_id and s.id = e.actor_id
    left join api_keys k on k.clinic_id = e.clinic_id and k.id = e.api_key_id
    where ${what} ${await matching(work, { ...query, patientId })}`);
  seen(work, { action: 'access-log.read', subject: { type: 'patient', id: patientId }, patientId });
  return pageFrom(rows, query, (row) => [row.id], (row) => row);
}

/** On `audit_entries e`: what is asked for, one page and an entry more, newest first. Ids are UUIDv7, so their order is the order of time. */
async function matching(reader: Reader, query: AuditQuery): Promise<Sql> {
  const after = cursorKey(query, [(id) => typeof id === 'string' && isUuid(id)]);
  const concerned = query.patientId ? [query.patientId, ...(await mergedInto(reader, query.patientId))] : [];
  return sql`e.clinic_id = ${reader.actor.clinicId}
      ${concerned.length > 0 ? sql`and e.patient_id = any(${concerned}::uuid[])` : empty}
      ${query.actorId ? sql`and e.actor_id = ${query.actorId}` : empty}
      ${query.action ? sql`and e.action = ${query.action}` : empty}
      ${query.from ? sql`and e.at >= ${query.from}` : empty}
      ${query.to ? sql`and e.at < ${query.to}` : empty}
      ${after ? sql`and e.id < ${after[0]}` : empty}
    order by e.id desc limit ${(query.limit ?? DEFAULT_LIMIT) + 1}`;
}

/** The records that were merged into this one: their trail is the patient's too. */
async function mergedInto(reader: Reader, patientId: string): Promise<string[]> {
  const rows = await reader.many<{ id: string }>(sql`select id from patients where clinic_id = ${reader.actor.clinicId} and merged_into = ${patientId}`);
  return rows.map(({ id }) => id);
}
