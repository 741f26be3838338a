import { lockPatient } from '../patients/index.js';
import type { Work } from '../platform/database/work.js';
import { courseOwner } from './read.js';

/** The lock of the patient whose course it is, and who that is: of what is done at once for one patient the second sees the first. */
export async function lockPatientOf(work: Work, courseId: string): Promise<string> {
  const { patientId } = await courseOwner(work, courseId);
  await lockPatient(work, patientId);
  // Two records became one while this waited: what counts is what is on record of whose course it is now.
  const { patientId: owner } = await courseOwner(work, courseId);
  return owner === patientId ? patientId : lockPatientOf(work, courseId);
}
