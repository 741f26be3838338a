import { record } from '../audit/index.js';
import { courseFacts, type CourseFacts } from '../courses/read.js';
import { toInstant } from '../platform/clock/clock.js';
import { sql } from '../platform/database/sql.js';
import type { Reader, Work } from '../platform/database/work.js';
import { conflict, invalid } from '../platform/errors/refusal.js';
import { newId } from '../platform/kernel/uuid.js';
import { claim } from '../scheduling/index.js';
import { claimsOf, freeSlots, planSeries, type SeriesPlan, type SeriesRequest as PlanRequest } from '../scheduling/read.js';
import { bookableCourse, calendarAround, lockCandidates, nextSequence, phaseOf, placementRequest, refuseUnknownWishes, treatmentsPerDate } from './course-calendar.js';
import { insertSession } from './booking.service.js';
import type { AvailabilityQuery, SeriesAnswer, SeriesRequest, Slot } from './series.dto.js';
import { sessionViews, type Sight } from './sessions.queries.js';

const DAY_MS = 86_400_000;
/** The longest course there is room for in one call; monthly maintenance makes the longest. */
const HORIZON_MS = 550 * DAY_MS;
const MAXIMUM_WINDOW_MS = 92 * DAY_MS;

/**
 * Books a whole course in one transaction, or plans it (`dryRun`). Sessions already booked count: only what is left of
 * the course's phases is placed.
 * @throws Refusal 409 `cannot-place` when all or nothing was asked and something does not fit
 */
export async function scheduleCourse(work: Work, courseId: string, wishes: SeriesRequest, sight: Sight): Promise<SeriesAnswer> {
  const course = await bookableCourse(work, courseId);
  await refuseUnknownWishes(work, wishes);
  await lockCandidates(work, course.patientId, wishes);
  const firstSequence = await nextSequence(work, courseId);
  const startMs = Math.max(Date.parse(wishes.startDate) - DAY_MS, work.nowMs - DAY_MS);
  const calendar = await calendarAround(work, startMs, startMs + HORIZON_MS);
  const request = planRequest(course, firstSequence, wishes, work.nowMs, await treatmentsPerDate(work, course.patientId));
  if (request.phases.length === 0) throw conflict('nothing-left', 'Every session that this course prescribes is booked or done already.');
  const plan = planSeries(calendar, request);
  const unplaced = plan.unplaced.map(({ sequence, date, reasons, nearest }) => ({ sequence: sequence + firstSequence - 1, date, reasons, nearest: nearest.map(toInstant) }));
  if (wishes.policy === 'all-or-nothing' && unplaced.length > 0) {
    throw conflict('cannot-place', `${unplaced.length} of ${plan.placed.length + unplaced.length} sessions cannot be placed; nothing was booked.`, { unplaced });
  }
  const warnings = [...plan.warnings, ...(await authorisationWarnings(work, courseId, firstSequence + plan.placed.length - 1))];
  if (wishes.dryRun) {
    const sessions = plan.placed.map(({ sequence, startMs: at, endMs, deviceId, roomId, operatorId }) => ({
      sequence: sequence + firstSequence - 1, startsAt: toInstant(at), endsAt: toInstant(endMs), deviceId, roomId, operatorId,
    }));
    return { sessions, unplaced, warnings };
  }
  const ids = await bookAll(work, course, plan, firstSequence, calendar, request);
  return { sessions: await sessionViews(work, ids, sight), unplaced, warnings };
}

/** Free times with their device, room and operator; what is listed here can be booked as it stands. */
export async function availability(reader: Reader, query: AvailabilityQuery): Promise<Slot[]> {
  const [fromMs, toMs] = [Date.parse(query.from), Date.parse(query.to)];
  if (toMs <= fromMs) throw invalid('/to', 'ends-before-it-begins', 'must be later than from');
  if (toMs - fromMs > MAXIMUM_WINDOW_MS) throw invalid('/to', 'too-long', 'must be within 92 days of from');
  if (!query.courseId && query.durationMinutes === undefined) throw invalid('/durationMinutes', 'required', 'is required without courseId');
  const course = query.courseId ? await courseFacts(reader, query.courseId) : undefined;
  const { deviceId, operatorId } = query;
  const request = course
    ? placementRequest(course, phaseOf(course.phases, course.sessionsDelivered + 1), query.durationMinutes ?? course.sessionMinutes, { deviceId, operatorId }, await treatmentsPerDate(reader, course.patientId))
    : { modality: query.modality, durationMinutes: query.durationMinutes ?? 0, minimumGapMinutes: 0, maximumPerDay: 1, deviceId, operatorId };
  const calendar = await calendarAround(reader, fromMs, toMs);
  return freeSlots(calendar, request, { fromMs, toMs, notBeforeMs: reader.nowMs, limit: query.limit ?? 200 }).map((slot) => ({
    startsAt: toInstant(slot.startMs), endsAt: toInstant(slot.endMs), deviceId: slot.deviceId, roomId: slot.roomId, operatorId: slot.operatorId,
  }));
}

async function bookAll(work: Work, course: CourseFacts, plan: SeriesPlan, firstSequence: number, calendar: Parameters<typeof claimsOf>[0], request: PlanRequest): Promise<string[]> {
  const bookings = plan.placed.map((placement) => ({ id: newId(), sequence: placement.sequence + firstSequence - 1, phase: phaseOf(course.phases, placement.sequence + firstSequence - 1), placement }));
  for (const { id, sequence, phase, placement } of bookings) {
    await insertSession(work, course, { id, kind: 'treatment', sequence, phase: phase?.name ?? null, placement });
  }
  const taken = bookings.map(({ id, phase, placement }) => ({
    occupant: { kind: 'session' as const, id },
    resources: claimsOf(calendar, { ...request, minimumGapMinutes: phase?.minimumGapMinutes ?? 0 }, placement),
  }));
  await claim(work, taken);
  for (const { id, sequence, placement } of bookings) {
    record(work, { action: 'session.booked', subject: { type: 'session', id }, patientId: course.patientId, after: { courseId: course.id, sequence, startsAt: toInstant(placement.startMs), deviceId: placement.deviceId } });
  }
  return bookings.map(({ id }) => id);
}

function planRequest(course: CourseFacts, firstSequence: number, wishes: SeriesRequest, nowMs: number, perDate: Record<string, number>): PlanRequest {
  const { startDate, weekdays, preferredTimes, windows, policy, deviceId, operatorId, roomId } = wishes;
  let done = firstSequence - 1;
  const phases = course.phases
    .map((phase) => {
      const skipped = Math.min(done, phase.sessions);
      done -= skipped;
      return { ...phase, sessions: phase.sessions - skipped };
    })
    .filter((phase) => phase.sessions > 0);
  return {
    ...placementRequest(course, phases[0], course.sessionMinutes, { deviceId, operatorId, roomId }, perDate),
    phases,
    startDate,
    weekdays,
    preferredTimes,
    windows,
    policy,
    notBeforeMs: nowMs,
  };
}

async function authorisationWarnings(work: Work, courseId: string, lastSequence: number): Promise<{ code: string; message: string }[]> {
  const { approved } = await work.one<{ approved: number | null }>(sql`
    select sum(sessions_approved)::int as approved from authorisations where clinic_id = ${work.actor.clinicId} and course_id = ${courseId}`);
  if (approved === null || lastSequence <= approved) return [];
  return [{ code: 'beyond-authorisation', message: `${lastSequence - approved} of these sessions are beyond the ${approved} that the payers have approved.` }];
}
