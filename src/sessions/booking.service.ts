import { record } from '../audit/index.js';
import { latestThreshold, type CourseFacts } from '../courses/read.js';
import type { Sight } from '../identity/read.js';
import { toInstant } from '../platform/clock/clock.js';
import { sql } from '../platform/database/sql.js';
import { together } from '../platform/database/together.js';
import type { Work } from '../platform/database/work.js';
import { invalid, Refusal, wrongState } from '../platform/errors/refusal.js';
import { newId } from '../platform/kernel/uuid.js';
import { claim, releaseClaims } from '../scheduling/index.js';
import { bookingSettings, claimsOf, freeSlots, place, type Calendar, type Placement, type PlacementRequest } from '../scheduling/read.js';
import { bookableCourse, calendarAround, calendarAt, lockCandidates, nextNumber, placementRequest, refuseUnknownWishes, type Wishes } from './course-calendar.js';
import { closeToOtherKind, thresholdElsewhere } from './booking-warnings.js';
import { minutesToBook } from './dose-length.js';
import { habitsOf, preferring } from './habits.js';
import { otherTreatments } from './other-treatments.js';
import { phaseOf } from './phases.js';
import { prescribedDose } from './prescribed-dose.js';
import type { NewSession, Reschedule, SessionView, SessionWarning } from './session.dto.js';
import { Session, type SessionKind } from './session.entity.js';
import { cannotBook, refuseMove } from './sessions.problems.js';
import { sessionView, sessionViewFor } from './sessions.queries.js';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
/** How far ahead a nearest free time is looked for. */
const SEARCH_AHEAD_MS = 7 * 86_400_000;

/** A place that was found, with all that was asked for it. */
interface Found {
  course: CourseFacts;
  sequence: number | null;
  phase: string | null;
  request: PlacementRequest;
  calendar: Calendar;
  placement: Placement;
  overlap: Overlap;
  warnings: SessionWarning[];
}

type Overlap = Pick<Session, 'overlapReason' | 'overlapBy'>;
const NO_OVERLAP: Overlap = { overlapReason: null, overlapBy: null };

/** How a booking differs from the usual one. */
interface HowToBook {
  /** Takes the place of this reservation. */
  inPlaceOf?: string;
  mayOverlap?: boolean;
}

/** Books one session. @throws Refusal 409 with every reason and the nearest free times */
export async function bookSession(work: Work, wanted: NewSession, sight: Sight, { inPlaceOf, mayOverlap = false }: HowToBook = {}): Promise<SessionView> {
  refuseOverride(wanted, mayOverlap);
  const found = await placeFor(work, wanted, inPlaceOf);
  const { course, calendar, request, placement, overlap } = found;
  const id = newId();
  const [, , , { whole, shown }] = await together(
    inPlaceOf === undefined ? undefined : releaseClaims(work, [inPlaceOf]),
    insertSessions(work, course, [{ id, kind: wanted.kind, ...found }]),
    claim(work, [{ occupant: { kind: 'session', id }, resources: claimsOf(calendar, request, placement) }], { sharing: overlap.overlapBy !== null }),
    sessionViewFor(work, id, sight),
  );
  record(work, { action: 'session.booked', subject: { type: 'session', id }, patientId: course.patientId, after: whole });
  return warned(shown, found.warnings);
}

const warned = (shown: SessionView, warnings: readonly SessionWarning[]): SessionView => ({ ...shown, warnings: [...shown.warnings, ...warnings] });

/** Finds the place of a session, with the locks of all that it could be given, which it may then take. */
export async function placeFor(work: Work, { courseId, kind, startsAt, durationMinutes, override, ...wishes }: NewSession, inPlaceOf?: string): Promise<Found> {
  const [course] = await together(bookableCourse(work, courseId), refuseUnknownWishes(work, wishes));
  refusePast(work, startsAt);
  const minutes = minutesToBook(course, kind, durationMinutes);
  const [near, sequence, others, habits] = await together(
    lockedCalendar(work, course, { startsAt, durationMinutes: minutes }, wishes, inPlaceOf),
    kind === 'treatment' ? nextNumber(work, course) : null,
    otherTreatments(work, course, ...besides(inPlaceOf)),
    habitsOf(work, course),
  );
  const phase = sequence === null ? undefined : phaseOf(course.phases, sequence);
  const request = { ...placementRequest(course, phase, minutes, wishes, others), ...preferring(habits) };
  const place = await placed(work, near, request, startsAt, override, inPlaceOf);
  const warnings = [...closeToOtherKind(request, place.placement), ...(phase ? thresholdElsewhere(habits.thresholdDeviceId, [place.placement.deviceId]) : [])];
  return { course, sequence, phase: phase?.name ?? null, request, warnings, ...place };
}

