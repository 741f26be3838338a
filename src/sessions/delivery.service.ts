import { advanceProgress, consumeAuthorisation } from '../courses/index.js';
import { countCoilUse } from '../clinics/index.js';
import { readClinic } from '../clinics/read.js';
import type { Work } from '../platform/database/work.js';
import { invalid } from '../platform/errors/refusal.js';
import { truncateClaims } from '../scheduling/index.js';
import { localDate } from '../scheduling/read.js';
import { lockSession } from './booking.service.js';
import { doseGiven, judgeDelivered, somethingGiven, type JudgedDose } from './delivered-dose.js';
import { told } from './moving.js';
import type { PrescribedDose } from './prescribed-dose.js';
import type { Abortion, Completion, DeliveredDose, SessionView } from './session.dto.js';
import { Session } from './session.entity.js';
import { refuseMove } from './sessions.problems.js';
import { refuseAfterSeizure } from './stopped-by-seizure.js';

/** What was given goes on record, is compared with what was prescribed, and counts. Above the prescription is refused. */
export async function completeSession(work: Work, id: string, { delivered, tolerability, endedAt }: Completion): Promise<SessionView> {
  const before = await lockSession(work, id);
  refuseMove('complete', before.status);
  await refuseAfterSeizure(work, id);
  const end = endedAt ?? work.now;
  if (Date.parse(end) > work.nowMs) throw invalid('/endedAt', 'in-the-future', 'must not be in the future');
  if (before.startedAt && end < before.startedAt) throw invalid('/endedAt', 'ends-before-it-begins', 'must not be before the start');
  const { progress = null } = before;
  if (progress && Date.parse(end) < Date.parse(progress.reportedAt)) throw invalid('/endedAt', 'before-the-last-report', 'must not be before the last trains were reported');
  const given = doseGiven(progress, delivered);
  if (before.kind === 'treatment' && !given) throw invalid('/delivered', 'required', 'is required for a treatment of which nothing was reported');
  refuseAtFollowUp(before, given);
  const judged = given ? judgeDelivered(before.prescribed as PrescribedDose | null, given, 'complete') : null;
  await work.update(Session, id, { status: 'completed', runningOn: null, endedAt: end, delivered: judged, tolerability: tolerability ?? null });
  await count(work, before, judged);
  return told(work, before, 'session.completed');
}

/** Stopped before its end; the pulses given count all the same. */
export async function abortSession(work: Work, id: string, { reason, delivered }: Abortion): Promise<SessionView> {
  const before = await lockSession(work, id);
  refuseMove('abort', before.status);
  const given = doseGiven(before.progress ?? null, delivered);
  if (before.kind === 'treatment' && !given) throw invalid('/delivered', 'required', 'is required where nothing was reported');
  refuseAtFollowUp(before, given);
  const judged = given ? judgeDelivered(before.prescribed as PrescribedDose | null, { ...given, reason: given.reason ?? reason }, 'abort') : null;
  await work.update(Session, id, { status: 'aborted', runningOn: null, endedAt: work.now, delivered: judged, statusReason: reason });
  if (judged && somethingGiven(judged)) await count(work, before, judged);
  await truncateClaims(work, id, work.nowMs);
  return told(work, before, 'session.aborted');
}

/** A follow-up visit is talk and questionnaires: the rules of the day are not asked before it, so nothing is given in it. */
function refuseAtFollowUp({ kind }: SessionView, given: DeliveredDose | undefined): void {
  if (kind === 'follow-up' && given) throw invalid('/delivered', 'not-applicable', 'does not apply to a follow-up visit, in which nothing is given');
}

async function count(work: Work, session: SessionView, delivered: JudgedDose | null): Promise<void> {
  const { totalPulses: pulses, coil = null } = delivered && 'totalPulses' in delivered ? delivered : { totalPulses: 0, coil: null };
  if (pulses > 0) await countCoilUse(work, session.deviceId, coil, pulses);
  if (session.kind !== 'treatment') return;
  await advanceProgress(work, session.courseId, pulses);
  const { timeZone } = await readClinic(work);
  // Of the day on which it began, whenever somebody writes down its end.
  await consumeAuthorisation(work, session.courseId, session.id, localDate(session.startedAt ? Date.parse(session.startedAt) : work.nowMs, timeZone));
}
