import { record } from '../../audit/index.js';
import { readStaff, type Proofs } from '../../identity/index.js';
import type { Work } from '../../platform/database/work.js';
import { notFound, wrongState } from '../../platform/errors/refusal.js';
import { declareConstraints } from '../../platform/errors/database-faults.js';
import { newId } from '../../platform/kernel/uuid.js';
import { courseOwner } from '../read.js';
import type { MotorThresholdView, ThresholdSigning } from './motor-threshold.dto.js';
import { MotorThresholdSignature } from './motor-threshold-signature.entity.js';
import { thresholdView } from './motor-thresholds.service.js';

declareConstraints({ motor_threshold_signatures_threshold_key: () => wrongState('motor threshold', 'signed', 'signed') });

/** The clinician by whose word doses follow from it. @throws Refusal 401 when the password or code is wrong, 409 `wrong-state` when it is signed */
export async function signThreshold(work: Work, proofs: Proofs, courseId: string, id: string, { password, otp }: ThresholdSigning): Promise<MotorThresholdView> {
  const { staffId } = work.actor;
  if (staffId === undefined) throw notFound();
  const { patientId } = await courseOwner(work, courseId);
  const before = await thresholdView(work, courseId, id);
  if (before.signature !== null) throw wrongState('motor threshold', 'signed', 'signed');
  await proofs.require(work, { ...(password !== undefined && { password }), ...(otp !== undefined && { otp }) });
  const { displayName } = await readStaff(work, staffId);
  await work.insert(MotorThresholdSignature, { id: newId(), motorThresholdId: id, signedBy: staffId, signerName: displayName, signedAt: work.now });
  const after = await thresholdView(work, courseId, id);
  record(work, { action: 'motor-threshold.signed', subject: { type: 'motor-threshold', id }, patientId, before, after });
  return after;
}
