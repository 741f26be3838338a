import { raiseAlert } from '../alerts/index.js';
import type { UnclearName } from '../patients/index.js';
import { sql } from '../platform/database/sql.js';
import type { Work } from '../platform/database/work.js';

/**
 * A name that a typing error may keep off the lists holds no running course: it may be meant so. A clinician of each course of pulses
 * or current looks at it. Before a course begins its activation asks.
 */
export async function alertToUnclearName(work: Work, { patientId, key, what }: UnclearName): Promise<void> {
  const courses = await work.many<{ id: string }>(sql`
    select id from courses where clinic_id = ${work.actor.clinicId} and patient_id = ${patientId} and status in ('active', 'paused') and modality <> 'neurofeedback' order by id`);
  for (const { id: courseId } of courses) {
    const summary = `${what} Correct the name, or say that it is meant so: a typing error hides what a drug does to the seizure threshold.`;
    await raiseAlert(work, { kind: 'medication-change', severity: 'warning', patientId, courseId, key: `${key}/${courseId}`, summary });
  }
}
