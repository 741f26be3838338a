import { seen } from '../audit/index.js';
import { courseFacts } from '../courses/read.js';
import type { Reader, Work } from '../platform/database/work.js';
import { freeSlots, nearestDays } from '../scheduling/read.js';
import { slotView } from './availability.service.js';
import { calendarAround, placementRequest } from './course-calendar.js';
import { otherTreatments } from './other-treatments.js';
import { phaseOf } from './phases.js';
import { habitsOf, preferring } from './habits.js';
import type { GivenUpSession, Slot } from './series.dto.js';
import type { SessionView } from './session.dto.js';
import { sessionView } from './sessions.queries.js';

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
/** A session is made up for around the day it was lost, and within three weeks. */
const BEFORE_MS = 7 * DAY_MS;
const AFTER_MS = 21 * DAY_MS;
const PROPOSALS = 5;

/**
 * Where a session that was cancelled or missed can be made up for: the best time of each of the nearest days, by what the
 * course is used to. Found by the function that books; nothing in a course that is not active.
 */
async function makeUpSlots(reader: Reader, { courseId, kind, sequence, startsAt, endsAt }: SessionView, limit = PROPOSALS): Promise<Slot[]> {
  const course = await courseFacts(reader, courseId);
  if (course.status !== 'active') return [];
  const lostMs = Date.parse(startsAt);
  const habits = await habitsOf(reader, course);
  const phase = kind === 'treatment' ? phaseOf(course.phases, sequence ?? 1) : undefined;
  const request = { ...placementRequest(course, phase, (Date.parse(endsAt) - lostMs) / MINUTE_MS, {}, await otherTreatments(reader, course)), ...preferring(habits) };
  const [fromMs, toMs] = [Math.max(reader.nowMs, lostMs - BEFORE_MS), Math.max(reader.nowMs, lostMs) + AFTER_MS];
  const calendar = await calendarAround(reader, fromMs, toMs);
  const slots = freeSlots(calendar, request, { fromMs, toMs, notBeforeMs: reader.nowMs, limit: Infinity });
  return nearestDays(calendar, habits, slots, lostMs).slice(0, limit).map(slotView);
}

export async function withMakeUp(reader: Reader, session: SessionView): Promise<GivenUpSession> {
  return { ...session, makeUp: await makeUpSlots(reader, session) };
}

/** Nothing for a session that stands. */
export async function slotsInPlaceOf(work: Work, id: string, limit?: number): Promise<Slot[]> {
  const session = await sessionView(work, id, 'booking');
  seen(work, { action: 'session.make-up-read', subject: { type: 'session', id }, patientId: session.patientId });
  return session.status === 'cancelled' || session.status === 'no-show' ? makeUpSlots(work, session, limit) : [];
}
