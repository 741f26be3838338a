import type { WornCoil } from '../clinics/read.js';
import { declareConstraints } from '../platform/errors/database-faults.js';
import { conflict, unprocessable, wrongState, type Refusal } from '../platform/errors/refusal.js';
import type { Reason } from '../scheduling/read.js';
import { isAllowed, MOVES, type SessionAction } from './session-states/index.js';

/** Why a time does not work, as the reference lists it. */
export const CLASHES = ['409 slot-taken', '409 outside-hours', '409 clinic-closed', '409 device-down', '409 device-unsuitable', '409 no-room', '409 operator-absent', '409 operator-not-qualified', '409 too-soon', '409 daily-maximum', '409 course-not-active'];

declareConstraints({
  sessions_one_on_device: () => deviceInUse(),
});

/** What a caller is told when a time does not work: the weightiest reason as the code, all of them in `reasons`. */
export function cannotBook(reasons: readonly Reason[], nearest: readonly string[] = []): Refusal {
  // Whoever lost a race for a slot is told so, whatever else would have spoken against it.
  const first = reasons.find(({ code }) => code === 'slot-taken') ?? reasons[0];
  const conflicts = reasons.flatMap((reason) => reason.conflicts ?? []);
  return conflict(first?.code ?? 'slot-taken', first?.message ?? 'That time is taken.', {
    reasons: reasons.map(({ code, message }) => ({ code, message })),
    conflicts,
    nearest,
  });
}

/** @throws Refusal 409 `wrong-state` where the table of moves does not have it */
export function refuseMove(action: SessionAction, state: string): void {
  if (!isAllowed(action, state)) throw wrongState('session', state, MOVES[action].done);
}

export const courseNotActive = (status: string): Refusal => conflict('course-not-active', `The course is ${status}; sessions are booked and given in an active course.`, { state: status });
export const tooEarly = (what: string, opensAt: string): Refusal => conflict('too-early', `${what} is possible from ${opensAt}.`, { opensAt });
export const tooLate = (what: string, closedAt: string): Refusal =>
  conflict('too-late', `${what} was possible until ${closedAt}; move the session, or cancel it and book another.`, { closedAt });
export const onHold = (holds: readonly object[], locks: readonly object[]): Refusal =>
  conflict('on-hold', locks.length > 0 ? 'All stimulation of this patient is locked until two people have cleared it.' : 'The course is on hold; a clinician has to answer first.', { holds, locks });
export const deviceFailedItsCheck = (): Refusal => conflict('device-failed-check', 'The device failed its check today; check it again once it is mended, or move the session.');
export const coilAtItsLimit = (coil: WornCoil): Refusal => conflict('coil-at-limit', 'The coil has given as many pulses as the clinic lets it give; change it, or set its limit anew.', { coil });
export const anotherInProgress = (sessionId: string): Refusal =>
  conflict('another-in-progress', 'Another session of this patient is in progress; complete or abort it first, so that its dose and its end count.', { sessionId });
export const deviceDown = (why: string): Refusal => conflict('device-down', why);
export const deviceInUse = (sessionId?: string): Refusal =>
  conflict('device-in-use', 'Another session is in progress on this device; complete or abort it first, or move this one to another device.', sessionId === undefined ? {} : { sessionId });
export const notQualified = (what: { modality: string; coilType: string | null; on: string; competences: readonly object[] }): Refusal =>
  conflict('operator-not-qualified', `Whoever delivers has competences on record, and none for ${what.modality}${what.coilType === null ? '' : ` with a ${what.coilType} coil`} on ${what.on}.`, what);
export const allGiven = (sessionsPlanned: number): Refusal =>
  conflict('all-sessions-given', `All ${sessionsPlanned} sessions that the course prescribes were given; a clinician extends the course first.`, { sessionsPlanned });
export const notSafe = (findings: readonly object[]): Refusal => conflict('not-safe', 'A safety rule does not allow this session to start.', { findings });

/** 422 with a pointer, like the faults of a 400, for a value that is well-formed and still cannot be. */
export const refusedDose = (code: string, field: string, message: string, within = '/delivered', more: object = {}): Refusal =>
  unprocessable(code, message, { errors: [{ pointer: `${within}/${field}`, code, message }], ...more });
