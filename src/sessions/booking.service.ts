import { record } from '../audit/index.js';
import type { CourseFacts } from '../courses/read.js';
import type { Sight } from '../identity/read.js';
import { toInstant } from '../platform/clock/clock.js';
import { sql } from '../platform/database/sql.js';
import type { Work } from '../platform/database/work.js';
import { invalid, wrongState } from '../platform/errors/refusal.js';
import { newId } from '../platform/kernel/uuid.js';
import { claim, releaseClaims } from '../scheduling/index.js';
import { bookingSettings, claimsOf, freeSlots, place, type Calendar, type Placement, type PlacementRequest } from '../scheduling/read.js';
import { bookableCourse, calendarAround, lockCandidates, nextNumber, phaseOf, placementRequest, refuseUnknownWishes, treatmentsPerDate, type Wishes } from './course-calendar.js';
import { habitsOf, preferring } from './habits.js';
import { prescribedDose } from './prescribed-dose.js';
import type { NewSession, Reschedule, SessionView } from './session.dto.js';
import { Session, type SessionKind } from './session.entity.js';
import { cannotBook, refuseMove } from './sessions.problems.js';
import { sessionView } from './sessions.queries.js';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
/** How far ahead a nearest free time is looked for. */
const SEARCH_AHEAD_MS = 7 * 86_400_000;

/** Books one session. @throws Refusal 409 with every reason and the nearest free times */
export async function bookSession(work: Work, { courseId, kind, startsAt, durationMinutes, ...wishes }: NewSession, sight: Sight): Promise<SessionView> {
  const course = await bookableCourse(work, courseId);
  await refuseUnknownWishes(work, wishes);
  refusePast(work, startsAt);
  const sequence = kind === 'treatment' ? await nextNumber(work, course) : null;
  const phase = sequence === null ? undefined : phaseOf(course.phases, sequence);
  const habits = preferring(await habitsOf(work, course));
  const request = { ...placementRequest(course, phase, durationMinutes ?? course.sessionMinutes, wishes, await treatmentsPerDate(work, course.patientId)), ...habits };
  const { calendar, placement } = await placed(work, course.patientId, request, startsAt, wishes);
  const id = newId();
  await insertSession(work, course, { id, kind, sequence, phase: phase?.name ?? null, placement });
  await claim(work, [{ occupant: { kind: 'session', id }, resources: claimsOf(calendar, request, placement) }]);
  const after = await sessionView(work, id);
  record(work, { action: 'session.booked', subject: { type: 'session', id }, patientId: course.patientId, after });
  return sight === 'clinical' ? after : sessionView(work, id, sight);
}

/** Moves a session; its own claims never stand in its way, and nothing is lost when the new place fails. */
export async function rescheduleSession(work: Work, id: string, { startsAt, reason, ...wishes }: Reschedule, sight: Sight): Promise<SessionView> {
  const before = await lockSession(work, id);
  refuseMove('reschedule', before.status);
  const course = await bookableCourse(work, before.courseId);
  await refuseUnknownWishes(work, wishes);
  refusePast(work, startsAt);
  const phase = before.sequence === null ? undefined : phaseOf(course.phases, before.sequence);
  const durationMinutes = (Date.parse(before.endsAt) - Date.parse(before.startsAt)) / MINUTE_MS;
  const request = { ...placementRequest(course, phase, durationMinutes, wishes, await treatmentsPerDate(work, course.patientId, id)), preferredDeviceId: before.deviceId, preferredOperatorId: before.operatorId };
  const { calendar, placement } = await placed(work, course.patientId, request, startsAt, wishes, id);
  await releaseClaims(work, [id]);
  await claim(work, [{ occupant: { kind: 'session', id }, resources: claimsOf(calendar, request, placement) }]);
  await work.update(Session, id, { ...timesOf(placement), movedFrom: before.startsAt, statusReason: reason });
  const after = await sessionView(work, id);
  record(work, { action: 'session.moved', subject: { type: 'session', id }, patientId: course.patientId, before, after });
  return sight === 'clinical' ? after : sessionView(work, id, sight);
}

/** Cancelled or missed: the time is free again at once. A patient who cancels with less notice than the clinic asks cancels late. */
export async function giveUpSession(work: Work, id: string, to: 'cancelled' | 'no-show', reason: string | undefined, sight: Sight, by: 'patient' | 'clinic' = 'clinic'): Promise<SessionView> {
  const before = await lockSession(work, id);
  refuseMove(to === 'cancelled' ? 'cancel' : 'no-show', before.status);
  if (to === 'no-show' && work.nowMs < Date.parse(before.startsAt)) throw wrongState('session', 'still to come', 'marked as missed');
  await releaseClaims(work, [id]);
  const { cancellationNoticeHours } = await bookingSettings(work);
  const cancelledLate = to === 'cancelled' && by === 'patient' && work.nowMs > Date.parse(before.startsAt) - cancellationNoticeHours * HOUR_MS;
  await work.update(Session, id, { status: to, statusReason: reason ?? null, cancelledLate });
  const after = await sessionView(work, id);
  record(work, { action: `session.${to}`, subject: { type: 'session', id }, patientId: before.patientId, before, after });
  return sight === 'clinical' ? after : sessionView(work, id, sight);
}

/** The session with its row locked, as its clinicians see it. @throws Refusal 404 */
export async function lockSession(work: Work, id: string): Promise<SessionView> {
  await work.one(sql`select 1 as locked from sessions where clinic_id = ${work.actor.clinicId} and id = ${id} for update`);
  return sessionView(work, id);
}

export interface Booking {
  id: string;
  kind: SessionKind;
  sequence: number | null;
  phase: string | null;
  placement: Placement;
}

export async function insertSession(work: Work, course: CourseFacts, { id, kind, sequence, phase, placement }: Booking): Promise<void> {
  await work.insert(Session, {
    id,
    courseId: course.id,
    patientId: course.patientId,
    kind,
    sequence,
    phase,
    status: 'scheduled',
    ...timesOf(placement),
    prescribed: kind === 'treatment' ? prescribedDose(course, [], sequence ?? 1) : null,
    createdAt: work.now,
    createdBy: work.actor.staffId ?? null,
  });
}

async function placed(
  work: Work,
  patientId: string,
  request: PlacementRequest,
  startsAt: string,
  wishes: Wishes,
  moving?: string,
): Promise<{ calendar: Calendar; placement: Placement }> {
  await lockCandidates(work, [patientId], wishes);
  const startMs = Date.parse(startsAt);
  const calendar = await calendarAround(work, startMs, startMs + SEARCH_AHEAD_MS, moving === undefined ? [] : [moving]);
  const result = place(calendar, request, startMs);
  if (result.ok) return { calendar, placement: result.placement };
  const window = { fromMs: startMs, toMs: startMs + SEARCH_AHEAD_MS, notBeforeMs: work.nowMs, limit: 3 };
  const nearest = freeSlots(calendar, request, window).map((slot) => toInstant(slot.startMs));
  throw cannotBook(result.reasons, nearest);
}

function timesOf({ startMs, endMs, deviceId, roomId, operatorId }: Placement): Pick<Session, 'startsAt' | 'endsAt' | 'deviceId' | 'roomId' | 'operatorId'> {
  return { startsAt: toInstant(startMs), endsAt: toInstant(endMs), deviceId, roomId, operatorId };
}

function refusePast(work: Work, startsAt: string): void {
  if (Date.parse(startsAt) < work.nowMs - 5 * MINUTE_MS) throw invalid('/startsAt', 'in-the-past', 'must not be in the past');
}
