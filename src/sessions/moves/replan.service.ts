import { factsOfCourses, latestThresholds, type CourseFacts, type ThresholdFacts } from '../../courses/read.js';
import { sql } from '../../platform/database/sql.js';
import type { Work } from '../../platform/database/work.js';
import { conflict } from '../../platform/errors/refusal.js';
import { replan, type Calendar, type Displaced, type Reason } from '../../scheduling/read.js';
import { giveUpSession } from '../booking.service.js';
import { calendarAround, lockCandidates, placementRequest } from '../course-calendar.js';
import { NO_OTHERS, otherTreatmentsOf } from '../other-treatments.js';
import { phaseOf } from '../phases.js';
import { causeOf } from './causes.js';
import { carryOut, deviceWarnings, lockSessions, movedView, placeOf, renumber, type Movable, type Move } from './movable.js';
import type { LeftAlone, ReplanAnswer, ReplanRequest, Stuck } from './moves.dto.js';

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
/** As far as a session may be put off. */
const SEARCH_AHEAD_MS = 50 * DAY_MS;
const MOST_SESSIONS = 500;

/**
 * Finds new places for every session that a broken device, an absent operator, a closed day or any other change of the
 * calendars displaces, and enters the downtime or the absence in the same transaction; or only tells what would become of
 * them (`dryRun`). What is in progress goes on, and is told of; whoever was checked in for a session that moves is asked again
 * at the new time.
 * @throws Refusal 409 `cannot-place` when some find none and nobody said that those are to be cancelled
 */
export async function replanSchedule(work: Work, request: ReplanRequest): Promise<ReplanAnswer> {
  const cause = await causeOf(work, request);
  const touched = await lockSessions(work, sql`s.status in ('scheduled', 'checked-in', 'held', 'in-progress') and ${cause.touches}`);
  const reasons = await cause.reasons?.(touched);
  const concerned = reasons ? touched.filter(({ id }) => reasons.has(id)) : touched;
  const affected = concerned.filter((one) => whyLeftAlone(work, one) === undefined);
  const followed = cause.laterParts ? await lockSessions(work, cause.laterParts) : [];
  const leftAlone = toldAlone(work, concerned, followed);
  if (affected.length > MOST_SESSIONS) throw conflict('too-many', `${affected.length} sessions are affected; name a shorter time (${MOST_SESSIONS} sessions at most).`);
  const courses = await factsOfCourses(work, affected.map(({ courseId }) => courseId), 'lock');
  await lockCandidates(work, affected.map(({ patientId }) => patientId));

  const reservations = (await cause.reservations?.()) ?? [];
  const around = await calendarAround(work, Math.min(cause.fromMs, work.nowMs), Math.max(cause.toMs, lastOf(affected)) + SEARCH_AHEAD_MS, affected.map(({ id }) => id));
  const calendar = { ...around, claims: [...around.claims, ...cause.blocks] };
  const thresholds = await latestThresholds(work, [...courses.values()]);
  const displaced = await displacedOf(work, affected, courses, thresholds, request.keepDevice ?? false);
  const { moves, stuck } = decide(calendar, displaced, affected);
  const cancelled = request.unplaceable === 'cancel' ? stuck : [];
  if (stuck.length > cancelled.length && !request.dryRun) {
    throw conflict('cannot-place', `${stuck.length} of ${affected.length} sessions find no other place; nothing was changed.`, { unplaced: stuck });
  }
  const warnings = [...courses.values()].flatMap((course) => deviceWarnings(course, thresholds.get(course.id), moves));
  if (!request.dryRun) {
    for (const { sessionId } of cancelled) await giveUpSession(work, sessionId, 'cancelled', request.reason, 'booking');
    await carryOut(work, calendar, moves, request.reason);
    for (const course of courses.values()) await renumber(work, course);
    await cause.enter();
  }
  const moved = moves.map((move) => ({ ...movedView(move), ...toldWhy(reasons?.get(move.session.id)) }));
  return { affected: affected.length, moved, stuck, leftAlone, reservations, warnings };
}

