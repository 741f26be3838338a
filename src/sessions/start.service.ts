import { queueForStimulation } from '../courses/index.js';
import { answeredBy, courseFacts, openHolds, openLocks, outputPercentMso, type ThresholdFacts } from '../courses/read.js';
import { sql } from '../platform/database/sql.js';
import type { Work } from '../platform/database/work.js';
import { conflict, invalid, Refusal } from '../platform/errors/refusal.js';
import { bookingSettings } from '../scheduling/read.js';
import { lockSession } from './booking.service.js';
import { refuseInactive, refuseTooEarly, refuseTooLate, told } from './moving.js';
import { blocksOfDose, isPulses, prescribedDose, rampSession, type PrescribedDose } from './prescribed-dose.js';
import type { SessionView, Start } from './session.dto.js';
import { Session } from './session.entity.js';
import { MOVES } from './session-states/index.js';
import { allGiven, notSafe, onHold, refusedDose, refuseMove } from './sessions.problems.js';
import { refuseAnother, refuseDevice, refuseUnqualified } from './start-obstacles.js';
import { againstStarting, unansweredToday } from './todays-findings.js';
import { todaysThresholds } from './todays-thresholds.js';

/** Stimulation may start from 30 minutes before the booked time. */
const START_OPENS_MINUTES = 30;

/** Lets stimulation begin, if every rule of today allows it. @throws Refusal 409 with what stands in the way */
export async function startSession(work: Work, id: string, { overrides = [], coilType, intensityPercentRmt, reason, earProtectionInPlace, supervision }: Start, mayOverride: boolean): Promise<SessionView> {
  if (overrides.length > 0 && !mayOverride) throw new Refusal('forbidden', 'forbidden', 'Only a clinician may override a safety finding.');
  const before = await lockSession(work, id);
  if (before.status === 'scheduled' || before.status === 'held') await refuseUnchecked(work, before);
  refuseMove('start', before.status);
  const course = await refuseInactive(work, before.courseId);
  refuseTooEarly(work, before.startsAt, START_OPENS_MINUTES, 'Start');
  if (before.kind === 'treatment' && course.sessionsDelivered >= course.sessionsPlanned) throw allGiven(course.sessionsPlanned);
  await queueForStimulation(work, course.patientId);
  const locks = await openLocks(work, course.patientId);
  const holds = await openHolds(work, course.id);
  if (locks.length > 0 || holds.length > 0) throw onHold(holds, locks);
  await refuseAnother(work, course.patientId);
  const device = await refuseDevice(work, before);
  if (before.kind !== 'follow-up') await refuseUnqualified(work, course, coilType ?? device.coilType);
  const thresholds = await todaysThresholds(work, course);
  const today = { session: before, course, thresholds, coilType, intensityPercentRmt, earProtectionInPlace, supervision };
  const found = await againstStarting(work, today);
  const findings = found.filter(({ rule, severity }) => severity === 'hard' || !overrides.some((override) => override.rule === rule));
  if (findings.length > 0) throw notSafe(findings);
  refuseTooLate(work, before.startsAt, (await bookingSettings(work)).startClosesMinutes, 'Start');
  const ordered = before.kind === 'treatment' ? prescribedDose(course, thresholds, rampSession(course)) : null;
  if (supervision?.clinicianId) await requireClinician(work, supervision.clinicianId);
  const dose = intensityPercentRmt === undefined ? ordered : lowered(ordered, thresholds, intensityPercentRmt, reason);
  const signedFor = overrides.map(({ rule, rationale }) => ({ rule, answered: answeredBy(rule, found), rationale, givenBy: work.actor.staffId, givenAt: work.now }));
  const prescribed = dose && { ...dose, ...(supervision && { supervision }), ...(signedFor.length > 0 && { overrides: signedFor }) };
  await work.update(Session, id, { status: 'in-progress', runningOn: before.deviceId, startedAt: work.now, deliveredBy: work.actor.staffId ?? null, prescribed });
  return told(work, before, 'session.started', overrides.length > 0 ? { overrides } : {});
}

/** Ids in a body that are no clinician of this clinic are 404, like those in a path. */
async function requireClinician(work: Work, id: string): Promise<void> {
  await work.one(sql`select 1 as there from staff where clinic_id = ${work.actor.clinicId} and id = ${id} and deactivated_at is null and 'clinician' = any(roles)`);
}

/** Nobody is checked in: the move is wrong, and the rules of the day say why it is. @throws Refusal 409 `wrong-state` with the findings */
async function refuseUnchecked(work: Work, session: SessionView): Promise<void> {
  if (session.kind !== 'treatment') return;
  const course = await courseFacts(work, session.courseId);
  const findings = await unansweredToday(work, { session, course, thresholds: await todaysThresholds(work, course) });
  throw conflict('wrong-state', `A session that is ${session.status} cannot be ${MOVES.start.done}.`, { state: session.status, findings });
}

/** Less than prescribed is the operator's to give, with the reason; the prescription stays beside it. Of several blocks, none is stronger than what is set. */
function lowered(ordered: PrescribedDose | null, thresholds: readonly (ThresholdFacts | undefined)[], set: number, reason: string | undefined): PrescribedDose | null {
  if (!ordered || !isPulses(ordered)) throw invalid('/intensityPercentRmt', 'not-applicable', 'has a meaning for a treatment with pulses only');
  if (set >= ordered.intensityPercentRmt) return ordered;
  if (reason === undefined) throw refusedDose('reason-required', 'reason', 'Less is set than prescribed; say why.', '');
  const blocks = blocksOfDose(ordered).map(({ hemisphere, intensityPercentRmt: prescribed }, index) => {
    const intensityPercentRmt = Math.min(set, prescribed);
    const threshold = thresholds[index];
    return { hemisphere, intensityPercentRmt, outputPercentMso: threshold ? outputPercentMso(threshold.percentMso, intensityPercentRmt) : null };
  });
  const outputs = blocks.map((block) => block.outputPercentMso ?? 0);
  return { ...ordered, lowered: { intensityPercentRmt: set, outputPercentMso: thresholds[0] ? Math.max(...outputs) : null, reason, ...(blocks.length > 1 && { blocks }) } };
}
