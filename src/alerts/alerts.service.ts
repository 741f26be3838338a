import { record, seen } from '../audit/index.js';
import { empty, sql } from '../platform/database/sql.js';
import type { Reader, Work } from '../platform/database/work.js';
import { wrongState } from '../platform/errors/refusal.js';
import { cursorKey, DEFAULT_LIMIT, pageFrom, type Page } from '../platform/http/paging.js';
import { isUuid, newId } from '../platform/kernel/uuid.js';
import { Alert, type AlertKind, type AlertSeverity } from './alert.entity.js';
import type { Acknowledgement, AlertQuery, AlertView } from './alerts.dto.js';

export interface NewAlert {
  kind: AlertKind;
  severity: AlertSeverity;
  patientId: string;
  courseId?: string;
  /** What happened, without quoting answers. */
  summary: string;
}

const VIEW = sql`id, patient_id as "patientId", course_id as "courseId", kind, severity, summary, status, raised_at as "raisedAt",
  acknowledged_at as "acknowledgedAt", acknowledged_by as "acknowledgedBy", note`;

/** Raised in the transaction of what it tells of: the one cannot be on record without the other. */
export async function raiseAlert(work: Work, alert: NewAlert): Promise<void> {
  const id = newId();
  await work.insert(Alert, { ...alert, courseId: alert.courseId ?? null, id, status: 'open', raisedAt: work.now });
  record(work, { action: 'alert.raised', subject: { type: 'alert', id }, patientId: alert.patientId, after: { kind: alert.kind, severity: alert.severity } });
}

export async function readAlert(work: Work, id: string): Promise<AlertView> {
  const alert = await read(work, id);
  seen(work, { action: 'alert.read', subject: { type: 'alert', id }, patientId: alert.patientId });
  return alert;
}

/** Newest first. */
export async function listAlerts(work: Work, query: AlertQuery): Promise<Page<AlertView>> {
  const after = cursorKey(query, [(id) => typeof id === 'string' && isUuid(id)]);
  const rows = await work.many<AlertView>(sql`
    select ${VIEW} from alerts
    where clinic_id = ${work.actor.clinicId}
      ${query.status ? sql`and status = ${query.status}` : empty}
      ${query.patientId ? sql`and patient_id = ${query.patientId}` : empty}
      ${after ? sql`and id < ${after[0]}` : empty}
    order by id desc limit ${(query.limit ?? DEFAULT_LIMIT) + 1}`);
  seen(work, { action: 'alerts.listed', subject: { type: 'alert' }, patientId: query.patientId });
  return pageFrom(rows, query, (row) => [row.id], (row) => row);
}

export async function acknowledgeAlert(work: Work, id: string, { note }: Acknowledgement): Promise<AlertView> {
  await work.one(sql`select 1 as locked from alerts where clinic_id = ${work.actor.clinicId} and id = ${id} for update`);
  const before = await read(work, id);
  if (before.status !== 'open') throw wrongState('alert', before.status, 'acknowledged');
  await work.update(Alert, id, { status: 'acknowledged', acknowledgedAt: work.now, acknowledgedBy: work.actor.staffId ?? null, note });
  const after = await read(work, id);
  record(work, { action: 'alert.acknowledged', subject: { type: 'alert', id }, patientId: before.patientId, before, after });
  return after;
}

function read(reader: Reader, id: string): Promise<AlertView> {
  return reader.one<AlertView>(sql`select ${VIEW} from alerts where clinic_id = ${reader.actor.clinicId} and id = ${id}`);
}
