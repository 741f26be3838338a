import { record, seen } from '../../audit/index.js';
import { sql } from '../../platform/database/sql.js';
import type { Reader, Work } from '../../platform/database/work.js';
import { invalid } from '../../platform/errors/refusal.js';
import { requireMatch } from '../../platform/http/answer.js';
import { cursorKey, DEFAULT_LIMIT, pageFrom, type Page, type PageQuery } from '../../platform/http/paging.js';
import { isUuid, newId } from '../../platform/kernel/uuid.js';
import { courseOwner } from '../read.js';
import type { AdjunctChange, AdjunctView, NewAdjunct } from './adjunct.dto.js';
import { Adjunct } from './adjunct.entity.js';

const VIEW = sql`id, course_id as "courseId", kind, plan, started_on as "startedOn", ended_on as "endedOn", timing`;

function read(reader: Reader, courseId: string, id: string): Promise<AdjunctView> {
  return reader.one<AdjunctView>(sql`
    select ${VIEW} from adjuncts where clinic_id = ${reader.actor.clinicId} and course_id = ${courseId} and id = ${id}`);
}

export async function readAdjunct(work: Work, courseId: string, id: string): Promise<AdjunctView> {
  const { patientId } = await courseOwner(work, courseId);
  seen(work, { action: 'adjunct.read', subject: { type: 'adjunct', id }, patientId });
  return read(work, courseId, id);
}

export async function listAdjuncts(work: Work, courseId: string, query: PageQuery): Promise<Page<AdjunctView>> {
  const { patientId } = await courseOwner(work, courseId);
  const [after = null] = cursorKey(query, [(id) => typeof id === 'string' && isUuid(id)]) ?? [];
  const rows = await work.many<AdjunctView>(sql`
    select ${VIEW} from adjuncts
    where clinic_id = ${work.actor.clinicId} and course_id = ${courseId} and (${after}::uuid is null or id > ${after}::uuid)
    order by id limit ${(query.limit ?? DEFAULT_LIMIT) + 1}`);
  seen(work, { action: 'adjuncts.listed', subject: { type: 'course', id: courseId }, patientId });
  return pageFrom(rows, query, (row) => [row.id], (row) => row);
}

export async function addAdjunct(work: Work, courseId: string, adjunct: NewAdjunct): Promise<AdjunctView> {
  const { patientId } = await courseOwner(work, courseId);
  refuseBackwards(adjunct.startedOn, adjunct.endedOn);
  const id = newId();
  await work.insert(Adjunct, { ...adjunct, timing: adjunct.timing ?? null, id, courseId, createdAt: work.now });
  const after = await read(work, courseId, id);
  record(work, { action: 'adjunct.added', subject: { type: 'adjunct', id }, patientId, after });
  return after;
}

export async function changeAdjunct(work: Work, courseId: string, id: string, ifMatch: string | undefined, change: AdjunctChange): Promise<AdjunctView> {
  const { patientId } = await courseOwner(work, courseId);
  await work.one(sql`select 1 as locked from adjuncts where clinic_id = ${work.actor.clinicId} and course_id = ${courseId} and id = ${id} for update`);
  const before = await read(work, courseId, id);
  requireMatch(ifMatch, before);
  refuseBackwards(before.startedOn, change.endedOn);
  await work.update(Adjunct, id, { ...change });
  const after = await read(work, courseId, id);
  record(work, { action: 'adjunct.changed', subject: { type: 'adjunct', id }, patientId, before, after });
  return after;
}

function refuseBackwards(startedOn: string, endedOn: string | null | undefined): void {
  if (endedOn && endedOn < startedOn) throw invalid('/endedOn', 'ends-before-it-begins', 'must not be before startedOn');
}
