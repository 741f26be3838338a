import { record, seen } from '../../audit/index.js';
import { sql } from '../../platform/database/sql.js';
import type { Reader, Work } from '../../platform/database/work.js';
import { invalid } from '../../platform/errors/refusal.js';
import { cursorKey, DEFAULT_LIMIT, pageFrom, type Page, type PageQuery } from '../../platform/http/paging.js';
import { isUuid, newId } from '../../platform/kernel/uuid.js';
import { courseOwner } from '../read.js';
import { AdjunctAttendance } from './adjunct-attendance.entity.js';
import type { AttendanceView, NewAttendance } from './adjunct.dto.js';

const VIEW = sql`id, adjunct_id as "adjunctId", on_date as "onDate", attended, minutes, note, recorded_by as "recordedBy", recorded_at as "recordedAt"`;

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

export async function recordAttendance(work: Work, courseId: string, adjunctId: string, attendance: NewAttendance): Promise<AttendanceView> {
  const { patientId, startedOn } = await ownerOf(work, courseId, adjunctId);
  if (attendance.onDate < startedOn) throw invalid('/onDate', 'before-it-began', 'must not be before startedOn');
  const id = newId();
  await work.insert(AdjunctAttendance, { ...attendance, minutes: attendance.minutes ?? null, note: attendance.note ?? null, id, adjunctId, recordedBy: work.actor.staffId, recordedAt: work.now });
  const after = await read(work, adjunctId, id);
  record(work, { action: 'adjunct.attendance-recorded', subject: { type: 'adjunct', id: adjunctId }, patientId, after });
  return after;
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
