import { record } from '../audit/index.js';
import { readClinic } from '../clinics/read.js';
import { sql } from '../platform/database/sql.js';
import type { Work } from '../platform/database/work.js';
import { conflict, wrongState } from '../platform/errors/refusal.js';
import { newId } from '../platform/kernel/uuid.js';
import { refuseShorterThanDose } from './session-length.js';
import type { NewProtocolReview, ProtocolView } from './protocol.dto.js';
import { ProtocolReview } from './protocol-review.entity.js';
import { readVersion } from './protocols.queries.js';

/** A clinician other than the one who drafted it says yes or what to change; the last word of each counts. @throws Refusal 409 `own-draft`, `shorter-than-dose` when it is approved */
export async function reviewVersion(work: Work, protocolId: string, version: number, { decision, comment }: NewProtocolReview): Promise<ProtocolView> {
  const { createdBy } = await work.one<{ createdBy: string | null }>(sql`
    select created_by as "createdBy" from protocol_versions where clinic_id = ${work.actor.clinicId} and protocol_id = ${protocolId} and version = ${version} for share`);
  const before = await readVersion(work, protocolId, version);
  if (before.status !== 'draft') throw wrongState('protocol version', before.status, 'reviewed');
  if (createdBy === work.actor.staffId) throw conflict('own-draft', 'Somebody else than the author reviews a draft.');
  // It could not be published: a yes to it would be lost, a wish for changes is what it needs.
  if (decision === 'approved') refuseShorterThanDose(before);
  await work.insert(ProtocolReview, { id: newId(), protocolId, version, decision, comment, reviewedBy: work.actor.staffId, reviewedAt: work.now });
  const after = await readVersion(work, protocolId, version);
  record(work, { action: 'protocol.reviewed', subject: { type: 'protocol', id: protocolId }, before, after });
  return after;
}

/**
 * Where the clinic wants four eyes: the last word of a second clinician has to be a yes, and nobody's a wish for changes.
 * @throws Refusal 409 `review-required`
 */
export async function requireReview(work: Work, protocolId: string, version: number): Promise<void> {
  const { protocolReview } = await readClinic(work);
  if (protocolReview === 'none') return;
  const words = await work.many<{ decision: string }>(sql`
    select distinct on (reviewed_by) decision from protocol_reviews
    where clinic_id = ${work.actor.clinicId} and protocol_id = ${protocolId} and version = ${version} order by reviewed_by, reviewed_at desc, id desc`);
  if (words.length > 0 && words.every(({ decision }) => decision === 'approved')) return;
  throw conflict('review-required', 'A second clinician has to approve the draft before it is published.');
}
