import { LONGEST_COOLING_MINUTES } from '../clinics/read.js';
import { courseFacts, type CourseFacts, type PhaseInForce } from '../courses/read.js';
import { join, sql } from '../platform/database/sql.js';
import type { Reader, Work } from '../platform/database/work.js';
import { notFound } from '../platform/errors/refusal.js';
import { lockEach } from '../scheduling/index.js';
import { calendarFor, type Calendar, type PlacementRequest } from '../scheduling/read.js';
import { REACH_HOURS, sessionsReaching } from './read.js';
import type { OtherTreatments } from './other-treatments.js';
import { kindOf, otherKindOf } from './patients-day.js';
import { courseNotActive } from './sessions.problems.js';
import { STANDS } from './standing.js';

const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;
const DAY_MS = 86_400_000;
/** What a caller may fix of a booking; the rest is assigned. */
export interface Wishes {
  deviceId?: string;
  operatorId?: string;
  roomId?: string;
}

/** A course that sessions may be booked in, with its row locked until the booking is done. @throws Refusal 409 `course-not-active` */
export async function bookableCourse(work: Work, courseId: string): Promise<CourseFacts> {
  const course = await courseFacts(work, courseId, 'lock');
  if (course.status !== 'active') throw courseNotActive(course.status);
  return course;
}

/**
 * Takes the locks of everything a booking could be given, so that the calendar read next is true until the commit: of
 * the fixed resources alone where the caller names them, else of every one that could be assigned; and of what the other parts
 * of the patients' plans take.
 */
export function lockCandidates(work: Work, patientIds: readonly string[], { deviceId, operatorId, roomId }: Wishes = {}): Promise<void> {
  return lockEach(work, sql`
    select 'patient' as kind, id from unnest(${[...patientIds]}::uuid[]) as p(id)
    union all
    select 'device', id from devices where clinic_id = ${work.actor.clinicId} and (${deviceId ?? null}::uuid is null or id = ${deviceId ?? null}::uuid)
    union all
    select 'room', id from rooms where clinic_id = ${work.actor.clinicId} and (${roomId ?? null}::uuid is null or id = ${roomId ?? null}::uuid)
    union all
    select 'operator', id from staff where clinic_id = ${work.actor.clinicId} and deactivated_at is null and 'operator' = any(roles)
      and (${operatorId ?? null}::uuid is null or id = ${operatorId ?? null}::uuid)
    union
    select part.kind, part.id
    from adjuncts a
    join courses c on c.clinic_id = a.clinic_id and c.id = a.course_id
    cross join lateral (values ('device', a.device_id), ('room', a.room_id), ('operator', a.operator_id)) as part(kind, id)
    where a.clinic_id = ${work.actor.clinicId} and c.patient_id = any(${[...patientIds]}::uuid[]) and part.id is not null`);
}

/** The calendar around a window: a day on either side, so that neighbours and gaps are seen. */
export function calendarAround(reader: Reader, fromMs: number, toMs: number, withoutOccupants?: readonly string[]): Promise<Calendar> {
  const window = { fromMs: fromMs - DAY_MS, toMs: toMs + DAY_MS };
  return calendarFor(reader, window, sessionsReaching(reader, window), withoutOccupants);
}

/**
 * The calendar for one session at a time that is known: of what else is claimed only what it can meet there. Alone it takes
 * its own time and what its coil rests after it, which is longer than any turnover; with other parts of the plan around it,
 * as far as those may reach.
 */
export function calendarAt(reader: Reader, { sideBlocks }: CourseFacts, startMs: number, durationMinutes: number, withoutOccupants?: readonly string[]): Promise<Calendar> {
  const window = { fromMs: startMs - DAY_MS, toMs: startMs + DAY_MS };
  const claimed = sideBlocks.length > 0 ? { fromMs: startMs - REACH_HOURS.before * HOUR_MS, toMs: startMs + REACH_HOURS.after * HOUR_MS } : { fromMs: startMs, toMs: startMs + (durationMinutes + LONGEST_COOLING_MINUTES) * MINUTE_MS };
  return calendarFor(reader, window, sessionsReaching(reader, claimed), withoutOccupants, claimed);
}

