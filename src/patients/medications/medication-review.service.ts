import { seen } from '../../audit/index.js';
import { sql } from '../../platform/database/sql.js';
import type { Work } from '../../platform/database/work.js';
import { totalMme } from '../opioid-mme/index.js';
import { medicinesOf, unclearNamesOf } from '../regimen.js';
import { isTaken, regimenRisk } from '../medication-risk/index.js';
import { today } from '../today.js';
import type { MedicationReviewView } from './medication-review.dto.js';

/** All that a patient takes, taken together: the seizure threshold, and the daily load of opioids. */
export async function reviewMedications(work: Work, patientId: string): Promise<MedicationReviewView> {
  await work.one(sql`select 1 as there from patients where clinic_id = ${work.actor.clinicId} and id = ${patientId}`);
  const [day, medicines] = [await today(work), await medicinesOf(work, patientId)];
  seen(work, { action: 'medications.reviewed', subject: { type: 'patient', id: patientId }, patientId });
  const { needsReview, reasons, risks } = regimenRisk(medicines, day);
  const taken = medicines.filter((medicine) => isTaken(medicine, day));
  const { tableVersion, dailyMme, caution, leftOut } = totalMme(taken);
  return {
    seizureThreshold: {
      needsReview,
      reasons: reasons.map((reason) => ({ ...reason, drugs: [...reason.drugs] })),
      risks: risks.map(({ drug, group, level, withdrawalRisk, source, provenance }) => ({ drug, group, level, withdrawalRisk, source, provenance })),
    },
    opioids: { tableVersion, dailyMme, caution, leftOut: leftOut.map(({ opioid, reason, explanation }) => ({ opioid, reason, explanation })) },
    unclearNames: unclearNamesOf(medicines, day),
  };
}
