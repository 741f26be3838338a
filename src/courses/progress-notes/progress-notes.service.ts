import { record, seen } from '../../audit/index.js';
import { sql } from '../../platform/database/sql.js';
import type { Reader, Work } from '../../platform/database/work.js';
import { cursorKey, DEFAULT_LIMIT, pageFrom, type Page, type PageQuery } from '../../platform/http/paging.js';
import { isUuid, newId } from '../../platform/kernel/uuid.js';
import { courseOwner } from '../read.js';
import type { NewProgressNote, ProgressNoteView } from './progress-note.dto.js';
import { ProgressNote } from './progress-note.entity.js';

const SELECT = sql`
  select n.id, n.course_id as "courseId", n.text, n.written_by as "writtenBy", w.display_name as writer, n.written_at as "writtenAt"
  from progress_notes n join staff w on w.clinic_id = n.clinic_id and w.id = n.written_by`;

const view = (reader: Reader, courseId: string, id: string): Promise<ProgressNoteView> =>
  reader.one<ProgressNoteView>(sql`${SELECT} where n.clinic_id = ${reader.actor.clinicId} and n.course_id = ${courseId} and n.id = ${id}`);

/** The clinician says how it goes, in every state of the course: what is learnt after its end belongs to it too. */
export async function writeProgressNote(work: Work, courseId: string, { text }: NewProgressNote): Promise<ProgressNoteView> {
  const { patientId } = await courseOwner(work, courseId);
  const id = newId();
  await work.insert(ProgressNote, { id, courseId, text, writtenBy: work.actor.staffId, writtenAt: work.now });
  const after = await view(work, courseId, id);
  record(work, { action: 'progress-note.written', subject: { type: 'progress-note', id }, patientId, after });
  return after;
}

export async function readProgressNote(work: Work, courseId: string, id: string): Promise<ProgressNoteView> {
  const { patientId } = await courseOwner(work, courseId);
  seen(work, { action: 'progress-note.read', subject: { type: 'progress-note', id }, patientId });
  return view(work, courseId, id);
}

/** The oldest first, as a chart is read. */
export async function listProgressNotes(work: Work, courseId: string, query: PageQuery): Promise<Page<ProgressNoteView>> {
  const { patientId } = await courseOwner(work, courseId);
  const [after = null] = cursorKey(query, [(id) => typeof id === 'string' && isUuid(id)]) ?? [];
  const rows = await work.many<ProgressNoteView>(sql`
    ${SELECT} where n.clinic_id = ${work.actor.clinicId} and n.course_id = ${courseId} and (${after}::uuid is null or n.id > ${after}::uuid)
    order by n.id limit ${(query.limit ?? DEFAULT_LIMIT) + 1}`);
  seen(work, { action: 'progress-notes.listed', subject: { type: 'course', id: courseId }, patientId });
  return pageFrom(rows, query, (row) => [row.id], (row) => row);
}
