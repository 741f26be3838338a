import { record } from '../../audit/index.js';
import type { CourseFacts, ThresholdFacts } from '../../courses/read.js';
import { toInstant } from '../../platform/clock/clock.js';
import { sql, type Sql } from '../../platform/database/sql.js';
import type { Work } from '../../platform/database/work.js';
import { claim, releaseClaims } from '../../scheduling/index.js';
import { claimsOf, type Calendar, type Placement, type PlacementRequest } from '../../scheduling/read.js';
import { thresholdElsewhere } from '../booking-warnings.js';
import { phaseOf } from '../phases.js';
import { prescribedDose } from '../prescribed-dose.js';
import type { SessionWarning } from '../session.dto.js';
import { Session } from '../session.entity.js';
import type { Moved, Place } from './moves.dto.js';

/** A booked session as it stands, locked. */
export interface Movable extends Place {
  id: string;
  courseId: string;
  patientId: string;
  kind: string;
  sequence: number | null;
  status: string;
}

/** The sessions that a condition on `s` picks, in order of time, each locked until the work is done. */
export async function lockSessions(work: Work, condition: Sql): Promise<Movable[]> {
  await work.many(sql`select s.id from sessions s where s.clinic_id = ${work.actor.clinicId} and ${condition} order by s.id for update`);
  return work.many<Movable>(sql`
    select s.id, s.course_id as "courseId", s.patient_id as "patientId", s.kind, s.sequence, s.status, s.starts_at as "startsAt", s.ends_at as "endsAt",
      s.device_id as "deviceId", s.room_id as "roomId", s.operator_id as "operatorId"
    from sessions s where s.clinic_id = ${work.actor.clinicId} and ${condition} order by s.starts_at, s.id`);
}

/** A session with the place that was found for it, and what it asked for there. */
export interface Move {
  session: Movable;
  placement: Placement;
  request: Pick<PlacementRequest, 'patientId' | 'blocks'>;
}

export const placeOf = ({ startsAt, endsAt, deviceId, roomId, operatorId }: Movable): Place => ({ startsAt, endsAt, deviceId, roomId, operatorId });

export const movedView = ({ session, placement }: Move): Moved => ({
  sessionId: session.id,
  courseId: session.courseId,
  patientId: session.patientId,
  from: placeOf(session),
  to: { startsAt: toInstant(placement.startMs), endsAt: toInstant(placement.endMs), deviceId: placement.deviceId, roomId: placement.roomId, operatorId: placement.operatorId },
});

/**
 * All of them at once: their old places are free before the new ones are taken, so that they may swap among themselves.
 * Whoever was checked in is asked again at the new time.
 */
export async function carryOut(work: Work, calendar: Calendar, moves: readonly Move[], reason: string): Promise<void> {
  await releaseClaims(work, moves.map(({ session }) => session.id));
  await claim(work, moves.map(({ session, placement, request }) => ({ occupant: { kind: 'session' as const, id: session.id }, resources: claimsOf(calendar, request, placement) })));
  for (const move of moves) {
    const { from, to, sessionId, patientId } = movedView(move);
    await work.update(Session, sessionId, { ...to, planDiffers: false, status: 'scheduled', checkedInAt: null, movedFrom: from.startsAt, statusReason: reason, revisedAt: work.now, overlapReason: null, overlapBy: null });
    record(work, { action: 'session.moved', subject: { type: 'session', id: sessionId }, patientId, before: from, after: { ...to, reason } });
  }
}

/** After moves the booked treatments of a course bear their numbers in order of time again, each with the dose of its number. */
export async function renumber(work: Work, course: CourseFacts): Promise<void> {
  const rows = await work.many<{ id: string; sequence: number }>(sql`
    select id, sequence from sessions
    where clinic_id = ${work.actor.clinicId} and course_id = ${course.id} and kind = 'treatment' and status = 'scheduled' order by starts_at, id`);
  const numbers = rows.map(({ sequence }) => sequence).sort((a, b) => a - b);
  for (const [index, { id, sequence }] of rows.entries()) {
    const number = numbers[index] ?? sequence;
    if (number === sequence) continue;
    await work.update(Session, id, { sequence: number, phase: phaseOf(course.phases, number)?.name ?? null, prescribed: prescribedDose(course, [], number) });
    record(work, { action: 'session.renumbered', subject: { type: 'session', id }, patientId: course.patientId, before: { sequence }, after: { sequence: number } });
  }
}

/** A motor threshold is of one stimulator: on another it has to be measured again. */
export function deviceWarnings(course: CourseFacts, threshold: ThresholdFacts | undefined, moves: readonly Move[]): SessionWarning[] {
  return thresholdElsewhere(threshold?.deviceId, moves.flatMap(({ session, placement }) => (session.courseId === course.id && session.kind === 'treatment' ? [placement.deviceId] : [])));
}
