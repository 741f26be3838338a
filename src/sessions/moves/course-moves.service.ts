import { latestThreshold, type CourseFacts } from '../../courses/read.js';
import { toInstant } from '../../platform/clock/clock.js';
import { sql } from '../../platform/database/sql.js';
import type { Work } from '../../platform/database/work.js';
import { conflict, invalid } from '../../platform/errors/refusal.js';
import { localDate, planDays, planSeries, type SeriesRequest } from '../../scheduling/read.js';
import { bookableCourse, calendarAround, lockCandidates, placementRequest, refuseUnknownWishes } from '../course-calendar.js';
import { otherTreatments } from '../other-treatments.js';
import { refuseMove } from '../sessions.problems.js';
import { carryOut, deviceWarnings, lockSessions, movedView, renumber, type Movable, type Move } from './movable.js';
import type { CourseMove, CourseMoveAnswer } from './moves.dto.js';

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
const SLACK_MS = 30 * DAY_MS;

/**
 * Moves the booked treatments of a course, from one of them on or all that are to come, in one transaction: they keep
 * their numbers and the rhythm of their phases, and none of their own places stands in their way.
 * @throws Refusal 409 `cannot-place`, with every reason; then each stays where it is
 */
export async function moveCourse(work: Work, courseId: string, wishes: CourseMove): Promise<CourseMoveAnswer> {
  const sessions = await sessionsFrom(work, courseId, wishes.fromSessionId);
  const course = await bookableCourse(work, courseId);
  await refuseUnknownWishes(work, wishes);
  await lockCandidates(work, [course.patientId], wishes);
  if (sessions.length === 0) throw conflict('nothing-left', 'No booked treatment of this course is still to come.');
  const { zone } = await calendarAround(work, work.nowMs, work.nowMs);
  if (wishes.startDate < localDate(work.nowMs, zone)) throw invalid('/startDate', 'in-the-past', 'must not be in the past');
  const ids = sessions.map(({ id }) => id);
  const request = await requestFor(work, course, sessions, wishes);
  const whole = await calendarAround(work, work.nowMs, work.nowMs, ids);
  const last = planDays(whole, request.phases, request.startDate, request.weekdays, request.sessionsPerDate).at(-1)?.date ?? request.startDate;
  const calendar = await calendarAround(work, work.nowMs, Date.parse(last) + SLACK_MS, ids);
  const plan = planSeries(calendar, request);
  if (plan.unplaced.length > 0) {
    const unplaced = plan.unplaced.map(({ sequence, nearest, ...rest }) => ({ ...rest, sessionId: ids[sequence - 1], sequence: sessions[sequence - 1]?.sequence, nearest: nearest.map(toInstant) }));
    throw conflict('cannot-place', `${unplaced.length} of ${sessions.length} sessions cannot be placed; nothing was moved.`, { unplaced });
  }
  const moves = plan.placed.flatMap((placement, index): Move[] => {
    const session = sessions[index];
    // Room was looked for by the longest of them; each stays as long as it is.
    const endMs = session ? placement.startMs + lengthMs(session) : placement.endMs;
    return session ? [{ session, placement: { ...placement, endMs }, request: { patientId: course.patientId, blocks: course.sideBlocks } }] : [];
  });
  if (!wishes.dryRun) {
    await carryOut(work, calendar, moves, wishes.reason);
    await renumber(work, course);
  }
  return { moved: moves.map(movedView), warnings: [...plan.warnings, ...deviceWarnings(course, await latestThreshold(work, course.id, course.hemisphere), moves)] };
}

const lengthMs = ({ startsAt, endsAt }: Movable): number => Date.parse(endsAt) - Date.parse(startsAt);

/**
 * In order of time: what is booked and still to come, from the named one on; that one also while its patient is late or waits.
 * What was given, missed or cancelled among them stays as it is.
 * @throws Refusal 404 for a session that is none of the course's, 409 `wrong-state` for one that cannot be moved
 */
async function sessionsFrom(work: Work, courseId: string, fromSessionId: string | undefined): Promise<Movable[]> {
  const first = fromSessionId === undefined ? undefined : await work.one<{ startsAt: string; status: string }>(sql`
    select starts_at as "startsAt", status from sessions where clinic_id = ${work.actor.clinicId} and id = ${fromSessionId} and course_id = ${courseId} and kind = 'treatment' for update`);
  if (first) refuseMove('reschedule', first.status);
  const from = first && first.startsAt > work.now ? first.startsAt : work.now;
  return lockSessions(work, sql`s.course_id = ${courseId} and s.kind = 'treatment' and (s.status = 'scheduled' and s.starts_at >= ${from}::timestamptz or s.id = ${fromSessionId ?? null}::uuid)`);
}

/** The same phases with as many sessions each as are moved. */
async function requestFor(work: Work, course: CourseFacts, sessions: readonly Movable[], wishes: CourseMove): Promise<SeriesRequest> {
  const { startDate, weekdays, preferredTimes, windows, policy, deviceId, operatorId, roomId } = wishes;
  let before = 0;
  const phases = course.phases.map((phase, index) => {
    const isLast = index === course.phases.length - 1;
    const [from, to] = [before, isLast ? Infinity : before + phase.sessions];
    before += phase.sessions;
    return { ...phase, sessions: sessions.filter(({ sequence }) => (sequence ?? 0) > from && (sequence ?? 0) <= to).length };
  }).filter((phase) => phase.sessions > 0);
  const threshold = await latestThreshold(work, course.id, course.hemisphere);
  const minutes = Math.max(...sessions.map(lengthMs)) / MINUTE_MS;
  return {
    ...placementRequest(course, phases[0], minutes, { deviceId, operatorId, roomId }, await otherTreatments(work, course, ...sessions.map(({ id }) => id))),
    preferredDeviceId: threshold?.deviceId ?? sessions[0]?.deviceId,
    preferredOperatorId: sessions[0]?.operatorId,
    phases, startDate, weekdays, preferredTimes, windows, policy,
    notBeforeMs: work.nowMs,
  };
}
