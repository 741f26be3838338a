import { createHash } from 'node:crypto';
import { seen } from '../audit/index.js';
import { sql } from '../platform/database/sql.js';
import type { Reader, Work } from '../platform/database/work.js';
import type { SignedRecord } from './signed-record.dto.js';

/**
 * The form in which a record is signed. A form once used is never changed: signatures of years ago are verified by it.
 * What is signed differently gets a form of its own beside this one.
 */
const FORM = 'record-v1';

/**
 * Digest of what a signature stands for, over the stored rows and not over how they are shown: the session, its checks
 * and what was reported while it ran, without status, signatures and addenda, which come after it. Canonical is the text
 * that PostgreSQL gives a jsonb: no key twice, shorter keys first, then by their bytes; instants in UTC with milliseconds.
 */
export async function recordDigest(reader: Reader, sessionId: string): Promise<string> {
  const { record } = await reader.one<{ record: string }>(sql`
    select jsonb_build_object('form', ${FORM}::text,
      'session', jsonb_build_object('id', s.id, 'clinic', s.clinic_id, 'course', s.course_id, 'patient', s.patient_id, 'kind', s.kind, 'sequence', s.sequence, 'phase', s.phase,
        'startsAt', iso(s.starts_at), 'endsAt', iso(s.ends_at), 'device', s.device_id, 'room', s.room_id, 'operator', s.operator_id, 'prescribed', s.prescribed,
        'delivered', s.delivered, 'tolerability', s.tolerability, 'checkedInAt', iso(s.checked_in_at), 'startedAt', iso(s.started_at), 'endedAt', iso(s.ended_at),
        'deliveredBy', s.delivered_by, 'statusReason', s.status_reason),
      'checks', (select coalesce(jsonb_agg(jsonb_build_object('id', k.id, 'formVersion', k.form_version, 'answers', k.answers, 'outcome', k.outcome, 'findings', k.findings,
          'answeredAt', iso(k.answered_at), 'answeredBy', k.answered_by, 'clearedAt', iso(k.cleared_at), 'clearedBy', k.cleared_by, 'rationale', k.rationale) order by k.id), '[]')
        from session_checks k where k.clinic_id = s.clinic_id and k.session_id = s.id),
      'progress', (select coalesce(jsonb_agg(jsonb_build_object('id', g.id, 'block', g.prescribed_block, 'trains', g.trains, 'pulses', g.pulses, 'intensityPercentRmt', g.intensity_percent_rmt,
          'outputPercentMso', g.output_percent_mso, 'coil', g.coil, 'targetDeviationMm', g.target_deviation_mm, 'rampStep', g.ramp_step, 'note', g.note,
          'reportedAt', iso(g.reported_at), 'reportedBy', g.reported_by) order by g.id), '[]')
        from session_progress g where g.clinic_id = s.clinic_id and g.session_id = s.id))::text as record
    from sessions s where s.clinic_id = ${reader.actor.clinicId} and s.id = ${sessionId}`);
  return `${FORM}:${createHash('sha256').update(record).digest('hex')}`;
}

/** The signatures of a session, each held against the record as it is stored now. */
export async function verifySignatures(work: Work, sessionId: string): Promise<SignedRecord> {
  const { clinicId } = work.actor;
  const { patientId } = await work.one<{ patientId: string }>(sql`select patient_id as "patientId" from sessions where clinic_id = ${clinicId} and id = ${sessionId}`);
  const signatures = await work.many<Omit<SignedRecord['signatures'][number], 'intact'>>(sql`
    select meaning, signed_by as "signedBy", signer_name as "signerName", signed_at as "signedAt", record_digest as "recordDigest"
    from session_signatures where clinic_id = ${clinicId} and session_id = ${sessionId} order by signed_at, id`);
  const digest = await recordDigest(work, sessionId);
  seen(work, { action: 'session.signatures-verified', subject: { type: 'session', id: sessionId }, patientId });
  const intact = (signed: string): boolean | null => (signed.startsWith(`${FORM}:`) ? signed === digest : null);
  return { digest, signatures: signatures.map((signature) => ({ ...signature, intact: intact(signature.recordDigest) })) };
}
