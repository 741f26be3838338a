import { createHash } from 'node:crypto';
import { closedRecords, record, seen } from '../../audit/index.js';
import { empty, sql, type Sql } from '../../platform/database/sql.js';
import type { Reader, Work } from '../../platform/database/work.js';
import { invalid, wrongState } from '../../platform/errors/refusal.js';
import { cursorKey, DEFAULT_LIMIT, pageFrom, type Page } from '../../platform/http/paging.js';
import { isUuid, newId } from '../../platform/kernel/uuid.js';
import { sessionView } from '../sessions.queries.js';
import type { DeviceFileView, DeviceRowQuery, DeviceRowView, NewDeviceFile } from './device-file.dto.js';
import { DIFFERENCES } from './differences.js';
import { DeviceFile, DeviceFileRow } from './device-file.entities.js';
import { tellOfExcess } from './excess.js';
import { matchOf } from './match-row.js';
import { parseDeviceFile } from './parse-file.js';

const VIEW = sql`id, file_id as "fileId", line, status, session_id as "sessionId", record, note, decided_at as "decidedAt", decided_by as "decidedBy", ${DIFFERENCES} as differences`;
const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/**
 * Takes a device's own account of its sessions. The same content again is the same file, and a row that came before is
 * not repeated. The record of a session is not touched: the account stands beside it.
 */
export async function importDeviceFile(work: Work, { name, format, content }: NewDeviceFile): Promise<DeviceFileView> {
  const records = parseDeviceFile(format, content);
  const digest = sha256(content);
  await work.many(sql`select pg_advisory_xact_lock(hashtextextended(${`${work.actor.clinicId}/device-files`}, 0))`);
  const known = await work.maybe<{ id: string }>(sql`select id from device_files where clinic_id = ${work.actor.clinicId} and digest = ${digest}`);
  if (known) return fileView(work, known.id);
  const id = newId();
  await work.insert(DeviceFile, { id, name, digest, importedAt: work.now, importedBy: work.actor.staffId });
  const matched = new Set<string>();
  for (const [index, one] of records.entries()) {
    const rowDigest = sha256(JSON.stringify(one));
    if (await work.maybe(sql`select 1 as there from device_file_rows where clinic_id = ${work.actor.clinicId} and digest = ${rowDigest}`)) continue;
    const { status, sessionId } = await matchOf(work, one);
    await work.insert(DeviceFileRow, { id: newId(), fileId: id, line: index + 1, record: one, digest: rowDigest, status, sessionId });
    if (status === 'matched' && sessionId !== null) matched.add(sessionId);
  }
  for (const sessionId of matched) await tellOfExcess(work, sessionId);
  const after = await fileView(work, id);
  record(work, { action: 'device-file.imported', subject: { type: 'device-file', id }, after });
  return after;
}

async function fileView(reader: Reader, id: string): Promise<DeviceFileView> {
  const file = await reader.one<Omit<DeviceFileView, 'rows'>>(sql`
    select id, name, digest, imported_at as "importedAt", imported_by as "importedBy" from device_files where clinic_id = ${reader.actor.clinicId} and id = ${id}`);
  const rows = await reader.many<DeviceRowView>(sql`select ${VIEW} from device_file_rows where clinic_id = ${reader.actor.clinicId} and file_id = ${id} ${await ofOpenRecords(reader)} order by line`);
  return { ...file, rows };
}

export async function readDeviceFile(work: Work, id: string): Promise<DeviceFileView> {
  const view = await fileView(work, id);
  seen(work, { action: 'device-file.read', subject: { type: 'device-file', id } });
  return view;
}

/** Without the rows of sessions whose patient's record is closed to the reader. */
async function ofOpenRecords(reader: Reader): Promise<Sql> {
  const closed = await closedRecords(reader);
  return closed.length === 0 ? empty : sql`and not exists (
    select 1 from sessions s where s.clinic_id = device_file_rows.clinic_id and s.id = device_file_rows.session_id and s.patient_id = any(${closed}::uuid[]))`;
}

/** The tray, and everything else that was imported. */
export async function listDeviceRows(work: Work, query: DeviceRowQuery): Promise<Page<DeviceRowView>> {
  const [after = null] = cursorKey(query, [(id) => typeof id === 'string' && isUuid(id)]) ?? [];
  const rows = await work.many<DeviceRowView>(sql`
    select ${VIEW} from device_file_rows where clinic_id = ${work.actor.clinicId} and (${after}::uuid is null or id > ${after}::uuid) ${await ofOpenRecords(work)}
      ${query.status ? sql`and status = ${query.status}` : empty} ${query.sessionId ? sql`and session_id = ${query.sessionId}` : empty}
      ${query.differs === undefined ? empty : sql`and (${DIFFERENCES} <> '[]') = ${query.differs}`}
    order by id limit ${(query.limit ?? DEFAULT_LIMIT) + 1}`);
  seen(work, { action: 'device-rows.listed', subject: { type: 'device-row' } });
  return pageFrom(rows, query, (row) => [row.id], (row) => row);
}

/** Somebody says to which session a row belongs. */
export async function confirmRow(work: Work, id: string, sessionId: string | undefined): Promise<DeviceRowView> {
  const before = await undecided(work, id, 'confirmed');
  const chosen = sessionId ?? before.sessionId;
  if (chosen === null) throw invalid('/sessionId', 'required', 'is required where no session is proposed');
  const { status } = await sessionView(work, chosen);
  if (!['in-progress', 'completed', 'signed', 'aborted'].includes(status)) throw wrongState('session', status, 'matched with what a device gave');
  const after = await decided(work, before, { status: 'matched', sessionId: chosen }, 'device-row.confirmed');
  await tellOfExcess(work, chosen);
  return after;
}

/** A row that belongs to no session of this clinic, such as a test. */
export async function dismissRow(work: Work, id: string, reason: string): Promise<DeviceRowView> {
  return decided(work, await undecided(work, id, 'dismissed'), { status: 'dismissed', sessionId: null, note: reason }, 'device-row.dismissed');
}

async function undecided(work: Work, id: string, move: string): Promise<DeviceRowView> {
  await work.one(sql`select 1 as locked from device_file_rows where clinic_id = ${work.actor.clinicId} and id = ${id} for update`);
  const row = await readRow(work, id);
  if (row.status !== 'proposed' && row.status !== 'unmatched') throw wrongState('row', row.status, move);
  return row;
}

export async function readRow(work: Work, id: string): Promise<DeviceRowView> {
  const { patientId, ...row } = await work.one<DeviceRowView & { patientId: string | null }>(sql`
    select ${VIEW}, (select s.patient_id from sessions s where s.clinic_id = device_file_rows.clinic_id and s.id = device_file_rows.session_id) as "patientId"
    from device_file_rows where clinic_id = ${work.actor.clinicId} and id = ${id}`);
  seen(work, { action: 'device-row.read', subject: { type: 'device-row', id }, ...(patientId !== null && { patientId }) });
  return row;
}

async function decided(work: Work, before: DeviceRowView, change: Partial<DeviceFileRow>, action: string): Promise<DeviceRowView> {
  await work.update(DeviceFileRow, before.id, { ...change, decidedAt: work.now, decidedBy: work.actor.staffId ?? null });
  const after = await readRow(work, before.id);
  record(work, { action, subject: { type: 'device-row', id: before.id }, before, after });
  return after;
}