/**
 * What one session of a course asks of the calendar. Only a treatment has a phase: it counts towards the treatments of its day and
 * keeps the gaps that its start will be held to; a visit in which nothing is given waits for none.
 */
export function placementRequest(
  course: CourseFacts,
  phase: PhaseInForce | undefined,
  durationMinutes: number,
  wishes: Wishes,
  { perDate, neighbours }: OtherTreatments,
): PlacementRequest {
  const kind = kindOf(course.modality);
  const other = otherKindOf(kind);
  return {
    modality: course.modality,
    durationMinutes,
    patientId: course.patientId,
    minimumGapMinutes: phase?.minimumGapMinutes ?? 0,
    maximumPerDay: phase?.sessionsPerDay ?? Infinity,
    sessionsPerDate: perDate,
    countedAs: kind,
    ...(phase && { neighbours, ...(other && { apart: { kinds: [other], minutes: course.limits.gapMinutes.value } }) }),
    // Only with treatments are the other parts of the plan given.
    blocks: phase ? course.sideBlocks : [],
    ...wishes,
  };
}

/**
 * The numbers of a course's treatments that are not booked, had or being had, in order: what was cancelled, missed or
 * skipped gives its number back, so that the course ends with all it prescribes.
 */
export async function openNumbers(reader: Reader, course: CourseFacts): Promise<number[]> {
  const rows = await reader.many<{ sequence: number }>(sql`
    select distinct sequence from sessions
    where clinic_id = ${reader.actor.clinicId} and course_id = ${course.id} and kind = 'treatment' and ${STANDS}`);
  const taken = new Set(rows.map(({ sequence }) => sequence));
  return Array.from({ length: course.sessionsPlanned }, (_unused, index) => index + 1).filter((number) => !taken.has(number));
}

/** The number of one more treatment: the first that is open, or one beyond the plan. */
export async function nextNumber(reader: Reader, course: CourseFacts): Promise<number> {
  const [open] = await openNumbers(reader, course);
  if (open !== undefined) return open;
  const { next } = await reader.one<{ next: number }>(sql`
    select coalesce(max(sequence), 0) + 1 as next from sessions
    where clinic_id = ${reader.actor.clinicId} and course_id = ${course.id} and kind = 'treatment'`);
  return next;
}

/** Ids in a body that are not this clinic's are 404, like those in a path. */
export async function refuseUnknownWishes(reader: Reader, { deviceId, roomId, operatorId }: Wishes): Promise<void> {
  const { clinicId } = reader.actor;
  const unknown = [
    ...(deviceId ? [sql`not exists (select 1 from devices where clinic_id = ${clinicId} and id = ${deviceId})`] : []),
    ...(roomId ? [sql`not exists (select 1 from rooms where clinic_id = ${clinicId} and id = ${roomId})`] : []),
    ...(operatorId ? [sql`not exists (select 1 from staff where clinic_id = ${clinicId} and id = ${operatorId} and 'operator' = any(roles))`] : []),
  ];
  if (unknown.length === 0) return;
  const { isUnknown } = await reader.one<{ isUnknown: boolean }>(sql`select ${join(unknown, ' or ')} as "isUnknown"`);
  if (isUnknown) throw notFound();
}

/** The dates of a course's treatments that are still to come or under way, in order; one of them left out where it is to be moved. */
export async function bookedDates(reader: Reader, courseId: string, moving?: string): Promise<string[]> {
  const rows = await reader.many<{ date: string }>(sql`
    select (s.starts_at at time zone c.time_zone)::date as date from sessions s join clinics c on c.id = s.clinic_id
    where s.clinic_id = ${reader.actor.clinicId} and s.course_id = ${courseId} and s.kind = 'treatment' and s.status in ('scheduled', 'checked-in', 'held', 'in-progress')
      and s.id is distinct from ${moving ?? null}::uuid
    order by s.starts_at, s.id`);
  return rows.map(({ date }) => date);
}
