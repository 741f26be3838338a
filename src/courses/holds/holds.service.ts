import { raiseAlert } from '../../alerts/index.js';
import { highRisksUnanswered, highRiskUnanswered } from '../../alerts/read.js';
import { record, seen } from '../../audit/index.js';
import { sql } from '../../platform/database/sql.js';
import { lockPatient, type Merged } from '../../patients/index.js';
import type { Reader, Work } from '../../platform/database/work.js';
import { conflict, wrongState } from '../../platform/errors/refusal.js';
import { newId } from '../../platform/kernel/uuid.js';
import type { HoldView } from '../course.dto.js';
import { lockPatientOf } from '../patient-lock.js';
import { courseOwner, openHolds } from '../read.js';
import { openLocks } from '../stimulation-locks/stimulation-locks.queries.js';
import { Hold } from './hold.entity.js';

const VIEW = sql`id, code, detail, placed_at as "placedAt"`;

export function readHold(reader: Reader, courseId: string, id: string): Promise<HoldView> {
  return reader.one<HoldView>(sql`select ${VIEW} from holds where clinic_id = ${reader.actor.clinicId} and course_id = ${courseId} and id = ${id}`);
}

export async function lookAtHold(work: Work, courseId: string, id: string): Promise<HoldView> {
  const { patientId } = await courseOwner(work, courseId);
  const view = await readHold(work, courseId, id);
  seen(work, { action: 'hold.read', subject: { type: 'hold', id }, patientId });
  return view;
}

/** No session of the course starts until the hold is released. */
export async function placeHold(work: Work, courseId: string, code: string, detail: string): Promise<HoldView> {
  const { patientId } = await courseOwner(work, courseId);
  const id = newId();
  await work.insert(Hold, { id, courseId, code, detail, placedAt: work.now, placedBy: work.actor.staffId ?? null });
  const after = await readHold(work, courseId, id);
  record(work, { action: 'hold.placed', subject: { type: 'hold', id }, patientId, after });
  return after;
}

/** A seizure or the like stops every course of the patient that has not ended. */
export async function holdEveryCourseOf(work: Work, patientId: string, code: string, detail: string): Promise<void> {
  const courses = await work.many<{ id: string }>(sql`
    select id from courses where clinic_id = ${work.actor.clinicId} and patient_id = ${patientId} and status in ('draft', 'active', 'paused') order by id`);
  for (const course of courses) await placeHold(work, course.id, code, detail);
}

/** The code of a hold that waits until a clinician has evaluated a risk of suicide. */
export const SUICIDE_RISK = 'suicide-risk';

/**
 * An answer that forbids stimulation stops every course of pulses or current until a clinician has seen to it; where one stands already,
 * none is added. The patient first: a course that is prescribed at the same time is seen here, or sees the risk.
 */
export async function holdForSuicideRisk(work: Work, patientId: string, what: string): Promise<void> {
  await lockPatient(work, patientId);
  const courses = await work.many<{ id: string }>(sql`
    select c.id from courses c where c.clinic_id = ${work.actor.clinicId} and c.patient_id = ${patientId} and c.status in ('draft', 'active', 'paused') and c.modality <> 'neurofeedback'
      and not exists (select 1 from holds h where h.clinic_id = c.clinic_id and h.course_id = c.id and h.code = ${SUICIDE_RISK} and h.released_at is null)
    order by c.id`);
  for (const { id } of courses) await placeHold(work, id, SUICIDE_RISK, `${what} No stimulation until a clinician has evaluated the patient.`);
}

/** A course that is prescribed while nobody has answered such a risk, or while it holds another course, is held like those that were there. */
export async function holdIfAtSuicideRisk(work: Work, courseId: string, patientId: string): Promise<void> {
  const held = await work.maybe(sql`
    select 1 as there from holds h join courses c on c.clinic_id = h.clinic_id and c.id = h.course_id
    where h.clinic_id = ${work.actor.clinicId} and c.patient_id = ${patientId} and h.code = ${SUICIDE_RISK} and h.released_at is null limit 1`);
  if (held === undefined && !(await highRiskUnanswered(work, patientId))) return;
  await placeHold(work, courseId, SUICIDE_RISK, 'A high risk of suicide was on record and unanswered when the course was prescribed. No stimulation until a clinician has evaluated the patient.');
}

/** The code of a hold that waits for a clinician's word on a change of medication. */
export const MEDICATION_CHANGE = 'medication-change';

