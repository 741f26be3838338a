import { record } from '../../audit/index.js';
import { courseFacts, type CourseFacts } from '../../courses/read.js';
import { toInstant } from '../../platform/clock/clock.js';
import { sql } from '../../platform/database/sql.js';
import type { Work } from '../../platform/database/work.js';
import { claim, releaseClaims } from '../../scheduling/index.js';
import { blocksAround, claimsOf, place, type Interval } from '../../scheduling/read.js';
import { bookableCourse, calendarAround, lockCandidates, placementRequest } from '../course-calendar.js';
import { NO_OTHERS } from '../other-treatments.js';
import { phaseOf } from '../phases.js';
import { Session } from '../session.entity.js';
import { lockSessions, type Movable } from './movable.js';
import type { BlocksReserved, ReservedBlock } from './reserve-blocks.dto.js';

const MINUTE_MS = 60_000;

/**
 * The treatments that are still to come take room for the other parts of the plan as it stands now, each where it is booked;
 * one around which there is no room keeps what it had.
 */
export async function reserveBlocks(work: Work, courseId: string, dryRun: boolean): Promise<BlocksReserved> {
  const course = await bookableCourse(work, courseId);
  const answer = await reserveAll(work, course, dryRun);
  if (!dryRun) told(work, course, answer);
  return answer;
}

/** What is booked follows the plan when it changes; where it cannot, the session says that it differs. */
export async function followThePlan(work: Work, courseId: string): Promise<void> {
  const course = await courseFacts(work, courseId, 'lock');
  if (course.status !== 'active' && course.status !== 'paused') return;
  const answer = await reserveAll(work, course, false);
  if (answer.reserved.length + answer.unreserved.length > 0) told(work, course, answer);
}

async function reserveAll(work: Work, course: CourseFacts, dryRun: boolean): Promise<BlocksReserved> {
  const sessions = await lockSessions(work, sql`s.course_id = ${course.id} and s.kind = 'treatment' and s.status = 'scheduled' and s.starts_at >= ${work.now}::timestamptz`);
  await lockCandidates(work, [course.patientId]);
  const answer: BlocksReserved = { reserved: [], unreserved: [] };
  for (const session of sessions) await reserve(work, course, session, dryRun, answer);
  return answer;
}

function told(work: Work, { id, patientId }: CourseFacts, { reserved, unreserved }: BlocksReserved): void {
  const after = { reserved: reserved.length, unreserved: unreserved.map(({ sessionId }) => sessionId) };
  record(work, { action: 'course.blocks-reserved', subject: { type: 'course', id }, patientId, after });
}

async function reserve(work: Work, course: CourseFacts, session: Movable, dryRun: boolean, answer: BlocksReserved): Promise<void> {
  const { id, startsAt, endsAt, deviceId, roomId, operatorId, sequence } = session;
  const span = { startMs: Date.parse(startsAt), endMs: Date.parse(endsAt) };
  const calendar = await calendarAround(work, span.startMs, span.endMs, [id]);
  const phase = phaseOf(course.phases, sequence ?? 1);
  // It is booked already: gaps and how many sessions its day may have were asked then.
  const request = { ...placementRequest(course, phase, (span.endMs - span.startMs) / MINUTE_MS, { deviceId, roomId, operatorId }, NO_OTHERS), maximumPerDay: Infinity };
  const result = place(calendar, request, span.startMs);
  if (!result.ok) {
    if (!dryRun) await work.update(Session, id, { planDiffers: true });
    answer.unreserved.push({ sessionId: id, startsAt, reasons: result.reasons });
    return;
  }
  if (!dryRun) {
    await work.update(Session, id, { planDiffers: false });
    await releaseClaims(work, [id]);
    await claim(work, [{ occupant: { kind: 'session', id }, resources: claimsOf(calendar, request, result.placement) }]);
  }
  answer.reserved.push({ sessionId: id, startsAt, endsAt, blocks: blocksOf(calendar.zone, course, span) });
}

function blocksOf(zone: string, { sideBlocks: blocks }: CourseFacts, session: Interval): ReservedBlock[] {
  return blocksAround(zone, blocks, session)
    .map(({ block, startMs, endMs }) => ({ adjunctId: block.id, startsAt: toInstant(startMs), endsAt: toInstant(endMs) }))
    .sort((one, other) => (one.startsAt < other.startsAt ? -1 : 1));
}
