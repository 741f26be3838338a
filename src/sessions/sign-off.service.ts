import { record, seen } from '../audit/index.js';
import { readStaff, type Proofs } from '../identity/index.js';
import { sql } from '../platform/database/sql.js';
import type { Work } from '../platform/database/work.js';
import { InvalidRequest, Refusal, wrongState } from '../platform/errors/refusal.js';
import { newId } from '../platform/kernel/uuid.js';
import { lockSession } from './booking.service.js';
import { correctionsOf } from './corrections/index.js';
import { deliverySettings, type DeliverySettings } from './delivery-settings/index.js';
import type { AddendumView, NewAddendum, SessionView, Signature } from './session.dto.js';
import { Session } from './session.entity.js';
import { refuseMove } from './sessions.problems.js';
import { besideTheDevice, sessionView } from './sessions.queries.js';
import { recordDigest } from './signed-record.js';
import { SessionAddendum, SessionSignature } from './sign-off.entities.js';

/**
 * Signs what happened. `delivered` is for whoever delivered it, `reviewed` for a clinician. Once the signatures are there
 * that the clinic wants, nobody changes the record, not even by SQL; what comes later is an addendum.
 * @throws Refusal 401 when the password or code is wrong, 403 when the signature is not this person's to give
 */
export async function signSession(work: Work, proofs: Proofs, id: string, { meaning, password, otp }: Signature, roles: readonly string[]): Promise<SessionView> {
  const { staffId } = work.actor;
  const before = await lockSession(work, id);
  refuseMove('sign', before.status);
  if (before.signatures?.some((signature) => signature.meaning === meaning)) throw wrongState('session', `signed as ${meaning}`, 'signed so again');
  const isClinician = roles.includes('clinician');
  if (meaning === 'reviewed' && !isClinician) throw notYours('Only a clinician signs as having reviewed.');
  if (meaning === 'delivered' && before.deliveredBy !== staffId) throw notYours('Only whoever delivered the session signs as having delivered it.');
  const settings = await deliverySettings(work);
  // Where the clinic wants two signatures it wants two pairs of eyes, whatever roles one person holds.
  if (settings.signing === 'operator-and-clinician' && meaning === 'reviewed' && before.deliveredBy === staffId) throw notYours('Whoever delivered the session does not review it as well.');
  await proofs.require(work, { ...(password !== undefined && { password }), ...(otp !== undefined && { otp }) });
  const { displayName } = await readStaff(work, staffId ?? '');
  const digest = await recordDigest(work, id);
  await work.insert(SessionSignature, { id: newId(), sessionId: id, meaning, signedBy: staffId, signerName: displayName, signedAt: work.now, recordDigest: digest });
  const meanings = [...(before.signatures ?? []).map((signature) => signature.meaning), meaning];
  if (before.status === 'completed' && closes(settings, meanings, isClinician)) await work.update(Session, id, { status: 'signed' });
  const after = await besideTheDevice(work, await sessionView(work, id));
  record(work, { action: 'session.signed', subject: { type: 'session', id }, patientId: before.patientId, before, after: { ...after, recordDigest: digest } });
  return after;
}

/** Whether the record is closed by this signature, as the clinic wants it. */
function closes({ signing }: DeliverySettings, meanings: readonly string[], byClinician: boolean): boolean {
  if (signing === 'operator') return meanings.includes('delivered') || byClinician;
  if (signing === 'operator-and-clinician') return meanings.includes('delivered') && meanings.includes('reviewed');
  return byClinician;
}

const notYours = (detail: string): Refusal => new Refusal('forbidden', 'not-your-signature', detail);

/**
 * Adds to a record that no longer changes. What it corrects stays in the record as it was; the addendum holds it beside
 * what is right. @throws InvalidRequest with a pointer to each correction that cannot be one
 */
export async function addAddendum(work: Work, sessionId: string, { text, corrections: stated = [] }: NewAddendum): Promise<AddendumView> {
  const session = await lockSession(work, sessionId);
  refuseMove('addenda', session.status);
  const { corrections, faults } = correctionsOf(session, stated);
  if (faults.length > 0) throw new InvalidRequest(faults);
  const id = newId();
  await work.insert(SessionAddendum, { id, sessionId, text, corrections, writtenBy: work.actor.staffId, writtenAt: work.now });
  const after = await readAddendum(work, sessionId, id);
  record(work, { action: 'session.addendum-added', subject: { type: 'session', id: sessionId }, patientId: session.patientId, after });
  return after;
}

export async function readAddendum(work: Work, sessionId: string, id: string): Promise<AddendumView> {
  const { patientId, ...view } = await work.one<AddendumView & { patientId: string }>(sql`
    select a.id, a.text, a.corrections, a.written_by as "writtenBy", a.written_at as "writtenAt", s.patient_id as "patientId"
    from session_addenda a join sessions s on s.clinic_id = a.clinic_id and s.id = a.session_id
    where a.clinic_id = ${work.actor.clinicId} and a.session_id = ${sessionId} and a.id = ${id}`);
  seen(work, { action: 'session.addendum-read', subject: { type: 'session', id: sessionId }, patientId });
  return view;
}
