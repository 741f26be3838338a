import { record } from '../audit/index.js';
import { advanceProgress, answerMedicationHolds, consumeAuthorisation, queueForStimulation } from '../courses/index.js';
import { courseFacts, latestThreshold, openHolds, openLocks, type CourseFacts } from '../courses/read.js';
import { countCoilUse } from '../clinics/index.js';
import { deviceCheckOn, readClinic, wornCoil } from '../clinics/read.js';
import { toInstant } from '../platform/clock/clock.js';
import { sql } from '../platform/database/sql.js';
import type { Work } from '../platform/database/work.js';
import { conflict, InvalidRequest, invalid, Refusal } from '../platform/errors/refusal.js';
import { newId } from '../platform/kernel/uuid.js';
import { truncateClaims } from '../scheduling/index.js';
import { localDate } from '../scheduling/read.js';
import { lockSession } from './booking.service.js';
import { briefingFor } from './briefing/briefing.js';
import { deliverySettings } from './delivery-settings/index.js';
import { doseGiven, judgeDelivered } from './delivered-dose.js';
import { evaluatePreSessionCheck, validatePreSessionAnswers } from './pre-session-check/index.js';
import { formVersion } from './pre-session-form.js';
import { prescribedDose, rampSession, type PrescribedDose } from './prescribed-dose.js';
import { SessionCheckRecord } from './session-check.entity.js';
import type { Abortion, CheckIn, Clearance, CheckedIn, Completion, DeliveredDose, SessionView, Start } from './session.dto.js';
import { Session } from './session.entity.js';
import { allGiven, anotherInProgress, coilAtItsLimit, courseNotActive, deviceFailedItsCheck, notSafe, onHold, refuseMove, tooEarly } from './sessions.problems.js';
import { sessionView } from './sessions.queries.js';
import { unanswered } from './unanswered-medication.js';
import { todaysCheck } from './todays-check.js';
import { standsAgainstStarting, todaysFindings } from './todays-findings.js';

const MINUTE_MS = 60_000;
/** A patient may be checked in from two hours before the booked time. */
const CHECK_IN_OPENS_MINUTES = 120;
/** Stimulation may start from 30 minutes before the booked time. */
const START_OPENS_MINUTES = 30;

/**
 * The pre-session check. A finding holds the session until a clinician clears it, or until it is answered anew; what was
 * answered on another day has to be.
 */
export async function checkIn(work: Work, id: string, { answers }: CheckIn): Promise<CheckedIn> {
  const before = await lockSession(work, id);
  const isOutdated = before.status === 'checked-in' && !(await todaysCheck(work, before));
  if (!isOutdated) refuseMove('check-in', before.status);
  const faults = validatePreSessionAnswers(answers);
  if (faults.length > 0) throw new InvalidRequest(faults);
  await refuseInactive(work, before.courseId);
  refuseTooEarly(work, before.startsAt, CHECK_IN_OPENS_MINUTES, 'Check-in');
  const settings = await deliverySettings(work);
  const evaluation = evaluatePreSessionCheck(answers, 'not-looked-up', settings.levels);
  const findings = [...evaluation.findings, ...unanswered(await openHolds(work, before.courseId))];
  const held = findings.some(({ level }) => level === 'stop');
  await work.insert(SessionCheckRecord, {
    id: newId(), sessionId: id, formVersion: formVersion(settings), answers, outcome: held ? 'held' : 'pass', findings,
    answeredAt: work.now, answeredBy: work.actor.staffId,
  });
  await work.update(Session, id, { status: held ? 'held' : 'checked-in', checkedInAt: work.now });
  const after = await told(work, before, held ? 'session.held' : 'session.checked-in');
  return { ...after, today: await briefingFor(work, after) };
}

/** A clinician answers the findings of today's check. */
export async function clearSession(work: Work, id: string, { rationale }: Clearance): Promise<SessionView> {
  const before = await lockSession(work, id);
  refuseMove('clear', before.status);
  const { findings } = before.check as { findings: { code: string; overridable: boolean; level: string }[] };
  const undone = findings.filter(({ level, overridable }) => level === 'stop' && !overridable);
  if (undone.length > 0) throw conflict('cannot-be-cleared', 'What must be done before the first pulse can only be done, and answered again.', { findings: undone });
  await work.run(sql`
    update session_checks set cleared_at = ${work.now}, cleared_by = ${work.actor.staffId}, rationale = ${rationale}
    where clinic_id = ${work.actor.clinicId} and session_id = ${id} and outcome = 'held' and cleared_at is null`);
  await answerMedicationHolds(work, before.courseId, rationale);
  await work.update(Session, id, { status: 'checked-in' });
  return told(work, before, 'session.cleared');
}

