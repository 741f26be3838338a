import { resolveAlerts } from '../../alerts/index.js';
import { record } from '../../audit/index.js';
import { withAftermath } from '../../platform/database/aftermath.js';
import { sql } from '../../platform/database/sql.js';
import type { Work } from '../../platform/database/work.js';
import { declareConstraints } from '../../platform/errors/database-faults.js';
import { Refusal, wrongState } from '../../platform/errors/refusal.js';
import { alertKeyOf, readGrant } from './break-glass.service.js';
import type { GlassGrantView, GlassReviewing } from './restriction.dto.js';
import { GlassReview } from './restriction.entities.js';

const ownOpening = (): Refusal => new Refusal('forbidden', 'own-opening', 'Nobody reviews what they opened themselves; another admin or auditor does.');
const reviewed = (): Refusal => wrongState('opening', 'reviewed', 'reviewed');

declareConstraints({ glass_reviews_pkey: reviewed });

/**
 * Closes an opening, once and for good: whether the need was there, and what was found. The alert about it is settled.
 * @throws Refusal 403 `own-opening`, on record; 409 where it was reviewed before
 */
export async function reviewGrant(work: Work, id: string, { justified, note }: GlassReviewing): Promise<GlassGrantView> {
  const { clinicId, staffId = '' } = work.actor;
  const { patientId } = await work.one<{ patientId: string }>(sql`select patient_id as "patientId" from glass_grants where clinic_id = ${clinicId} and id = ${id}`);
  const before = await readGrant(work, patientId, id);
  if (before.staffId === staffId) {
    throw withAftermath(ownOpening(), (after) => Promise.resolve(record(after, { action: 'access.refused', subject: { type: 'glass-grant', id }, patientId, after: { code: 'own-opening' } })));
  }
  if (before.reviewedAt !== null) throw reviewed();
  await work.insert(GlassReview, { grantId: id, reviewedAt: work.now, reviewedBy: staffId, justified, note });
  const after = await readGrant(work, patientId, id);
  record(work, { action: 'patient.glass-reviewed', subject: { type: 'glass-grant', id }, patientId, before, after });
  await resolveAlerts(work, alertKeyOf(id), 'The opening was reviewed.');
  return after;
}
