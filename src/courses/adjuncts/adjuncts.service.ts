import { record, seen } from '../../audit/index.js';
import { deviceFacts } from '../../clinics/read.js';
import { sql } from '../../platform/database/sql.js';
import type { Reader, Work } from '../../platform/database/work.js';
import { invalid } from '../../platform/errors/refusal.js';
import { requireMatch } from '../../platform/http/answer.js';
import { cursorKey, DEFAULT_LIMIT, pageFrom, type Page, type PageQuery } from '../../platform/http/paging.js';
import { isUuid, newId } from '../../platform/kernel/uuid.js';
import { placeHold } from '../holds/holds.service.js';
import { keepOverrides } from '../overrides.js';
import { tellPlan } from '../plan-followers.js';
import { isAnswered } from '../readiness/index.js';
import { courseFacts, courseOwner, overridesOf } from '../read.js';
import { adjunctFindings, isTreatment, plannedBlock, type AdjunctFinding, type AdjunctKind, type AdjunctTiming } from '../combination/index.js';
import type { AdjunctChange, AdjunctView, NewAdjunct } from './adjunct.dto.js';
import { Adjunct } from './adjunct.entity.js';

const VIEW = sql`id, course_id as "courseId", kind, plan, started_on as "startedOn", ended_on as "endedOn", timing, schedule, provider, device_id as "deviceId", room_id as "roomId", operator_id as "operatorId",
  (select jsonb_build_object('attended', count(*) filter (where t.attended), 'missed', count(*) filter (where not t.attended))
   from adjunct_attendances t where t.clinic_id = adjuncts.clinic_id and t.adjunct_id = adjuncts.id and t.struck_at is null) as attendance`;

type Row = Omit<AdjunctView, 'block' | 'findings'>;

async function read(reader: Reader, courseId: string, id: string): Promise<AdjunctView> {
  return viewOf(await reader.one<Row>(sql`
    select ${VIEW} from adjuncts where clinic_id = ${reader.actor.clinicId} and course_id = ${courseId} and id = ${id}`));
}

function viewOf(row: Row): AdjunctView {
  const [kind, timing] = [row.kind as AdjunctKind, row.timing as AdjunctTiming | null];
  const block = plannedBlock(kind, timing);
  const reservedMinutes = row.schedule?.durationMinutes ?? null;
  return { ...row, block: block && { ...block, order: [...block.order], reservedMinutes }, findings: adjunctFindings(kind, timing) };
}

/** What the parts of a course's plan that are given now have against them. */
export async function combinationFindings(reader: Reader, courseId: string): Promise<AdjunctFinding[]> {
  const rows = await reader.many<{ kind: AdjunctKind; timing: AdjunctTiming | null }>(sql`
    select kind, timing from adjuncts where clinic_id = ${reader.actor.clinicId} and course_id = ${courseId} and (ended_on is null or ended_on >= (${reader.now}::timestamptz at time zone (select time_zone from clinics where id = ${reader.actor.clinicId}))::date) order by id`);
  return rows.flatMap(({ kind, timing }) => adjunctFindings(kind, timing));
}

export async function readAdjunct(work: Work, courseId: string, id: string): Promise<AdjunctView> {
  const { patientId } = await courseOwner(work, courseId);
  seen(work, { action: 'adjunct.read', subject: { type: 'adjunct', id }, patientId });
  return read(work, courseId, id);
}

export async function listAdjuncts(work: Work, courseId: string, query: PageQuery): Promise<Page<AdjunctView>> {
  const { patientId } = await courseOwner(work, courseId);
  const [after = null] = cursorKey(query, [(id) => typeof id === 'string' && isUuid(id)]) ?? [];
  const rows = await work.many<Row>(sql`
    select ${VIEW} from adjuncts
    where clinic_id = ${work.actor.clinicId} and course_id = ${courseId} and (${after}::uuid is null or id > ${after}::uuid)
    order by id limit ${(query.limit ?? DEFAULT_LIMIT) + 1}`);
  seen(work, { action: 'adjuncts.listed', subject: { type: 'course', id: courseId }, patientId });
  return pageFrom(rows, query, (row) => [row.id], viewOf);
}

