import { record, seen } from '../../audit/index.js';
import { sql } from '../../platform/database/sql.js';
import type { Reader, Work } from '../../platform/database/work.js';
import { declareConstraints } from '../../platform/errors/database-faults.js';
import { conflict, invalid, wrongState } from '../../platform/errors/refusal.js';
import { cursorKey, DEFAULT_LIMIT, pageFrom, type Page, type PageQuery } from '../../platform/http/paging.js';
import { isUuid, newId } from '../../platform/kernel/uuid.js';
import { today } from '../../patients/read.js';
import { courseOwner } from '../read.js';
import { AdjunctAttendance } from './adjunct-attendance.entity.js';
import type { AttendanceCorrection, AttendanceView, NewAttendance } from './attendance.dto.js';

declareConstraints({
  adjunct_attendances_one: () => conflict('attendance-recorded', 'That appointment is on record already: correct the entry, or give the time of the other one.'),
});

const VIEW = sql`id, adjunct_id as "adjunctId", on_date as "onDate", to_char(at_time, 'HH24:MI') as at, attended, minutes, note, recorded_by as "recordedBy", recorded_at as "recordedAt",
  corrects, case when struck_at is not null then jsonb_build_object('at', iso(struck_at), 'by', struck_by, 'reason', struck_because) end as "struckOut"`;

function read(reader: Reader, adjunctId: string, id: string): Promise<AttendanceView> {
  return reader.one<AttendanceView>(sql`select ${VIEW} from adjunct_attendances where clinic_id = ${reader.actor.clinicId} and adjunct_id = ${adjunctId} and id = ${id}`);
}

/** @throws Refusal 404 when the course has no such part of its plan */
async function ownerOf(reader: Reader, courseId: string, adjunctId: string): Promise<{ patientId: string; startedOn: string }> {
  const { patientId } = await courseOwner(reader, courseId);
  const { startedOn } = await reader.one<{ startedOn: string }>(sql`
    select started_on as "startedOn" from adjuncts where clinic_id = ${reader.actor.clinicId} and course_id = ${courseId} and id = ${adjunctId}`);
  return { patientId, startedOn };
}

/** @throws Refusal 409 `attendance-recorded` when an entry for that day (and time) stands already */
export async function recordAttendance(work: Work, courseId: string, adjunctId: string, attendance: NewAttendance): Promise<AttendanceView> {
  const owner = await ownerOf(work, courseId, adjunctId);
  const after = await enter(work, adjunctId, owner.startedOn, attendance, null);
  record(work, { action: 'adjunct.attendance-recorded', subject: { type: 'adjunct', id: adjunctId }, patientId: owner.patientId, after });
  return after;
}

/** The wrong entry is struck out and another stands in its place. @throws Refusal 409 `wrong-state` for one that was struck out already */
export async function correctAttendance(work: Work, courseId: string, adjunctId: string, id: string, { reason, ...correction }: AttendanceCorrection): Promise<AttendanceView> {
  const owner = await ownerOf(work, courseId, adjunctId);
  const before = await strike(work, adjunctId, id, reason, 'corrected');
  const after = await enter(work, adjunctId, owner.startedOn, { ...before, ...correction }, id);
  record(work, { action: 'adjunct.attendance-corrected', subject: { type: 'adjunct', id: adjunctId }, patientId: owner.patientId, before, after: { ...after, reason } });
  return after;
}

/** There was no such appointment; the entry stays to be read and counts no more. @throws Refusal 409 `wrong-state` */
export async function strikeAttendance(work: Work, courseId: string, adjunctId: string, id: string, reason: string): Promise<AttendanceView> {
  const { patientId } = await ownerOf(work, courseId, adjunctId);
  const before = await strike(work, adjunctId, id, reason, 'struck out');
  const after = await read(work, adjunctId, id);
  record(work, { action: 'adjunct.attendance-struck', subject: { type: 'adjunct', id: adjunctId }, patientId, before, after });
  return after;
}

async function enter(work: Work, adjunctId: string, startedOn: string, { onDate, at = null, attended, minutes = null, note = null }: NewAttendance, corrects: string | null): Promise<AttendanceView> {
  // That somebody will not come may be known before.
  if (attended && onDate > (await today(work))) throw invalid('/onDate', 'in-the-future', 'must not be in the future for what was attended');
  if (onDate < startedOn) throw invalid('/onDate', 'before-it-began', 'must not be before startedOn');
  const id = newId();
  await work.insert(AdjunctAttendance, { id, adjunctId, onDate, atTime: at, attended, minutes, note, corrects, recordedBy: work.actor.staffId, recordedAt: work.now });
  return read(work, adjunctId, id);
}

async function strike(work: Work, adjunctId: string, id: string, reason: string, move: string): Promise<AttendanceView> {
  await work.one(sql`select 1 as locked from adjunct_attendances where clinic_id = ${work.actor.clinicId} and adjunct_id = ${adjunctId} and id = ${id} for update`);
  const before = await read(work, adjunctId, id);
  if (before.struckOut !== null) throw wrongState('attendance', 'struck out', move);
  await work.update(AdjunctAttendance, id, { struckAt: work.now, struckBy: work.actor.staffId ?? null, struckBecause: reason });
  return before;
}

export async function readAttendance(work: Work, courseId: string, adjunctId: string, id: string): Promise<AttendanceView> {
  const { patientId } = await ownerOf(work, courseId, adjunctId);
  seen(work, { action: 'adjunct.attendance-read', subject: { type: 'adjunct', id: adjunctId }, patientId });
  return read(work, adjunctId, id);
}

export async function listAttendances(work: Work, courseId: string, adjunctId: string, query: PageQuery): Promise<Page<AttendanceView>> {
  const { patientId } = await ownerOf(work, courseId, adjunctId);
  const [after = null] = cursorKey(query, [(id) => typeof id === 'string' && isUuid(id)]) ?? [];
  const rows = await work.many<AttendanceView>(sql`
    select ${VIEW} from adjunct_attendances
    where clinic_id = ${work.actor.clinicId} and adjunct_id = ${adjunctId} and (${after}::uuid is null or id > ${after}::uuid)
    order by id limit ${(query.limit ?? DEFAULT_LIMIT) + 1}`);
  seen(work, { action: 'adjunct.attendances-listed', subject: { type: 'adjunct', id: adjunctId }, patientId });
  return pageFrom(rows, query, (row) => [row.id], (row) => row);
}
