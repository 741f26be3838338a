import { record } from '../../audit/index.js';
import { readClinic } from '../../clinics/read.js';
import { readStaff, type Proofs } from '../../identity/index.js';
import { sql } from '../../platform/database/sql.js';
import type { Work } from '../../platform/database/work.js';
import { conflict, invalid, notFound, wrongState } from '../../platform/errors/refusal.js';
import { newId } from '../../platform/kernel/uuid.js';
import { releaseHold } from '../holds/holds.service.js';
import { dueAt } from './due.js';
import type { LockClearance, StepAnswer, StimulationLockView } from './stimulation-lock.dto.js';
import { StimulationLock, StimulationLockClearance, StimulationLockStep } from './stimulation-lock.entities.js';
import { lockView } from './stimulation-locks.queries.js';
import { WORKFLOWS, type LockCause } from './workflow.js';

const PEOPLE_TO_LIFT = 2;

/**
 * One after the other: whoever starts a session of a patient and whoever locks the patient's stimulation. Held until the
 * transaction ends, so that no session starts beside a seizure that is just being recorded.
 */
export async function queueForStimulation(work: Work, patientId: string): Promise<void> {
  await work.many(sql`select pg_advisory_xact_lock(hashtextextended(${`${work.actor.clinicId}/stimulation/${patientId}`}, 0))`);
}

/** Stops all stimulation of a patient at once and opens the list of what has to be done. */
export async function lockStimulation(work: Work, { patientId, eventId, cause }: { patientId: string; eventId: string; cause: LockCause }): Promise<StimulationLockView> {
  await queueForStimulation(work, patientId);
  const { timeZone } = await readClinic(work);
  const id = newId();
  await work.insert(StimulationLock, { id, patientId, eventId, cause, lockedAt: work.now });
  for (const { code, due } of WORKFLOWS[cause]) {
    await work.insert(StimulationLockStep, { id: newId(), lockId: id, code, beforeLifting: due === 'before-lifting', dueAt: dueAt(due, work.nowMs, timeZone) });
  }
  const after = await lockView(work, id);
  record(work, { action: 'stimulation.locked', subject: { type: 'stimulation-lock', id }, patientId, after });
  return after;
}

export async function answerStep(work: Work, id: string, { code, outcome = 'done', note }: StepAnswer): Promise<StimulationLockView> {
  const before = await locked(work, id);
  const step = before.steps.find((one) => one.code === code);
  if (!step) throw invalid('/code', 'unknown-step', `is not one of ${before.steps.map((one) => one.code).join(', ')}`);
  if (outcome === 'not-needed' && note === undefined) throw invalid('/note', 'required', 'is required where a step is not needed');
  if (step.outcome !== null) throw wrongState('step', step.outcome, 'answered again');
  await work.run(sql`
    update stimulation_lock_steps set outcome = ${outcome}, note = ${note ?? null}, answered_at = ${work.now}, answered_by = ${work.actor.staffId}
    where clinic_id = ${work.actor.clinicId} and lock_id = ${id} and code = ${code}`);
  return told(work, before, 'stimulation-lock.step-answered');
}

/**
 * One person's written word that stimulation may go on. The second one's, given in the other capacity by somebody else,
 * lifts the lock and the holds that came with it.
 * @throws Refusal 409 `steps-open`, `already-cleared` or `wrong-state`, 401 when the password or code is wrong
 */
export async function clearLock(work: Work, proofs: Proofs, id: string, { capacity, rationale, password, otp }: LockClearance): Promise<StimulationLockView> {
  const staffId = work.actor.staffId;
  if (staffId === undefined) throw notFound();
  const before = await locked(work, id);
  if (before.liftedAt !== null) throw wrongState('lock', 'lifted', 'cleared');
  const open = before.steps.filter((step) => step.beforeLifting && step.outcome === null);
  if (open.length > 0) throw conflict('steps-open', 'What comes before stimulation again is not all done.', { steps: open.map(({ code, topic }) => ({ code, topic })) });
  if (before.clearances.some((clearance) => clearance.clearedBy === staffId || clearance.capacity === capacity)) {
    throw conflict('already-cleared', 'The second clearance is another person’s, in the other capacity.', { clearances: before.clearances });
  }
  await proofs.require(work, { ...(password !== undefined && { password }), ...(otp !== undefined && { otp }) });
  const { displayName } = await readStaff(work, staffId);
  await work.insert(StimulationLockClearance, { id: newId(), lockId: id, capacity, clearedBy: staffId, clearerName: displayName, rationale, clearedAt: work.now });
  if (before.clearances.length + 1 < PEOPLE_TO_LIFT) return told(work, before, 'stimulation-lock.cleared-by-one');
  await work.run(sql`update stimulation_locks set lifted_at = ${work.now} where clinic_id = ${work.actor.clinicId} and id = ${id}`);
  await releaseItsHolds(work, before);
  return told(work, before, 'stimulation.unlocked');
}

async function releaseItsHolds(work: Work, { id, patientId, cause }: StimulationLockView): Promise<void> {
  const holds = await work.many<{ id: string; courseId: string }>(sql`
    select h.id, h.course_id as "courseId" from holds h join courses c on c.clinic_id = h.clinic_id and c.id = h.course_id
    where h.clinic_id = ${work.actor.clinicId} and c.patient_id = ${patientId} and h.code = ${cause} and h.released_at is null
      and not exists (select 1 from stimulation_locks l where l.clinic_id = h.clinic_id and l.patient_id = c.patient_id and l.cause = h.code and l.id <> ${id} and l.lifted_at is null)
    order by h.id`);
  for (const hold of holds) await releaseHold(work, hold.courseId, hold.id, 'Cleared by two people.');
}

async function locked(work: Work, id: string): Promise<StimulationLockView> {
  const { patientId } = await lockView(work, id);
  await queueForStimulation(work, patientId);
  return lockView(work, id);
}

async function told(work: Work, before: StimulationLockView, action: string): Promise<StimulationLockView> {
  const after = await lockView(work, before.id);
  record(work, { action, subject: { type: 'stimulation-lock', id: before.id }, patientId: before.patientId, before, after });
  return after;
}
