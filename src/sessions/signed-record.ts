import { seen } from '../audit/index.js';
import { sql, type Sql } from '../platform/database/sql.js';
import type { Reader, Work } from '../platform/database/work.js';
import type { SignaturesVerdict, SignedRecord } from './signed-record.dto.js';

/**
 * The form in which a record is signed. A form once used is never changed: signatures of years ago are verified by it.
 * What is signed differently gets a form of its own beside this one.
 */
const FORM = 'record-v1';

/**
 * What a signature stands for, over the stored rows and not over how they are shown: the session (as `s`), its checks and
 * what was reported while it ran, without status, signatures and addenda, which come after it. Canonical is the text that
 * PostgreSQL gives a jsonb: no key twice, shorter keys first, then by their bytes; instants in UTC with milliseconds.
 */
const digestOf = (patient: Sql): Sql => sql`${FORM}::text || ':' || encode(sha256(convert_to(jsonb_build_object('form', ${FORM}::text,
      'session', jsonb_build_object('id', s.id, 'clinic', s.clinic_id, 'course', s.course_id, 'patient', ${patient}, 'kind', s.kind, 'sequence', s.sequence, 'phase', s.phase,
        'startsAt', iso(s.starts_at), 'endsAt', iso(s.ends_at), 'device', s.device_id, 'room', s.room_id, 'operator', s.operator_id, 'prescribed', s.prescribed,
        'delivered', s.delivered, 'tolerability', s.tolerability, 'checkedInAt', iso(s.checked_in_at), 'startedAt', iso(s.started_at), 'endedAt', iso(s.ended_at),
        'deliveredBy', s.delivered_by, 'statusReason', s.status_reason),
      'checks', (select coalesce(jsonb_agg(jsonb_build_object('id', k.id, 'formVersion', k.form_version, 'answers', k.answers, 'outcome', k.outcome, 'findings', k.findings,
          'answeredAt', iso(k.answered_at), 'answeredBy', k.answered_by, 'clearedAt', iso(k.cleared_at), 'clearedBy', k.cleared_by, 'rationale', k.rationale) order by k.id), '[]')
        from session_checks k where k.clinic_id = s.clinic_id and k.session_id = s.id),
      'progress', (select coalesce(jsonb_agg(jsonb_build_object('id', g.id, 'block', g.prescribed_block, 'trains', g.trains, 'pulses', g.pulses, 'intensityPercentRmt', g.intensity_percent_rmt,
          'outputPercentMso', g.output_percent_mso, 'coil', g.coil, 'targetDeviationMm', g.target_deviation_mm, 'rampStep', g.ramp_step, 'note', g.note,
          'reportedAt', iso(g.reported_at), 'reportedBy', g.reported_by) order by g.id), '[]')
        from session_progress g where g.clinic_id = s.clinic_id and g.session_id = s.id))::text, 'UTF8')), 'hex')`;

/**
 * The digests that a signature over the unchanged record can have, of a session `s`: two records of one person that were
 * merged leave each session to whoever stayed, and what was signed before names who is merged away.
 */
const POSSIBLE_DIGESTS = sql`array(select ${digestOf(sql`w.id`)} from patients w where w.clinic_id = s.clinic_id and (w.id = s.patient_id or w.merged_into = s.patient_id))`;

/** Digest of what a signature stands for, of the record as it is stored now. */
export async function recordDigest(reader: Reader, sessionId: string): Promise<string> {
  const { digest } = await reader.one<{ digest: string }>(sql`select ${digestOf(sql`s.patient_id`)} as digest from sessions s where s.clinic_id = ${reader.actor.clinicId} and s.id = ${sessionId}`);
  return digest;
}

/** The signatures of a session, each held against the record as it is stored now. */
export async function verifySignatures(work: Work, sessionId: string): Promise<SignedRecord> {
  const { clinicId } = work.actor;
  const { patientId, digests } = await work.one<{ patientId: string; digests: string[] }>(sql`
    select s.patient_id as "patientId", ${POSSIBLE_DIGESTS} as digests from sessions s where s.clinic_id = ${clinicId} and s.id = ${sessionId}`);
  const signatures = await work.many<Omit<SignedRecord['signatures'][number], 'intact'>>(sql`
    select meaning, signed_by as "signedBy", signer_name as "signerName", signed_at as "signedAt", record_digest as "recordDigest"
    from session_signatures where clinic_id = ${clinicId} and session_id = ${sessionId} order by signed_at, id`);
  const digest = await recordDigest(work, sessionId);
  seen(work, { action: 'session.signatures-verified', subject: { type: 'session', id: sessionId }, patientId });
  const intact = (signed: string): boolean | null => (signed.startsWith(`${FORM}:`) ? digests.includes(signed) : null);
  return { digest, signatures: signatures.map((signature) => ({ ...signature, intact: intact(signature.recordDigest) })) };
}

const AT_ONCE = 500;
/** Of the first of these the places are named; the count tells of all. */
const MOST_NAMED = 100;

interface SignedSession {
  id: string;
  status: string;
  digests: string[];
  signatures: { meaning: string; recordDigest: string }[];
}

/**
 * Holds every signature of a clinic against the record that it was given for, as that is stored now: some hundred sessions
 * at a time, each time in a transaction of its own. A session that is signed by its state and by nobody is broken as well.
 */
export async function verifyAllSignatures(reading: <T>(run: (reader: Reader) => Promise<T>) => Promise<T>): Promise<SignaturesVerdict> {
  const verdict: SignaturesVerdict = { ok: true, sessions: 0, signatures: 0, notRecomputable: 0, brokenInAll: 0, broken: [] };
  for (let after: string | null = null; ; ) {
    const sessions: SignedSession[] = await reading((reader) => signedAfter(reader, after));
    for (const { id, status, digests, signatures } of sessions) {
      verdict.sessions += 1;
      verdict.signatures += signatures.length;
      verdict.notRecomputable += signatures.filter(({ recordDigest: signed }) => !signed.startsWith(`${FORM}:`)).length;
      const changed = signatures.filter(({ recordDigest: signed }) => signed.startsWith(`${FORM}:`) && !digests.includes(signed));
      const faults = [
        ...changed.map(({ meaning }) => ({ sessionId: id, meaning, why: 'record-changed' as const })),
        ...(status === 'signed' && signatures.length === 0 ? [{ sessionId: id, meaning: null, why: 'signature-missing' as const }] : []),
      ];
      verdict.brokenInAll += faults.length;
      verdict.broken.push(...faults.slice(0, MOST_NAMED - verdict.broken.length));
    }
    after = sessions.at(-1)?.id ?? null;
    if (sessions.length < AT_ONCE) return { ...verdict, ok: verdict.brokenInAll === 0 };
  }
}

function signedAfter(reader: Reader, after: string | null): Promise<SignedSession[]> {
  const { clinicId } = reader.actor;
  return reader.many<SignedSession>(sql`
    select s.id, s.status, ${POSSIBLE_DIGESTS} as digests,
      coalesce((select jsonb_agg(jsonb_build_object('meaning', g.meaning, 'recordDigest', g.record_digest) order by g.id) from session_signatures g where g.clinic_id = s.clinic_id and g.session_id = s.id), '[]') as signatures
    from sessions s
    where s.clinic_id = ${clinicId} and (${after}::uuid is null or s.id > ${after}::uuid)
      and (s.status = 'signed' or exists (select 1 from session_signatures g where g.clinic_id = s.clinic_id and g.session_id = s.id))
    order by s.id limit ${AT_ONCE}`);
}
