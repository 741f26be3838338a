import { factsOfCourses, type CourseFacts } from '../../courses/read.js';
import type { Work } from '../../platform/database/work.js';
import { calendarFor, misplaced, tooNear, type Reason } from '../../scheduling/read.js';
import { placementRequest } from '../course-calendar.js';
import { otherTreatmentsOf, type OtherTreatments } from '../other-treatments.js';
import { phaseOf } from '../phases.js';
import type { Movable } from './movable.js';

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

/** By the session's id, why it could not be booked any more where it stands; whoever is not named stands well. */
export type Misplaced = ReadonlyMap<string, readonly Reason[]>;

type Courses = ReadonlyMap<string, CourseFacts>;

/**
 * What has changed under sessions that were booked well: the calendars, the gaps, how many a day has (two records that became
 * one bring both their days). Of two too close, and of a day too full, the later ones, as the start would find them. A few
 * statements however many they are.
 */
export async function misplacedAmong(work: Work, touched: readonly Movable[]): Promise<Misplaced> {
  if (touched.length === 0) return new Map();
  const courses = await factsOfCourses(work, touched.map(({ courseId }) => courseId));
  const [ofCalendars, ofPatients] = [await againstCalendars(work, touched, courses), await againstPatients(work, touched, courses)];
  return new Map([...ofCalendars.keys(), ...ofPatients.keys()].map((id) => [id, [...(ofCalendars.get(id) ?? []), ...(ofPatients.get(id) ?? [])]]));
}

/** Those whose hours, device, room or operator are not to be had any more. */
export async function unableAmong(work: Work, touched: readonly Movable[]): Promise<Misplaced> {
  return touched.length === 0 ? new Map() : againstCalendars(work, touched, await factsOfCourses(work, touched.map(({ courseId }) => courseId)));
}

async function againstCalendars(work: Work, touched: readonly Movable[], courses: Courses): Promise<Misplaced> {
  const starts = touched.map(({ startsAt }) => Date.parse(startsAt));
  // Claims need no looking at: none of the clinic stands in the way of another.
  const calendar = await calendarFor(work, { fromMs: Math.min(...starts) - DAY_MS, toMs: Math.max(...starts) + DAY_MS }, undefined);
  return misplaced(calendar, touched.map(({ id, courseId, startsAt, endsAt, deviceId, roomId, operatorId }) => ({
    id, startMs: Date.parse(startsAt), durationMinutes: (Date.parse(endsAt) - Date.parse(startsAt)) / MINUTE_MS, modality: courses.get(courseId)?.modality, deviceId, roomId, operatorId,
  })));
}

async function againstPatients(work: Work, touched: readonly Movable[], courses: Courses): Promise<Misplaced> {
  const others = await otherTreatmentsOf(work, [...courses.values()]);
  const found = new Map<string, Reason[]>();
  for (const session of touched) {
    const [course, had] = [courses.get(session.courseId), others.get(session.courseId)];
    const reasons = session.kind === 'treatment' && course && had ? [...tooSoon(session, course, had), ...tooMany(session, course, had)] : [];
    if (reasons.length > 0) found.set(session.id, reasons);
  }
  return found;
}

/** It follows another of its patient sooner than the gap that is in force now. */
function tooSoon({ id, sequence, startsAt, endsAt }: Movable, course: CourseFacts, others: OtherTreatments): Reason[] {
  const span = { startMs: Date.parse(startsAt), endMs: Date.parse(endsAt) };
  const { countedAs, minimumGapMinutes, neighbours = [] } = placementRequest(course, phaseOf(course.phases, sequence ?? 1), 0, {}, others);
  const near = tooNear({ countedAs, minimumGapMinutes, neighbours: neighbours.filter((one) => one.id !== id && one.startMs < span.startMs) }, span);
  return near.length === 0 ? [] : [{ code: 'too-soon', message: `The patient needs ${Math.max(...near.map(({ minutes }) => minutes))} minutes between sessions.` }];
}

/** Before it stand as many on its day already as its phase has. */
function tooMany({ id, sequence }: Movable, { phases }: CourseFacts, { counted }: OtherTreatments): Reason[] {
  const own = counted.find((one) => one.id === id);
  const most = phaseOf(phases, sequence ?? 1)?.sessionsPerDay ?? Infinity;
  const before = own ? counted.filter((one) => one.date === own.date && (one.startMs < own.startMs || (one.startMs === own.startMs && one.id < id))).length : 0;
  if (!own || before < most) return [];
  return [{ code: 'daily-maximum', message: `The patient has ${before === 1 ? 'a session' : `${before} sessions`} earlier on ${own.date}; the course gives ${most} a day.` }];
}
