import { courseFacts, latestThreshold, type CourseFacts } from '../../courses/read.js';
import { sql, type Sql } from '../../platform/database/sql.js';
import type { Work } from '../../platform/database/work.js';
import { conflict, invalid, InvalidRequest } from '../../platform/errors/refusal.js';
import { addAbsence, addDowntime } from '../../scheduling/index.js';
import { replan, type Calendar, type Claim, type Displaced } from '../../scheduling/read.js';
import { giveUpSession } from '../booking.service.js';
import { kindOf } from '../patients-day.js';
import { calendarAround, lockCandidates, phaseOf, placementRequest, treatmentsPerDate } from '../course-calendar.js';
import { carryOut, deviceWarnings, lockSessions, movedView, placeOf, renumber, type Movable, type Move } from './movable.js';
import type { ReplanAnswer, ReplanRequest, Stuck } from './moves.dto.js';

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
/** As far as a session may be put off. */
const SEARCH_AHEAD_MS = 50 * DAY_MS;
const MOST_SESSIONS = 500;

/** What takes the places away: which sessions it touches, and what stands in the calendar instead of them. */
interface Cause {
  touches: Sql;
  blocks: Claim[];
  fromMs: number;
  toMs: number;
  enter: () => Promise<unknown>;
}

/**
 * Finds new places for every session that a broken device, an absent operator or a closed day displaces, and enters the
 * downtime or the absence in the same transaction; or only tells what would become of them (`dryRun`).
 * @throws Refusal 409 `cannot-place` when some find none and nobody said that those are to be cancelled
 */
export async function replanSchedule(work: Work, request: ReplanRequest): Promise<ReplanAnswer> {
  const cause = await causeOf(work, request);
  const affected = await lockSessions(work, sql`s.status in ('scheduled', 'checked-in', 'held', 'in-progress') and ${cause.touches}`);
  if (affected.length > MOST_SESSIONS) throw conflict('too-many', `${affected.length} sessions are affected; name a shorter time (${MOST_SESSIONS} sessions at most).`);
  const courses = await lockCourses(work, affected);
  await lockCandidates(work, affected.map(({ patientId }) => patientId));

  const movable = affected.filter(({ status, startsAt }) => status === 'scheduled' && Date.parse(startsAt) >= work.nowMs);
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
  return { affected: affected.length, moved: moves.map(movedView), stuck, warnings };
}

async function causeOf(work: Work, { deviceId, operatorId, closureId, from, to, reason }: ReplanRequest): Promise<Cause> {
  const named = [deviceId, operatorId, closureId].filter(Boolean);
  if (named.length !== 1) throw new InvalidRequest(['deviceId', 'operatorId', 'closureId'].map((name) => ({ pointer: `/${name}`, code: 'exactly-one', message: 'exactly one of deviceId, operatorId and closureId is required' })));
  if (closureId) return closureCause(work, closureId);
  const kind = deviceId ? 'device' : 'operator';
  const id = deviceId ?? operatorId ?? '';
  if (deviceId && from === undefined && to === undefined) return outOfServiceCause(work, deviceId);
  if (from === undefined) throw invalid('/from', 'required', 'is required');
  if (to === undefined) throw invalid('/to', 'required', 'is required');
  if (to <= from) throw invalid('/to', 'ends-before-it-begins', 'must be later than from');
  await work.one(kind === 'device'
    ? sql`select 1 as there from devices where clinic_id = ${work.actor.clinicId} and id = ${id}`
    : sql`select 1 as there from staff where clinic_id = ${work.actor.clinicId} and id = ${id} and 'operator' = any(roles)`);
  const [fromMs, toMs] = [Date.parse(from), Date.parse(to)];
  return {
    touches: sql`s.id in (
      select occupant_id from claims where clinic_id = ${work.actor.clinicId} and live and occupant = 'session' and kind = ${kind} and resource_id = ${id} and during && tstzrange(${from}, ${to}))`,
    blocks: [{ kind, resourceId: id, startMs: fromMs, endMs: toMs, occupant: kind === 'device' ? 'downtime' : 'absence', occupantId: id }],
    fromMs,
    toMs,
    enter: () => (kind === 'device' ? addDowntime(work, id, { startsAt: from, endsAt: to, reason }) : addAbsence(work, id, { startsAt: from, endsAt: to, reason })),
  };
}

async function outOfServiceCause(work: Work, deviceId: string): Promise<Cause> {
  const device = await work.one<{ status: string }>(sql`select status from devices where clinic_id = ${work.actor.clinicId} and id = ${deviceId}`);
  if (device.status === 'in-service') throw invalid('/from', 'required', 'is required with to: the device is in service');
  return { touches: sql`s.device_id = ${deviceId} and s.starts_at >= ${work.now}::timestamptz`, blocks: [], fromMs: work.nowMs, toMs: work.nowMs, enter: () => Promise.resolve() };
}

async function closureCause(work: Work, closureId: string): Promise<Cause> {
  const { fromMs, toMs } = await work.one<{ fromMs: number; toMs: number }>(sql`
    select extract(epoch from from_date::timestamp at time zone c.time_zone) * 1000 as "fromMs", extract(epoch from (to_date + 1)::timestamp at time zone c.time_zone) * 1000 as "toMs"
    from closures k join clinics c on c.id = k.clinic_id where k.clinic_id = ${work.actor.clinicId} and k.id = ${closureId}`);
  const touches = sql`exists (select 1 from closures k join clinics c on c.id = k.clinic_id
    where k.clinic_id = s.clinic_id and k.id = ${closureId} and (s.starts_at at time zone c.time_zone)::date between k.from_date and k.to_date) and s.starts_at >= ${work.now}::timestamptz`;
  return { touches, blocks: [], fromMs, toMs, enter: () => Promise.resolve() };
}

/** In one order, so that nobody waits in a circle. */
async function lockCourses(work: Work, affected: readonly Movable[]): Promise<Map<string, CourseFacts>> {
  const courses = new Map<string, CourseFacts>();
  for (const id of [...new Set(affected.map(({ courseId }) => courseId))].sort()) courses.set(id, await courseFacts(work, id, 'lock'));
  return courses;
}

const lastOf = (affected: readonly Movable[]): number => Math.max(0, ...affected.map(({ endsAt }) => Date.parse(endsAt)));

async function displacedOf(work: Work, movable: readonly Movable[], courses: ReadonlyMap<string, CourseFacts>, keepDevice: boolean): Promise<Displaced[]> {
  const moving = movable.map(({ id }) => id);
  const perDate = new Map<string, Record<string, number>>();
  const displaced: Displaced[] = [];
  for (const { id, courseId, patientId, kind, sequence, startsAt, endsAt, deviceId, operatorId } of movable) {
    const course = courses.get(courseId);
    if (!course) continue;
    const day = `${patientId}/${kindOf(course.modality)}`;
    const had = perDate.get(day) ?? (await treatmentsPerDate(work, course, ...moving));
    perDate.set(day, had);
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
