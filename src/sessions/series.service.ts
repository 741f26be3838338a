import { record } from '../audit/index.js';
import { coveredDates, grantsOf, type CourseFacts } from '../courses/read.js';
import type { Sight } from '../identity/read.js';
import { toInstant } from '../platform/clock/clock.js';
import { together } from '../platform/database/together.js';
import type { Work } from '../platform/database/work.js';
import { conflict, invalid } from '../platform/errors/refusal.js';
import { newId } from '../platform/kernel/uuid.js';
import { claim } from '../scheduling/index.js';
import { claimsOf, localDate, planDays, planSeries, type Calendar, type PlacedSession, type SeriesRequest as PlanRequest } from '../scheduling/read.js';
import { bookableCourse, bookedDates, calendarAround, lockCandidates, openNumbers, placementRequest, refuseUnknownWishes } from './course-calendar.js';
import { otherTreatments, type OtherTreatments } from './other-treatments.js';
import { phaseOf } from './phases.js';
import { insertSessions } from './booking.service.js';
import { thresholdElsewhere } from './booking-warnings.js';
import { usualMinutes } from './dose-length.js';
import { habitsOf, preferring, type Habits } from './habits.js';
import type { SeriesAnswer, SeriesRequest } from './series.dto.js';
import type { SessionView } from './session.dto.js';
import { sessionViews } from './sessions.queries.js';

const DAY_MS = 86_400_000;
/** Beyond the last planned day: as far as a session may slip to find a place. */
const SLACK_MS = 30 * DAY_MS;

/**
 * Books a whole course in one transaction, or plans it (`dryRun`). Sessions already booked count: only what is left of
 * the course's phases is placed.
 * @throws Refusal 409 `cannot-place` when all or nothing was asked and something does not fit
 */
export async function scheduleCourse(work: Work, courseId: string, wishes: SeriesRequest, sight: Sight): Promise<SeriesAnswer> {
  const [course] = await together(bookableCourse(work, courseId), refuseUnknownWishes(work, wishes), refuseUnknownWishes(work, { operatorId: wishes.preferredOperatorId }));
  const [, calendarOfClinic, numbers, others, habits] = await together(
    lockCandidates(work, [course.patientId], wishes),
    calendarAround(work, work.nowMs, work.nowMs),
    openNumbers(work, course),
    otherTreatments(work, course),
    habitsOf(work, course),
  );
  if (wishes.startDate < localDate(work.nowMs, calendarOfClinic.zone)) throw invalid('/startDate', 'in-the-past', 'must not be in the past');
  if (numbers.length === 0) throw conflict('nothing-left', 'Every session that this course prescribes is booked or done already.');
  const request = planRequest(work, course, numbers, wishes, { others, habits });
  const calendar = await calendarAround(work, work.nowMs, endOfPlan(calendarOfClinic, request));
  const plan = planSeries(calendar, request);
  const numberOf = (sequence: number): number => numbers[sequence - 1] ?? sequence;
  const placed = plan.placed.map((placement) => ({ ...placement, sequence: numberOf(placement.sequence) }));
  const unplaced = plan.unplaced.map(({ sequence, date, reasons, nearest }) => ({ sequence: numberOf(sequence), date, reasons, nearest: nearest.map(toInstant) }));
  if (wishes.policy === 'all-or-nothing' && unplaced.length > 0) {
    throw conflict('cannot-place', `${unplaced.length} of ${placed.length + unplaced.length} sessions cannot be placed; nothing was booked.`, { unplaced });
  }
  const warnings = [...plan.warnings, ...thresholdElsewhere(habits.thresholdDeviceId, placed.map(({ deviceId }) => deviceId)), ...(await authorisationWarnings(work, courseId, placed.map(({ startMs }) => localDate(startMs, calendar.zone))))];
  if (wishes.dryRun) {
    const sessions = placed.map(({ sequence, startMs, endMs, deviceId, roomId, operatorId }) => ({
      sequence, startsAt: toInstant(startMs), endsAt: toInstant(endMs), deviceId, roomId, operatorId,
    }));
    return { sessions, unplaced, warnings };
  }
  return { sessions: await bookAll(work, course, placed, calendar, request, sight), unplaced, warnings };
}

/** Claims are read as far as the course reaches, and no further: a clinic's years would be many. */
function endOfPlan(calendar: Calendar, { phases, startDate, weekdays, sessionsPerDate }: PlanRequest): number {
  const last = planDays(calendar, phases, startDate, weekdays, sessionsPerDate).at(-1)?.date ?? startDate;
  return Date.parse(last) + SLACK_MS;
}

async function bookAll(work: Work, course: CourseFacts, placed: readonly PlacedSession[], calendar: Calendar, request: PlanRequest, sight: Sight): Promise<SessionView[]> {
  const bookings = placed.map((placement) => ({ id: newId(), sequence: placement.sequence, phase: phaseOf(course.phases, placement.sequence), placement }));
  const inserted = insertSessions(work, course, bookings.map(({ id, sequence, phase, placement }) => ({ id, kind: 'treatment', sequence, phase: phase?.name ?? null, placement })));
  const taken = bookings.map(({ id, placement }) => ({
    occupant: { kind: 'session' as const, id },
    resources: claimsOf(calendar, request, placement),
  }));
  const [, , views] = await together(inserted, claim(work, taken), sessionViews(work, bookings.map(({ id }) => id), sight));
  for (const { id, sequence, placement } of bookings) {
    record(work, { action: 'session.booked', subject: { type: 'session', id }, patientId: course.patientId, after: { courseId: course.id, sequence, startsAt: toInstant(placement.startMs), deviceId: placement.deviceId } });
  }
  return views;
}

/** What is left of the course, phase by phase, on the device of its motor threshold and with the operator it is used to where that can be. */
function planRequest(work: Work, course: CourseFacts, numbers: readonly number[], wishes: SeriesRequest, { others, habits }: { others: OtherTreatments; habits: Habits }): PlanRequest {
  const { startDate, weekdays, preferredTimes, windows, policy, deviceId, operatorId, roomId, preferredOperatorId } = wishes;
  let before = 0;
  const phases = course.phases
    .map((phase) => {
      const [from, to] = [before, before + phase.sessions];
      before = to;
      return { ...phase, sessions: numbers.filter((number) => number > from && number <= to).length };
    })
    .filter((phase) => phase.sessions > 0);
  return {
    ...placementRequest(course, phases[0], usualMinutes(course, 'treatment'), { deviceId, operatorId, roomId }, others),
    ...preferring(habits),
    ...(preferredOperatorId !== undefined && { preferredOperatorId }),
    phases,
    startDate,
    weekdays,
    preferredTimes,
    windows,
    policy,
    notBeforeMs: work.nowMs,
  };
}

/** Of the new ones together with what is booked already. */
async function authorisationWarnings(work: Work, courseId: string, dates: readonly string[]): Promise<{ code: string; message: string }[]> {
  const grants = await grantsOf(work, courseId);
  if (grants.length === 0) return [];
  const all = [...(await bookedDates(work, courseId)).map((date) => ({ date, isNew: false })), ...dates.map((date) => ({ date, isNew: true }))].sort((one, other) => one.date.localeCompare(other.date));
  const covered = coveredDates(grants, all.map(({ date }) => date));
  const beyond = all.filter(({ isNew }, index) => isNew && !covered[index]).length;
  return beyond === 0 ? [] : [{ code: 'beyond-authorisation', message: `${beyond} of these sessions are beyond what the payers have approved for their days.` }];
}