/** Lets stimulation begin, if every rule of today allows it. @throws Refusal 409 with what stands in the way */
export async function startSession(work: Work, id: string, { overrides = [], coilType }: Start, mayOverride: boolean): Promise<SessionView> {
  if (overrides.length > 0 && !mayOverride) throw new Refusal('forbidden', 'forbidden', 'Only a clinician may override a safety finding.');
  const before = await lockSession(work, id);
  refuseMove('start', before.status);
  const course = await refuseInactive(work, before.courseId);
  refuseTooEarly(work, before.startsAt, START_OPENS_MINUTES, 'Start');
  if (before.kind === 'treatment' && course.sessionsDelivered >= course.sessionsPlanned) throw allGiven(course.sessionsPlanned);
  await queueForStimulation(work, course.patientId);
  const locks = await openLocks(work, course.patientId);
  const holds = await openHolds(work, course.id);
  if (locks.length > 0 || holds.length > 0) throw onHold(holds, locks);
  const running = await work.maybe<{ id: string }>(sql`select id from sessions where clinic_id = ${work.actor.clinicId} and patient_id = ${course.patientId} and status = 'in-progress'`);
  if (running) throw anotherInProgress(running.id);
  const { timeZone } = await readClinic(work);
  if ((await deviceCheckOn(work, before.deviceId, localDate(work.nowMs, timeZone))) === 'failed') throw deviceFailedItsCheck();
  const coil = await wornCoil(work, before.deviceId);
  if (coil && (await deliverySettings(work)).coilAtLimit === 'refuse') throw coilAtItsLimit(coil);
  const threshold = await latestThreshold(work, course.id, course.hemisphere);
  if (before.kind === 'treatment') {
    const today = { session: before, course, threshold, coilType };
    const findings = (await todaysFindings(work, today, overrides.map(({ rule }) => rule))).filter(standsAgainstStarting);
    if (findings.length > 0) throw notSafe(findings);
  }
  const prescribed = before.kind === 'treatment' ? prescribedDose(course, threshold, rampSession(course)) : null;
  await work.update(Session, id, { status: 'in-progress', startedAt: work.now, deliveredBy: work.actor.staffId ?? null, prescribed });
  return told(work, before, 'session.started', overrides.length > 0 ? { overrides } : {});
}

/** What was given goes on record, is compared with what was prescribed, and counts. Above the prescription is refused. */
export async function completeSession(work: Work, id: string, { delivered, tolerability, endedAt }: Completion): Promise<SessionView> {
  const before = await lockSession(work, id);
  refuseMove('complete', before.status);
  const end = endedAt ?? work.now;
  if (Date.parse(end) > work.nowMs) throw invalid('/endedAt', 'in-the-future', 'must not be in the future');
  if (before.startedAt && end < before.startedAt) throw invalid('/endedAt', 'ends-before-it-begins', 'must not be before the start');
  const given = doseGiven(before.progress ?? null, delivered);
  if (before.kind === 'treatment' && !given) throw invalid('/delivered', 'required', 'is required for a treatment of which nothing was reported');
  const judged = given ? judgeDelivered(before.prescribed as PrescribedDose | null, given, 'complete') : null;
  await work.update(Session, id, { status: 'completed', endedAt: end, delivered: judged, tolerability: tolerability ?? null });
  await count(work, before, given);
  return told(work, before, 'session.completed');
}

/** Stopped before its end; the pulses given count all the same. */
export async function abortSession(work: Work, id: string, { reason, delivered }: Abortion): Promise<SessionView> {
  const before = await lockSession(work, id);
  refuseMove('abort', before.status);
  const given = doseGiven(before.progress ?? null, delivered);
  if (!given) throw invalid('/delivered', 'required', 'is required where nothing was reported');
  const judged = judgeDelivered(before.prescribed as PrescribedDose | null, { ...given, reason: given.reason ?? reason }, 'abort');
  await work.update(Session, id, { status: 'aborted', endedAt: work.now, delivered: judged, statusReason: reason });
  if (given.totalPulses > 0) await count(work, before, given);
  await truncateClaims(work, id, work.nowMs);
  return told(work, before, 'session.aborted');
}

async function count(work: Work, session: SessionView, delivered: DeliveredDose | undefined): Promise<void> {
  const pulses = delivered?.totalPulses ?? 0;
  if (pulses > 0) await countCoilUse(work, session.deviceId, delivered?.coil ?? null, pulses);
  if (session.kind !== 'treatment') return;
  await advanceProgress(work, session.courseId, pulses);
  const { timeZone } = await readClinic(work);
  await consumeAuthorisation(work, session.courseId, localDate(work.nowMs, timeZone));
}

async function refuseInactive(work: Work, courseId: string): Promise<CourseFacts> {
  const course = await courseFacts(work, courseId);
  if (course.status !== 'active') throw courseNotActive(course.status);
  return course;
}

function refuseTooEarly(work: Work, startsAt: string, minutes: number, what: string): void {
  const opensMs = Date.parse(startsAt) - minutes * MINUTE_MS;
  if (work.nowMs < opensMs) throw tooEarly(what, toInstant(opensMs));
}

async function told(work: Work, before: SessionView, action: string, more: object = {}): Promise<SessionView> {
  const after = await sessionView(work, before.id);
  record(work, { action, subject: { type: 'session', id: before.id }, patientId: before.patientId, before, after: { ...after, ...more } });
  return after;
}