const toldWhy = (reasons: readonly Reason[] | undefined): { reasons?: object[] } => (reasons ? { reasons: reasons.map(({ code, message }) => ({ code, message })) } : {});

/** A session in progress is nobody's to move, whatever breaks around it: whoever delivers it ends it. One that is over has to be told what became of it. */
function whyLeftAlone({ nowMs }: Work, { status, endsAt }: Movable): { code: string; message: string } | undefined {
  if (status === 'in-progress') return { code: 'under-way', message: 'The session is in progress: complete or abort it.' };
  if (Date.parse(endsAt) > nowMs) return undefined;
  return { code: 'over', message: `The time of the session is over and it is ${status}: mark it as missed, cancel it or move it.` };
}

/** With the reasons: why each stays, and which have another part of the plan to come that loses its place. */
function toldAlone(work: Work, concerned: readonly Movable[], followed: readonly Movable[]): LeftAlone[] {
  const [known, later] = [new Set(concerned.map(({ id }) => id)), new Set(followed.map(({ id }) => id))];
  return [...concerned, ...followed.filter(({ id }) => !known.has(id))].flatMap((one): LeftAlone[] => {
    const why = known.has(one.id) ? whyLeftAlone(work, one) : undefined;
    const reasons = [...(why ? [why] : []), ...(later.has(one.id) ? [LATER_PART] : [])];
    return reasons.length > 0 ? [{ sessionId: one.id, courseId: one.courseId, patientId: one.patientId, place: placeOf(one), reasons }] : [];
  });
}

const LATER_PART = { code: 'later-part', message: 'Another part of the plan follows the session in that time and keeps its place: nobody or nothing will be there for it, so tell the patient.' };

const lastOf = (affected: readonly Movable[]): number => Math.max(0, ...affected.map(({ endsAt }) => Date.parse(endsAt)));

async function displacedOf(work: Work, affected: readonly Movable[], courses: ReadonlyMap<string, CourseFacts>, thresholds: ReadonlyMap<string, ThresholdFacts>, keepDevice: boolean): Promise<Displaced[]> {
  const others = await otherTreatmentsOf(work, [...courses.values()], affected.map(({ id }) => id));
  return affected.flatMap(({ id, courseId, patientId, kind, sequence, startsAt, endsAt, deviceId, operatorId }): Displaced[] => {
    const course = courses.get(courseId);
    if (!course) return [];
    const phase = sequence === null ? undefined : phaseOf(course.phases, sequence);
    const minutes = (Date.parse(endsAt) - Date.parse(startsAt)) / MINUTE_MS;
    const request = placementRequest(course, phase, minutes, keepDevice ? { deviceId } : {}, others.get(courseId) ?? NO_OTHERS);
    const preferredDeviceId = thresholds.get(courseId)?.deviceId ?? deviceId;
    return [{ id, startMs: Date.parse(startsAt), counts: kind === 'treatment', request: { ...request, patientId, preferredDeviceId, preferredOperatorId: operatorId, notBeforeMs: work.nowMs } }];
  });
}

function decide(calendar: Calendar, displaced: readonly Displaced[], affected: readonly Movable[]): { moves: Move[]; stuck: Stuck[] } {
  const plan = replan(calendar, displaced);
  const sessions = new Map(affected.map((session) => [session.id, session]));
  const requests = new Map(displaced.map(({ id, request }) => [id, request]));
  return {
    moves: plan.moved.flatMap(({ id, placement }) => {
      const [session, request] = [sessions.get(id), requests.get(id)];
      return session && request ? [{ session, placement, request }] : [];
    }),
    stuck: plan.stuck.flatMap(({ id, reasons }): Stuck[] => {
      const session = sessions.get(id);
      return session ? [{ sessionId: id, courseId: session.courseId, patientId: session.patientId, from: placeOf(session), reasons }] : [];
    }),
  };
}