/**
 * Moves a session; its own claims never stand in its way, and nothing is lost when the new place fails. One whose patient is
 * checked in and waits is booked again: what was answered at check-in is asked anew at the new time.
 */
export async function rescheduleSession(work: Work, id: string, { startsAt, reason, override, ...wishes }: Reschedule, sight: Sight, mayOverlap = false): Promise<SessionView> {
  refuseOverride({ override }, mayOverlap);
  const before = await lockSession(work, id);
  refuseMove('reschedule', before.status);
  const [course] = await together(bookableCourse(work, before.courseId), refuseUnknownWishes(work, wishes));
  refusePast(work, startsAt);
  const durationMinutes = (Date.parse(before.endsAt) - Date.parse(before.startsAt)) / MINUTE_MS;
  const [near, others, threshold] = await together(lockedCalendar(work, course, { startsAt, durationMinutes }, wishes, id), otherTreatments(work, course, id), latestThreshold(work, course.id, course.hemisphere));
  const phase = before.sequence === null ? undefined : phaseOf(course.phases, before.sequence);
  const request = { ...placementRequest(course, phase, durationMinutes, wishes, others), preferredDeviceId: before.deviceId, preferredOperatorId: before.operatorId };
  const { calendar, placement, overlap } = await placed(work, near, request, startsAt, override, id);
  const [, , , { whole, shown }] = await together(
    releaseClaims(work, [id]),
    claim(work, [{ occupant: { kind: 'session', id }, resources: claimsOf(calendar, request, placement) }], { sharing: overlap.overlapBy !== null }),
    work.update(Session, id, { ...timesOf(placement), ...overlap, planDiffers: false, status: 'scheduled', checkedInAt: null, movedFrom: before.startsAt, statusReason: reason, revisedAt: work.now }),
    sessionViewFor(work, id, sight),
  );
  record(work, { action: 'session.moved', subject: { type: 'session', id }, patientId: course.patientId, before, after: whole });
  return warned(shown, [...closeToOtherKind(request, placement), ...(phase ? thresholdElsewhere(threshold?.deviceId, [placement.deviceId]) : [])]);
}

function refuseOverride({ override }: Pick<NewSession, 'override'>, mayOverlap: boolean): void {
  if (override && !mayOverlap) throw new Refusal('forbidden', 'forbidden', 'Only whoever holds schedule.override may let sessions overlap.');
}

/** Cancelled or missed: the time is free again at once. A patient who cancels with less notice than the clinic asks cancels late. */
export async function giveUpSession(work: Work, id: string, to: 'cancelled' | 'no-show', reason: string | undefined, sight: Sight, by: 'patient' | 'clinic' = 'clinic'): Promise<SessionView> {
  const before = await lockSession(work, id);
  refuseMove(to === 'cancelled' ? 'cancel' : 'no-show', before.status);
  if (to === 'no-show' && work.nowMs < Date.parse(before.startsAt)) throw wrongState('session', 'still to come', 'marked as missed');
  const [, { cancellationNoticeHours }] = await together(releaseClaims(work, [id]), bookingSettings(work));
  const cancelledLate = to === 'cancelled' && by === 'patient' && work.nowMs > Date.parse(before.startsAt) - cancellationNoticeHours * HOUR_MS;
  const [, { whole, shown }] = await together(work.update(Session, id, { status: to, statusReason: reason ?? null, cancelledLate, revisedAt: work.now }), sessionViewFor(work, id, sight));
  record(work, { action: `session.${to}`, subject: { type: 'session', id }, patientId: before.patientId, before, after: whole });
  return shown;
}

/** The session with its row locked, as its clinicians see it. @throws Refusal 404 */
export async function lockSession(work: Work, id: string): Promise<SessionView> {
  const [, view] = await together(
    work.one(sql`select 1 as locked from sessions where clinic_id = ${work.actor.clinicId} and id = ${id} for update`),
    sessionView(work, id),
  );
  return view;
}

export interface Booking {
  id: string;
  kind: SessionKind;
  sequence: number | null;
  phase: string | null;
  placement: Placement;
  overlap?: Overlap;
}

