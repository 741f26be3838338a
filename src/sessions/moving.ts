import { record } from '../audit/index.js';
import { courseFacts, type CourseFacts } from '../courses/read.js';
import { toInstant } from '../platform/clock/clock.js';
import type { Work } from '../platform/database/work.js';
import type { SessionView } from './session.dto.js';
import { courseNotActive, tooEarly, tooLate } from './sessions.problems.js';
import { sessionView } from './sessions.queries.js';

const MINUTE_MS = 60_000;

/** @throws Refusal 409 `course-not-active` */
export async function refuseInactive(work: Work, courseId: string): Promise<CourseFacts> {
  const course = await courseFacts(work, courseId);
  if (course.status !== 'active') throw courseNotActive(course.status);
  return course;
}

/** @throws Refusal 409 `too-early` with when it is possible */
export function refuseTooEarly(work: Work, startsAt: string, minutes: number, what: string): void {
  const opensMs = Date.parse(startsAt) - minutes * MINUTE_MS;
  if (work.nowMs < opensMs) throw tooEarly(what, toInstant(opensMs));
}

/**
 * A session that begins long after its time takes device, room and operator from others: where the clinic says so it is moved first.
 * @param minutes after the booked time; null: never too late
 * @throws Refusal 409 `too-late`
 */
export function refuseTooLate(work: Work, startsAt: string, minutes: number | null, what: string): void {
  if (minutes === null) return;
  const closedMs = Date.parse(startsAt) + minutes * MINUTE_MS;
  if (work.nowMs > closedMs) throw tooLate(what, toInstant(closedMs));
}

/** The session as it is after a move, which goes on the trail. */
export async function told(work: Work, before: SessionView, action: string, more: object = {}): Promise<SessionView> {
  const after = await sessionView(work, before.id);
  record(work, { action, subject: { type: 'session', id: before.id }, patientId: before.patientId, before, after: { ...after, ...more } });
  return after;
}
