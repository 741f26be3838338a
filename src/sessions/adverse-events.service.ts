import { record, seen } from '../audit/index.js';
import { courseFacts } from '../courses/read.js';
import { sql } from '../platform/database/sql.js';
import type { Reader, Work } from '../platform/database/work.js';
import { invalid } from '../platform/errors/refusal.js';
import { cursorKey, DEFAULT_LIMIT, pageFrom, type Page, type PageQuery } from '../platform/http/paging.js';
import { isUuid, newId } from '../platform/kernel/uuid.js';
import { actOn } from './adverse-event-consequences.js';
import type { AdverseEventView, NewAdverseEvent } from './adverse-event.dto.js';
import { AdverseEvent } from './adverse-event.entity.js';
import { snapshotOf } from './event-snapshot.js';
import { isSeriousByDefault } from './adverse-event-terms/index.js';
import { refuseMove } from './sessions.problems.js';
import { sessionView } from './sessions.queries.js';

const VIEW = sql`id, session_id as "sessionId", course_id as "courseId", patient_id as "patientId", category, grade, serious, causality, expectedness,
  action, outcome, description, occurred_at as "occurredAt", recorded_at as "recordedAt", recorded_by as "recordedBy", circumstances`;

/** Of a course of this morning: events are told of by hours and not by minutes. What lies further back belongs to no session of it. Design default. */
const EARLIEST_MS = 86_400_000;

/** Records what went wrong, and does at once what it asks for. */
export async function recordAdverseEvent(work: Work, sessionId: string, { serious, ...event }: NewAdverseEvent): Promise<AdverseEventView> {
  const session = await sessionView(work, sessionId);
  refuseMove('adverse-events', session.status);
  const occurredAt = event.occurredAt ?? work.now;
  if (Date.parse(occurredAt) > work.nowMs) throw invalid('/occurredAt', 'in-the-future', 'must not be in the future');
  const { patientId, courseId } = session;
  const { activatedAt } = await courseFacts(work, courseId);
  if (activatedAt !== null && Date.parse(occurredAt) < Date.parse(activatedAt) - EARLIEST_MS) throw invalid('/occurredAt', 'before-the-course', 'must not be before the day on which the course began');
  const id = newId();
  await work.insert(AdverseEvent, {
    ...event,
    id,
    sessionId,
    courseId,
    patientId,
    circumstances: event.circumstances ?? null,
    snapshot: await snapshotOf(work, sessionId, occurredAt),
    serious: serious === true || event.circumstances?.injury === true || isSeriousByDefault(event.category, event.grade),
    causality: event.causality ?? 'unassessable',
    expectedness: event.expectedness ?? 'expected',
    action: event.action ?? 'none',
    outcome: event.outcome ?? 'unknown',
    occurredAt,
    recordedAt: work.now,
    recordedBy: work.actor.staffId,
  });
  const after = await read(work, sessionId, id);
  record(work, { action: 'adverse-event.recorded', subject: { type: 'adverse-event', id }, patientId, after });
  await actOn(work, after);
  return after;
}

export async function readAdverseEvent(work: Work, sessionId: string, id: string): Promise<AdverseEventView> {
  const event = await read(work, sessionId, id);
  seen(work, { action: 'adverse-event.read', subject: { type: 'adverse-event', id }, patientId: event.patientId });
  return event;
}

export async function listAdverseEvents(work: Work, sessionId: string, query: PageQuery): Promise<Page<AdverseEventView>> {
  const { patientId } = await sessionView(work, sessionId);
  const [after = null] = cursorKey(query, [(id) => typeof id === 'string' && isUuid(id)]) ?? [];
  const rows = await work.many<AdverseEventView>(sql`
    select ${VIEW} from adverse_events
    where clinic_id = ${work.actor.clinicId} and session_id = ${sessionId} and (${after}::uuid is null or id > ${after}::uuid)
    order by id limit ${(query.limit ?? DEFAULT_LIMIT) + 1}`);
  seen(work, { action: 'adverse-events.listed', subject: { type: 'session', id: sessionId }, patientId });
  return pageFrom(rows, query, (row) => [row.id], (row) => row);
}

function read(reader: Reader, sessionId: string, id: string): Promise<AdverseEventView> {
  return reader.one<AdverseEventView>(sql`
    select ${VIEW} from adverse_events where clinic_id = ${reader.actor.clinicId} and session_id = ${sessionId} and id = ${id}`);
}