/** All of them in one statement, each with the dose of its number. */
export async function insertSessions(work: Work, course: CourseFacts, bookings: readonly Booking[]): Promise<void> {
  const rows = bookings.map(({ id, kind, sequence, phase, placement, overlap = NO_OVERLAP }) => {
    const { startsAt, endsAt, deviceId, roomId, operatorId } = timesOf(placement);
    const prescribed = kind === 'treatment' ? prescribedDose(course, [], sequence ?? 1) : null;
    return { id, kind, sequence, phase, prescribed, starts_at: startsAt, ends_at: endsAt, device_id: deviceId, room_id: roomId, operator_id: operatorId, overlap_reason: overlap.overlapReason, overlap_by: overlap.overlapBy };
  });
  await work.run(sql`
    insert into sessions (clinic_id, id, course_id, patient_id, kind, sequence, phase, status, starts_at, ends_at, device_id, room_id, operator_id, prescribed, overlap_reason, overlap_by, created_at, created_by)
    select ${work.actor.clinicId}, r.id, ${course.id}, ${course.patientId}, r.kind, r.sequence, r.phase, 'scheduled', r.starts_at, r.ends_at, r.device_id, r.room_id, r.operator_id,
      nullif(r.prescribed, 'null'::jsonb), r.overlap_reason, r.overlap_by, ${work.now}, ${work.actor.staffId ?? null}::uuid
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(id uuid, kind text, sequence int, phase text, prescribed jsonb, starts_at timestamptz, ends_at timestamptz,
      device_id uuid, room_id uuid, operator_id uuid, overlap_reason text, overlap_by uuid)`);
}

const besides = (instead: string | undefined): string[] => (instead === undefined ? [] : [instead]);

/** The calendar at a time, with the locks of everything that a session could be given there. */
async function lockedCalendar(work: Work, course: CourseFacts, { startsAt, durationMinutes }: { startsAt: string; durationMinutes: number }, wishes: Wishes, instead?: string): Promise<Calendar> {
  const [, near] = await together(lockCandidates(work, [course.patientId], wishes), calendarAt(work, course, Date.parse(startsAt), durationMinutes, besides(instead)));
  return near;
}

/**
 * Puts a session at the time that somebody has named; from one of the other kind it need not keep away there, as it does from
 * wherever it is looked for.
 * @param near the calendar at the time that is asked for
 * @param instead what stood there before and is in nobody's way: the session that moves, the reservation that is booked
 */
async function placed(
  work: Work,
  near: Calendar,
  request: PlacementRequest,
  startsAt: string,
  override: { reason: string } | undefined,
  instead?: string,
): Promise<{ calendar: Calendar; placement: Placement; overlap: Overlap }> {
  const startMs = Date.parse(startsAt);
  const asked = { ...request, apart: undefined };
  const first = place(near, asked, startMs);
  if (first.ok) return { calendar: near, placement: first.placement, overlap: NO_OVERLAP };
  // Whoever is refused is told the nearest times, for which more of the calendar is read.
  const calendar = await calendarAround(work, startMs, startMs + SEARCH_AHEAD_MS, besides(instead));
  const result = place(calendar, asked, startMs);
  if (result.ok) return { calendar, placement: result.placement, overlap: NO_OVERLAP };
  const shared = override ? place(calendar, { ...asked, sharing: true }, startMs) : undefined;
  if (override && shared?.ok) return { calendar, placement: shared.placement, overlap: { overlapReason: override.reason, overlapBy: work.actor.staffId ?? null } };
  const window = { fromMs: startMs, toMs: startMs + SEARCH_AHEAD_MS, notBeforeMs: work.nowMs, limit: 3 };
  const nearest = freeSlots(calendar, request, window).map((slot) => toInstant(slot.startMs));
  throw cannotBook(shared && !shared.ok ? shared.reasons : result.reasons, nearest);
}

function timesOf({ startMs, endMs, deviceId, roomId, operatorId }: Placement): Pick<Session, 'startsAt' | 'endsAt' | 'deviceId' | 'roomId' | 'operatorId'> {
  return { startsAt: toInstant(startMs), endsAt: toInstant(endMs), deviceId, roomId, operatorId };
}

function refusePast(work: Work, startsAt: string): void {
  if (Date.parse(startsAt) < work.nowMs - 5 * MINUTE_MS) throw invalid('/startsAt', 'in-the-past', 'must not be in the past');
}
