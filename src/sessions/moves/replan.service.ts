import { courseFacts, latestThreshold, type CourseFacts } from '../../courses/read.js';
import { sql } from '../../platform/database/sql.js';
import type { Work } from '../../platform/database/work.js';
import { conflict } from '../../platform/errors/refusal.js';
import { replan, type Calendar, type Displaced, type Reason } from '../../scheduling/read.js';
import { giveUpSession } from '../booking.service.js';
import { kindOf } from '../patients-day.js';
import { calendarAround, lockCandidates, placementRequest } from '../course-calendar.js';
import { otherTreatments, type OtherTreatments } from '../other-treatments.js';
import { phaseOf } from '../phases.js';
import { causeOf } from './causes.js';
import { carryOut, deviceWarnings, lockSessions, movedView, placeOf, renumber, type Movable, type Move } from './movable.js';
import type { ReplanAnswer, ReplanRequest, Stuck } from './moves.dto.js';

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
/** As far as a session may be put off. */
const SEARCH_AHEAD_MS = 50 * DAY_MS;
const MOST_SESSIONS = 500;

/**
 * Finds new places for every session that a broken device, an absent operator, a closed day or any other change of the
 * calendars displaces, and enters the downtime or the absence in the same transaction; or only tells what would become of
 * them (`dryRun`). Whoever was checked in for a session that moves is asked again at the new time.
 * @throws Refusal 409 `cannot-place` when some find none and nobody said that those are to be cancelled
 */
export async function replanSchedule(work: Work, request: ReplanRequest): Promise<ReplanAnswer> {
  const cause = await causeOf(work, request);
  const touched = await lockSessions(work, sql`s.status in ('scheduled', 'checked-in', 'held', 'in-progress') and ${cause.touches}`);
  const reasons = await cause.reasons?.(touched);
  const affected = reasons ? touched.filter(({ id }) => reasons.has(id)) : touched;
  if (affected.length > MOST_SESSIONS) throw conflict('too-many', `${affected.length} sessions are affected; name a shorter time (${MOST_SESSIONS} sessions at most).`);
  const courses = await lockCourses(work, affected);
  await lockCandidates(work, affected.map(({ patientId }) => patientId));

  const reservations = (await cause.reservations?.()) ?? [];
  const movable = affected.filter(({ status, endsAt }) => status !== 'in-progress' && Date.parse(endsAt) > work.nowMs);
  const around = await calendarAround(work, Math.min(cause.fromMs, work.nowMs), Math.max(cause.toMs, lastOf(affected)) + SEARCH_AHEAD_MS, movable.map(({ id }) => id));
  const calendar = { ...around, claims: [...around.claims, ...cause.blocks] };
  const displaced = await displacedOf(work, movable, courses, request.keepDevice ?? false);
  const { moves, stuck } = decide(calendar, displaced, movable, affected.filter((one) => !movable.includes(one)));
  const cancelled = request.unplaceable === 'cancel' ? stuck.filter(({ sessionId }) => movable.some(({ id }) => id === sessionId)) : [];
  if (stuck.length > cancelled.length && !request.dryRun) {
    throw conflict('cannot-place', `${stuck.length} of ${affected.length} sessions find no other place; nothing was changed.`, { unplaced: stuck });
  }
  const warnings = (await Promise.all([...courses.values()].map((course) => deviceWarnings(work, course, moves)))).flat();
  if (!request.dryRun) {
    for (const { sessionId } of cancelled) await giveUpSession(work, sessionId, 'cancelled', request.reason, 'booking');
    await carryOut(work, calendar, moves, request.reason);
    for (const course of courses.values()) await renumber(work, course);
    await cause.enter();
  }
  const moved = moves.map((move) => ({ ...movedView(move), ...toldWhy(reasons?.get(move.session.id)) }));
  return { affected: affected.length, moved, stuck, reservations, warnings };
}

const toldWhy = (reasons: readonly Reason[] | undefined): { reasons?: object[] } => (reasons ? { reasons: reasons.map(({ code, message }) => ({ code, message })) } : {});

/** In one order, so that nobody waits in a circle. */
async function lockCourses(work: Work, affected: readonly Movable[]): Promise<Map<string, CourseFacts>> {
  const courses = new Map<string, CourseFacts>();
  for (const id of [...new Set(affected.map(({ courseId }) => courseId))].sort()) courses.set(id, await courseFacts(work, id, 'lock'));
  return courses;
}

const lastOf = (affected: readonly Movable[]): number => Math.max(0, ...affected.map(({ endsAt }) => Date.parse(endsAt)));

async function displacedOf(work: Work, movable: readonly Movable[], courses: ReadonlyMap<string, CourseFacts>, keepDevice: boolean): Promise<Displaced[]> {
  const moving = movable.map(({ id }) => id);
  const others = new Map<string, OtherTreatments>();
  const displaced: Displaced[] = [];
  for (const { id, courseId, patientId, kind, sequence, startsAt, endsAt, deviceId, operatorId } of movable) {
    const course = courses.get(courseId);
    if (!course) continue;
    const day = `${patientId}/${kindOf(course.modality)}`;
    const had = others.get(day) ?? (await otherTreatments(work, course, ...moving));
    others.set(day, had);
    const phase = sequence === null ? undefined : phaseOf(course.phases, sequence);
    const minutes = (Date.parse(endsAt) - Date.parse(startsAt)) / MINUTE_MS;
    const threshold = await latestThreshold(work, course.id, course.hemisphere);
    const request = placementRequest(course, phase, minutes, keepDevice ? { deviceId } : {}, had);
    displaced.push({ id, startMs: Date.parse(startsAt), counts: kind === 'treatment', request: { ...request, patientId, preferredDeviceId: threshold?.deviceId ?? deviceId, preferredOperatorId: operatorId, notBeforeMs: work.nowMs } });
  }
  return displaced;
}

function decide(calendar: Calendar, displaced: readonly Displaced[], movable: readonly Movable[], underWay: readonly Movable[]): { moves: Move[]; stuck: Stuck[] } {
  const plan = replan(calendar, displaced);
  const sessions = new Map(movable.map((session) => [session.id, session]));
  const requests = new Map(displaced.map(({ id, request }) => [id, request]));
  const stuckView = (session: Movable, reasons: object[]): Stuck => ({ sessionId: session.id, courseId: session.courseId, patientId: session.patientId, from: placeOf(session), reasons });
  return {
    moves: plan.moved.flatMap(({ id, placement }) => {
      const [session, request] = [sessions.get(id), requests.get(id)];
      return session && request ? [{ session, placement, request }] : [];
    }),
    stuck: [
      ...plan.stuck.flatMap(({ id, reasons }) => {
        const session = sessions.get(id);
        return session ? [stuckView(session, reasons)] : [];
      }),
      ...underWay.map((session) => stuckView(session, [{ code: 'under-way', message: `The session is ${session.status === 'scheduled' ? 'past' : session.status}; it cannot be moved any more.` }])),
    ],
  };
}
