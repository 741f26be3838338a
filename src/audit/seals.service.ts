import { sql } from '../platform/database/sql.js';
import type { Reader, Work } from '../platform/database/work.js';
import type { AuditVerdict } from './audit.dto.js';
import { genesisOf, sealNext, verifyChain, type ChainHead, type SealedEntry } from './chain/index.js';

const AT_ONCE = 2_000;

/** An entry as it is sealed: everything that it says. */
const SEALED_FIELDS = sql`e.id, e.at, e.actor_id as "actorId", e.api_key_id as "apiKeyId", e.ip, e.request_id as "requestId", e.action, e.patient_id as "patientId",
  e.subject_type as "subjectType", e.subject_id as "subjectId", e.changes`;

interface SealableEntry {
  id: string;
}

/**
 * Adds the entries of finished transactions to the clinic's chain, in the order of their transactions. Writers never wait
 * for it; two sealers wait for each other.
 * @returns how many were sealed; call again while it is as many as go at once
 */
export async function sealPending(work: Work): Promise<number> {
  const { clinicId } = work.actor;
  await work.many(sql`select pg_advisory_xact_lock(hashtextextended(${`${clinicId}/audit-chain`}, 0))`);
  const entries = await work.many<SealableEntry>(sql`
    select ${SEALED_FIELDS} from audit_entries e
    where e.clinic_id = ${clinicId} and e.transaction < pg_snapshot_xmin(pg_current_snapshot())::text::bigint
      and not exists (select 1 from audit_seals s where s.clinic_id = ${clinicId} and s.entry_id = e.id)
    order by e.transaction, e.id limit ${AT_ONCE}`);
  let head = await headOf(work);
  const rows = entries.map((entry) => {
    head = sealNext(head, entry);
    return { sequence: head.sequence, entry_id: entry.id, hash: head.hash };
  });
  if (rows.length > 0) {
    await work.run(sql`
      insert into audit_seals (clinic_id, sequence, entry_id, hash, sealed_at)
      select ${clinicId}, r.sequence, r.entry_id, r.hash, ${work.now} from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(sequence bigint, entry_id uuid, hash text)`);
  }
  return rows.length;
}

/** How far the clinic's chain is sealed: what to keep outside, to notice a tail that is cut off. */
export async function headOf(reader: Reader): Promise<ChainHead> {
  const last = await reader.maybe<ChainHead>(sql`
    select sequence, hash from audit_seals where clinic_id = ${reader.actor.clinicId} order by sequence desc limit 1`);
  return last ?? genesisOf(reader.actor.clinicId);
}

/** Recomputes the whole chain from the entries as they stand now. */
export async function verifyTrail(reader: Reader): Promise<AuditVerdict> {
  const { clinicId } = reader.actor;
  const { events } = await reader.one<{ events: number }>(sql`select count(*)::int as events from audit_entries where clinic_id = ${clinicId}`);
  let head = genesisOf(clinicId);
  for (;;) {
    const rows = await reader.many<{ sequence: number; hash: string; id: string | null }>(sql`
      select s.sequence, s.hash, ${SEALED_FIELDS} from audit_seals s
      left join audit_entries e on e.clinic_id = s.clinic_id and e.id = s.entry_id
      where s.clinic_id = ${clinicId} and s.sequence > ${head.sequence} order by s.sequence limit ${AT_ONCE}`);
    const entries = rows.map(({ sequence, hash, ...entry }): SealedEntry => ({ sequence, hash, entry: entry.id === null ? null : entry }));
    const verdict = verifyChain(entries, head, { more: rows.length === AT_ONCE });
    if (verdict.firstBroken) return { ok: false, events, sealedThrough: verdict.head.sequence, firstBroken: verdict.firstBroken };
    head = verdict.head;
    if (rows.length < AT_ONCE) return { ok: true, events, sealedThrough: head.sequence, head: head.hash };
  }
}
