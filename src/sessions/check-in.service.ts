import { answerMedicationHolds } from '../courses/index.js';
import { openHolds } from '../courses/read.js';
import { overtakeScreening } from '../patients/index.js';
import { sql } from '../platform/database/sql.js';
import { together } from '../platform/database/together.js';
import type { Work } from '../platform/database/work.js';
import { conflict, InvalidRequest } from '../platform/errors/refusal.js';
import { newId } from '../platform/kernel/uuid.js';
import { lockSession } from './booking.service.js';
import { briefingFor } from './briefing/briefing.js';
import { raiseToldOf, settleCleared } from './check-in-alerts.js';
import { deliverySettings } from './delivery-settings/index.js';
import { bookingSettings } from '../scheduling/read.js';
import { refuseInactive, refuseTooEarly, refuseTooLate, told } from './moving.js';
import { kindOf } from './patients-day.js';
import { evaluatePreSessionCheck, NEW_METAL, validatePreSessionAnswers } from './pre-session-check/index.js';
import { formVersion } from './pre-session-form.js';
import { SessionCheckRecord } from './session-check.entity.js';
import type { CheckIn, Clearance, CheckedIn, SessionView } from './session.dto.js';
import { Session } from './session.entity.js';
import { refuseMove } from './sessions.problems.js';
import { todaysCheck } from './todays-check.js';
import { unanswered } from './unanswered-medication.js';

/** A patient may be checked in from two hours before the booked time. */
const CHECK_IN_OPENS_MINUTES = 120;

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
  const [course, { checkInClosesMinutes, startClosesMinutes }, settings, holds] = await together(
    refuseInactive(work, before.courseId), bookingSettings(work), deliverySettings(work), openHolds(work, before.courseId),
  );
  refuseTooEarly(work, before.startsAt, CHECK_IN_OPENS_MINUTES, 'Check-in');
  refuseTooLate(work, before.startsAt, checkInClosesMinutes ?? startClosesMinutes, 'Check-in');
  const evaluation = evaluatePreSessionCheck(answers, 'not-looked-up', settings.levels, kindOf(course.modality));
  const findings = [...evaluation.findings, ...unanswered(holds)];
  const held = findings.some(({ level }) => level === 'stop');
  const written = work.insert(SessionCheckRecord, {
    id: newId(), sessionId: id, formVersion: formVersion(settings), answers, outcome: held ? 'held' : 'pass', findings,
    answeredAt: work.now, answeredBy: work.actor.staffId,
  });
  await together(written, raiseToldOf(work, before, answers));
  if (answers[NEW_METAL] === true) await voidScreeningFor(work, before);
  const [, after] = await together(
    work.update(Session, id, { status: held ? 'held' : 'checked-in', checkedInAt: work.now }),
    told(work, before, held ? 'session.held' : 'session.checked-in'),
  );
  return { ...after, today: await briefingFor(work, after, course) };
}

/** The patient is screened again before the next treatment; once for each session that tells of it, so that the new screening counts. */
async function voidScreeningFor(work: Work, { id, patientId }: SessionView): Promise<void> {
  const { toldAt } = await work.one<{ toldAt: string }>(sql`
    select min(answered_at) as "toldAt" from session_checks where clinic_id = ${work.actor.clinicId} and session_id = ${id} and answers -> ${NEW_METAL} = 'true'::jsonb`);
  await overtakeScreening(work, patientId, toldAt, { cause: 'implant', note: 'New metal, implant, piercing or surgery, told at the check before a session.' });
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
  await settleCleared(work, id);
  await work.update(Session, id, { status: 'checked-in' });
  return told(work, before, 'session.cleared');
}
