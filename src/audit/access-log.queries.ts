import { empty, sql } from '../platform/database/sql.js';
import type { Work } from '../platform/database/work.js';
import { cursorKey, DEFAULT_LIMIT, pageFrom, type Page } from '../platform/http/paging.js';
import { isUuid } from '../platform/kernel/uuid.js';
import type { AccessLogEntry, AccessLogQuery } from './audit.dto.js';
import { mergedInto } from './audit.queries.js';
import { seen } from './audit.service.js';

/** Who has looked at a patient's record or changed it, newest first. That this was asked is on record, too. */
export async function accessLog(work: Work, patientId: string, query: AccessLogQuery): Promise<Page<AccessLogEntry>> {
  const { clinicId } = work.actor;
  await work.one(sql`select 1 as there from patients where clinic_id = ${clinicId} and id = ${patientId}`);
  const after = cursorKey(query, [(id) => typeof id === 'string' && isUuid(id)]);
  const concerned = [patientId, ...(await mergedInto(work, patientId))];
  const rows = await work.many<AccessLogEntry>(sql`
    select e.id, e.at, e.actor_id as "actorId", s.display_name as "actorName", coalesce(s.roles, '{}') as "actorRoles", k.name as "apiKeyName",
      case when e.api_key_id is not null then 'api-key' when e.actor_id is not null then 'staff' else 'service' end as "actorKind",
      case when e.changes is null then 'seen' else 'changed' end as what, e.action, e.subject_type as "subjectType", e.subject_id as "subjectId", e.ip,
      (select g.reason from glass_grants g where g.clinic_id = e.clinic_id and g.patient_id = e.patient_id and g.staff_id = e.actor_id
         and g.broken_at <= e.at and g.expires_at > e.at order by g.broken_at desc limit 1) as "glassBrokenFor"
    from audit_entries e
    left join staff s on s.clinic_id = e.clinic_id and s.id = e.actor_id
    left join api_keys k on k.clinic_id = e.clinic_id and k.id = e.api_key_id
    where e.clinic_id = ${clinicId} and e.patient_id = any(${concerned}::uuid[])
      ${query.actorId ? sql`and e.actor_id = ${query.actorId}` : empty}
      ${query.what === 'seen' ? sql`and e.changes is null` : query.what === 'changed' ? sql`and e.changes is not null` : empty}
      ${query.from ? sql`and e.at >= ${query.from}` : empty}
      ${query.to ? sql`and e.at < ${query.to}` : empty}
      ${after ? sql`and e.id < ${after[0]}` : empty}
    order by e.id desc limit ${(query.limit ?? DEFAULT_LIMIT) + 1}`);
  seen(work, { action: 'access-log.read', subject: { type: 'patient', id: patientId }, patientId });
  return pageFrom(rows, query, (row) => [row.id], (row) => row);
}
