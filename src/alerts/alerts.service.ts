import { onlyOpenRecords, record, seen } from '../audit/index.js';
import { empty, sql } from '../platform/database/sql.js';
import type { Reader, Work } from '../platform/database/work.js';
import { wrongState } from '../platform/errors/refusal.js';
import { cursorKey, DEFAULT_LIMIT, pageFrom, type Page } from '../platform/http/paging.js';
import { withdrawMail } from '../platform/outbox/index.js';
import { isUuid, newId } from '../platform/kernel/uuid.js';
import { Alert, type AlertKind, type AlertSeverity } from './alert.entity.js';
import { acknowledgementDue } from './acknowledgement-clock.js';
import { readAlertRules } from './alert-rules.service.js';
import { responsibleFor, tellOf } from './alert-mail.js';
import type { Acknowledgement, AlertQuery, AlertView } from './alerts.dto.js';

export interface NewAlert {
  kind: AlertKind;
  severity: AlertSeverity;
  patientId: string;
  courseId?: string;
  /** What happened, without quoting answers. */
  summary: string;
  /** Raised once however often it is found. */
  key?: string;
}

const VIEW = sql`id, patient_id as "patientId", course_id as "courseId", kind, severity, summary, status, raised_at as "raisedAt",
  acknowledged_at as "acknowledgedAt", acknowledged_by as "acknowledgedBy", note, responsible_id as "responsibleId", acknowledge_by as "acknowledgeBy", escalated_at as "escalatedAt",
  resolved_at as "resolvedAt", resolution`;

/**
 * Raised in the transaction of what it tells of: the one cannot be on record without the other, and neither can the
 * mail to whoever is responsible.
 * @returns false where one of this key was raised before
 */
export async function raiseAlert(work: Work, { key, ...alert }: NewAlert): Promise<boolean> {
  if (key !== undefined && !(await isNew(work, key))) return false;
  const id = newId();
  const responsibleId = await responsibleFor(work, alert.patientId, alert.courseId);
  const acknowledgeBy = acknowledgementDue(await readAlertRules(work), alert.severity, work.nowMs);
  await work.insert(Alert, { ...alert, key: key ?? null, courseId: alert.courseId ?? null, id, status: 'open', raisedAt: work.now, responsibleId, acknowledgeBy });
  record(work, { action: 'alert.raised', subject: { type: 'alert', id }, patientId: alert.patientId, after: { kind: alert.kind, severity: alert.severity } });
  if (acknowledgeBy !== null) await tellOf(work, id, alert.severity, responsibleId === null ? 'everybody' : { staffId: responsibleId });
  return true;
}

/** Whether nobody has raised it yet; whoever asks second at the same time waits for the first. */
async function isNew(work: Work, key: string): Promise<boolean> {
  await work.run(sql`select pg_advisory_xact_lock(hashtextextended(${`${work.actor.clinicId}/alert/${key}`}, 0))`);
  return (await work.maybe(sql`select 1 as there from alerts where clinic_id = ${work.actor.clinicId} and key = ${key}`)) === undefined;
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
      ${query.kind ? sql`and kind = ${query.kind}` : empty}
      ${await onlyOpenRecords(work, sql`patient_id`)}
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
  await withdrawMail(work, id);
  const after = await read(work, id);
  record(work, { action: 'alert.acknowledged', subject: { type: 'alert', id }, patientId: before.patientId, before, after });
  return after;
}

function read(reader: Reader, id: string): Promise<AlertView> {
  return reader.one<AlertView>(sql`select ${VIEW} from alerts where clinic_id = ${reader.actor.clinicId} and id = ${id}`);
}