/** A change that raises the risk of a seizure holds every running course of pulses or current until a clinician answers it. */
export async function holdForMedication(work: Work, patientId: string, what: string): Promise<void> {
  const courses = await work.many<{ id: string }>(sql`
    select id from courses where clinic_id = ${work.actor.clinicId} and patient_id = ${patientId} and status in ('active', 'paused') and modality <> 'neurofeedback' order by id`);
  for (const { id: courseId } of courses) {
    await placeHold(work, courseId, MEDICATION_CHANGE, what);
    await raiseAlert(work, { kind: 'medication-change', patientId, courseId, severity: 'warning', summary: `${what} The course is on hold until a clinician answers.` });
  }
}

/** Two records of one person: what stopped the courses of the one for the person's sake stops those of the other too. */
export async function carryHolds(work: Work, { patientId }: Merged): Promise<void> {
  const { clinicId } = work.actor;
  const open = await work.many<{ code: string; detail: string }>(sql`
    select h.code, h.detail from holds h join courses c on c.clinic_id = h.clinic_id and c.id = h.course_id
    where h.clinic_id = ${clinicId} and c.patient_id = ${patientId} and h.released_at is null and h.code in (${SUICIDE_RISK}, ${MEDICATION_CHANGE}) order by h.placed_at, h.id`);
  if (open.some(({ code }) => code === SUICIDE_RISK) || (await highRiskUnanswered(work, patientId))) {
    await holdForSuicideRisk(work, patientId, 'Two records of the patient were merged, and one of them tells of a high risk of suicide.');
  }
  const medication = open.filter(({ code }) => code === MEDICATION_CHANGE).map(({ detail }) => detail);
  if (medication.length === 0) return;
  const free = await work.many<{ id: string }>(sql`
    select c.id from courses c where c.clinic_id = ${clinicId} and c.patient_id = ${patientId} and c.status in ('active', 'paused') and c.modality <> 'neurofeedback'
      and not exists (select 1 from holds h where h.clinic_id = c.clinic_id and h.course_id = c.id and h.code = ${MEDICATION_CHANGE} and h.released_at is null)
    order by c.id`);
  for (const { id } of free) await placeHold(work, id, MEDICATION_CHANGE, [...new Set(medication)].join(' '));
}

/** Answers every open hold for a change of medication, with one reason. */
export async function answerMedicationHolds(work: Work, courseId: string, note: string): Promise<void> {
  const open = await openHolds(work, courseId);
  for (const { id, code } of open) if (code === MEDICATION_CHANGE) await releaseHold(work, courseId, id, note);
}

/** One clinician answers a hold; what a lock has placed goes with the lock, which takes two. @throws Refusal 409 `stimulation-locked` */
export async function releaseHoldAlone(work: Work, courseId: string, id: string, note: string): Promise<HoldView> {
  const { patientId } = await courseOwner(work, courseId);
  const { code } = await readHold(work, courseId, id);
  const locks = (await openLocks(work, patientId)).filter(({ cause }) => cause === code);
  if (locks.length > 0) throw conflict('stimulation-locked', 'This hold goes when two people have cleared the patient for stimulation.', { locks });
  return releaseHold(work, courseId, id, note);
}

/** @throws Refusal 409 `high-risk-unanswered` */
export async function releaseHold(work: Work, courseId: string, id: string, note: string): Promise<HoldView> {
  const { code } = await readHold(work, courseId, id);
  if (code === SUICIDE_RISK) await refuseWhileAtRisk(work, courseId);
  const { patientId } = await courseOwner(work, courseId);
  const { released } = await work.one<{ released: boolean }>(sql`
    select released_at is not null as released from holds
    where clinic_id = ${work.actor.clinicId} and course_id = ${courseId} and id = ${id} for update`);
  if (released) throw wrongState('hold', 'released', 'released');
  const before = await readHold(work, courseId, id);
  await work.update(Hold, id, { releasedAt: work.now, releasedBy: work.actor.staffId ?? null, releaseNote: note });
  record(work, { action: 'hold.released', subject: { type: 'hold', id }, patientId, before, after: { ...before, releasedAt: work.now, note } });
  return before;
}

/**
 * One hold stands for every risk that is told while it is open: it goes when all of them are answered, not only the one that placed it.
 * The patient first: a risk told at the same time is seen here, or places a hold of its own after this one is gone.
 */
async function refuseWhileAtRisk(work: Work, courseId: string): Promise<void> {
  const alertIds = await highRisksUnanswered(work, await lockPatientOf(work, courseId));
  if (alertIds.length > 0) throw conflict('high-risk-unanswered', 'A high risk of suicide is on record that nobody has answered. Evaluate the patient and acknowledge its alerts first.', { alertIds });
}