/** In a course that runs, a combination that asks for a clinician's word holds it until there is one. */
export async function addAdjunct(work: Work, courseId: string, { overrides = [], ...adjunct }: NewAdjunct): Promise<AdjunctView> {
  // Locked first, as by whoever books: the room around the booked treatments is taken anew at the end.
  const { patientId } = await courseFacts(work, courseId, 'lock');
  refuseBackwards(adjunct.startedOn, adjunct.endedOn);
  await refuseUnknownPlaces(work, adjunct.kind, adjunct);
  const id = newId();
  await work.insert(Adjunct, { ...adjunct, timing: adjunct.timing ?? null, schedule: adjunct.schedule ?? null, provider: adjunct.provider ?? null, deviceId: adjunct.deviceId ?? null, roomId: adjunct.roomId ?? null, operatorId: adjunct.operatorId ?? null, id, courseId, createdAt: work.now });
  if (overrides.length > 0) await keepOverrides(work, courseId, overrides, await combinationFindings(work, courseId));
  const after = await read(work, courseId, id);
  record(work, { action: 'adjunct.added', subject: { type: 'adjunct', id }, patientId, after: { ...after, ...(overrides.length > 0 && { overrides }) } });
  await holdForCombination(work, courseId, after);
  await tellPlan(work, courseId);
  return after;
}

export async function changeAdjunct(work: Work, courseId: string, id: string, ifMatch: string | undefined, change: AdjunctChange): Promise<AdjunctView> {
  const { patientId } = await courseFacts(work, courseId, 'lock');
  await work.one(sql`select 1 as locked from adjuncts where clinic_id = ${work.actor.clinicId} and course_id = ${courseId} and id = ${id} for update`);
  const before = await read(work, courseId, id);
  requireMatch(ifMatch, before);
  refuseBackwards(before.startedOn, change.endedOn);
  await refuseUnknownPlaces(work, before.kind, change);
  await work.update(Adjunct, id, { ...change });
  const after = await read(work, courseId, id);
  record(work, { action: 'adjunct.changed', subject: { type: 'adjunct', id }, patientId, before, after });
  if (isGivenOtherwise(before, after)) await holdForCombination(work, courseId, after);
  await tellPlan(work, courseId);
  return after;
}

/** The code of a hold that waits for a clinician's word on what is given with the stimulation. */
const COMBINATION = 'combination';

/** What was let go on of a part of the plan was let go on as it was planned then; an earlier end asks nothing anew. */
function isGivenOtherwise(before: AdjunctView, after: AdjunctView): boolean {
  const longer = before.endedOn !== null && (after.endedOn === null || after.endedOn > before.endedOn);
  return longer || before.plan !== after.plan || JSON.stringify(before.timing) !== JSON.stringify(after.timing);
}

/** A course that has not begun is asked at its activation; one that waits for such a word already waits for this one too. */
async function holdForCombination(work: Work, courseId: string, { findings }: AdjunctView): Promise<void> {
  const running = await work.maybe(sql`
    select 1 as there from courses where clinic_id = ${work.actor.clinicId} and id = ${courseId} and status in ('active', 'paused')
      and not exists (select from holds h where h.clinic_id = courses.clinic_id and h.course_id = courses.id and h.code = ${COMBINATION} and h.released_at is null)`);
  if (!running) return;
  const answers = await overridesOf(work, courseId);
  const open = findings.filter((finding) => finding.severity === 'override' && !isAnswered(finding, answers));
  if (open.length > 0) await placeHold(work, courseId, COMBINATION, open.map(({ explanation, limit }) => `${explanation} Needed: ${limit}.`).join(' '));
}

/** Ids in a body that are not this clinic's are 404, like those in a path; a device has to deliver what is given with it. */
async function refuseUnknownPlaces(reader: Reader, kind: string, { deviceId, roomId, operatorId }: Pick<AdjunctChange, 'deviceId' | 'roomId' | 'operatorId'>): Promise<void> {
  const { clinicId } = reader.actor;
  if (deviceId) {
    const { modalities } = await deviceFacts(reader, deviceId);
    if (isTreatment(kind) && !modalities.includes(kind)) throw invalid('/deviceId', 'device-unsuitable', `must be a device that delivers ${kind}`);
  }
  if (roomId) await reader.one(sql`select 1 as there from rooms where clinic_id = ${clinicId} and id = ${roomId}`);
  if (operatorId) await reader.one(sql`select 1 as there from staff where clinic_id = ${clinicId} and id = ${operatorId} and 'operator' = any(roles)`);
}

function refuseBackwards(startedOn: string, endedOn: string | null | undefined): void {
  if (endedOn && endedOn < startedOn) throw invalid('/endedOn', 'ends-before-it-begins', 'must not be before startedOn');
}
