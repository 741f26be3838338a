import { sql } from '../platform/database/sql.js';
import type { Reader, Work } from '../platform/database/work.js';
import type { AuditVerdict } from './audit.dto.js';
import type { ExportedHead, HeadSigner } from './head-signer.js';
import { genesisOf, sealNext, verifyChain, type ChainHead, type SealedEntry } from './chain/index.js';

/** What is read at once to be verified. */
const AT_ONCE = 2_000;
/** What is sealed at once: hashing so many takes this process a few milliseconds, and a request may be waiting meanwhile. */
const SEALED_AT_ONCE = 500;
/** Our default: no transaction lasts as long, and no two clocks of one service differ as much. */
const BACK_DATED_MS = 3_600_000;

/** An entry as it is sealed: everything that it says. */
const SEALED_FIELDS = sql`e.id, e.at, e.actor_id as "actorId", e.api_key_id as "apiKeyId", e.ip, e.request_id as "requestId", e.action, e.patient_id as "patientId",
  e.subject_type as "subjectType", e.subject_id as "subjectId", e.changes`;

interface SealableEntry {
  id: string;
}

interface LastSeal extends ChainHead {
  entryId: string;
  /** The database server's clock. */
  wallMs: number;
}

/**
 * Numbers from here on this server has not given out, but for our own: the entry came with a restored dump from a server
 * that had counted further, and its transaction ended there.
 */
const NEVER_HERE = sql`(e.transaction >= pg_snapshot_xmax(pg_current_snapshot())::text::bigint and e.transaction is distinct from pg_current_xact_id_if_assigned()::text::bigint)`;

/**
 * Adds entries of finished transactions to the clinic's chain, those of one call in the order of their transactions; what was
 * restored comes first. Writers never wait for it; two sealers wait for each other.
 * @param ids where it is known which entries wait, in the order of time; without them all that may wait are looked for
 * @returns the ids of what was sealed; call again while it is as many as go at once
 */
export async function sealPending(work: Work, ids?: readonly string[]): Promise<string[]> {
  const { clinicId } = work.actor;
  await work.many(sql`select pg_advisory_xact_lock(hashtextextended(${`${clinicId}/audit-chain`}, 0))`);
  const last = await lastSeal(work);
  const entries = await work.many<SealableEntry>(sql`
    select ${SEALED_FIELDS} from audit_entries e
    where e.clinic_id = ${clinicId} and ${ids && isRecent(last, ids) ? sql`e.id = any(${ids}::uuid[])` : sql`e.id >= ${oldestUnsealed(last)}::uuid`}
      and (${NEVER_HERE} or e.transaction < pg_snapshot_xmin(pg_current_snapshot())::text::bigint)
      and not exists (select 1 from audit_seals s where s.clinic_id = ${clinicId} and s.entry_id = e.id)
    order by ${NEVER_HERE} desc, e.transaction, e.id limit ${SEALED_AT_ONCE}`);
  let head: ChainHead = last ?? genesisOf(clinicId);
  const rows = entries.map((entry) => {
    head = sealNext(head, entry);
    return { sequence: head.sequence, entry_id: entry.id, hash: head.hash };
  });
  if (rows.length > 0) {
    await work.run(sql`
      insert into audit_seals (clinic_id, sequence, entry_id, hash, sealed_at)
      select ${clinicId}, r.sequence, r.entry_id, r.hash, ${work.now} from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(sequence bigint, entry_id uuid, hash text)`);
  }
  return entries.map(({ id }) => id);
}

/** Runs something in a transaction of its own. */
type Writing = <T>(run: (work: Work) => Promise<T>) => Promise<T>;
type Reading = <T>(run: (reader: Reader) => Promise<T>) => Promise<T>;

/** Seals all there is, some hundreds at a time, each time in a transaction of its own. */
export async function sealAll(writing: Writing): Promise<void> {
  while ((await writing((work) => sealPending(work))).length === SEALED_AT_ONCE);
}

/** Seals these, likewise, in the order of time. @returns those that have no seal yet: not there, or not finished */
export async function sealThese(writing: Writing, ids: readonly string[]): Promise<string[]> {
  const left: string[] = [];
  for (let from = 0; from < ids.length; from += SEALED_AT_ONCE) {
    const some = ids.slice(from, from + SEALED_AT_ONCE);
    left.push(...(await writing(async (work) => {
      const sealed = new Set(await sealPending(work, some));
      return some.every((id) => sealed.has(id)) ? [] : unsealedAmong(work, some);
    })));
  }
  return left;
}

async function unsealedAmong(reader: Reader, ids: readonly string[]): Promise<string[]> {
  const rows = await reader.many<{ id: string }>(sql`
    select n.id from unnest(${[...ids]}::uuid[]) as n(id)
    where not exists (select 1 from audit_seals s where s.clinic_id = ${reader.actor.clinicId} and s.entry_id = n.id)`);
  return rows.map(({ id }) => id);
}

/**
 * Whether these may be sealed and no others. Each seal moves the hour in which others are looked for: where the last one is
 * old (the service was away, the trail comes from a dump, a command has left entries and gone), what waits before these goes first.
 */
const isRecent = (last: LastSeal | undefined, ids: readonly string[]): boolean => last !== undefined && ids[0] !== undefined && msOf(last.entryId) > msOf(ids[0]) - BACK_DATED_MS / 2;

/**
 * No entry of an honest trail that is not sealed yet has a lower id: ids are in the order of time, no transaction lasts as long
 * as the margin, each process looks for all there are when it begins and every few minutes, and no seal goes far ahead of the
 * last. So the last hour is looked at, however long the trail is; what lies further back without a seal was slipped in, and
 * is found when the trail is verified.
 */
function oldestUnsealed(last: LastSeal | undefined): string {
  if (!last) return lowestIdAt(0);
  return lowestIdAt(Math.min(msOf(last.entryId), last.wallMs) - BACK_DATED_MS);
}

/** When an id (UUID version 7) was made, in epoch milliseconds. */
export const msOf = (id: string): number => Number.parseInt(id.replaceAll('-', '').slice(0, 12), 16);

/** Below every id (UUID version 7) that is made from an instant on. */
function lowestIdAt(epochMs: number): string {
  const hex = Math.max(0, Math.floor(epochMs)).toString(16).padStart(12, '0');
  return `${hex.slice(0, 8)}-${hex.slice(8)}-0000-0000-000000000000`;
}

/** An entry that has no seal although everything around it has one. */
async function slippedIn(reader: Reader): Promise<boolean> {
  const found = await reader.maybe(sql`
    select 1 as there from audit_entries e
    where e.clinic_id = ${reader.actor.clinicId} and e.id < ${oldestUnsealed(await lastSeal(reader))}::uuid
      and not exists (select 1 from audit_seals s where s.clinic_id = e.clinic_id and s.entry_id = e.id) limit 1`);
  return found !== undefined;
}

/** How far the clinic's chain is sealed. */
export async function headOf(reader: Reader): Promise<ChainHead> {
  const last = await lastSeal(reader);
  return last ? { sequence: last.sequence, hash: last.hash } : genesisOf(reader.actor.clinicId);
}

function lastSeal(reader: Reader): Promise<LastSeal | undefined> {
  return reader.maybe<LastSeal>(sql`
    select sequence, hash, entry_id as "entryId", floor(extract(epoch from clock_timestamp()) * 1000)::float8 as "wallMs" from audit_seals
    where clinic_id = ${reader.actor.clinicId} order by sequence desc limit 1`);
}

/** The same, signed: what to keep outside, to notice a tail that is cut off. */
export async function exportHead(reading: Reading, signer: HeadSigner, clinicId: string): Promise<ExportedHead & { jws: string }> {
  const head = await reading(async (reader) => ({ clinicId, ...(await headOf(reader)), at: reader.now }));
  return { ...head, jws: await signer.signHead(head) };
}

export interface Verification {
  /** A head that was kept outside, and whether what lies before it is believed. */
  anchor?: ChainHead | undefined;
  fromAnchor?: boolean | undefined;
  /** More heads that were kept: a chain that was written anew, and exported since, has the last of them and not the first. */
  heads?: readonly ChainHead[];
}

/**
 * Recomputes the chain from the entries as they stand now, two thousand at a time, each time in a transaction of its own:
 * a trail of a million entries keeps nothing open.
 */
export async function verifyTrail(reading: Reading, clinicId: string, { anchor, fromAnchor = false, heads = [] }: Verification = {}): Promise<AuditVerdict> {
  const { events } = await reading((reader) => reader.one<{ events: number }>(sql`select count(*)::int as events from audit_entries where clinic_id = ${clinicId}`));
  let head = genesisOf(clinicId);
  if (anchor && fromAnchor) {
    const fault = await reading((reader) => anchorFault(reader, anchor));
    if (fault) return { ok: false, events, sealedThrough: 0, firstBroken: fault };
    head = anchor;
  }
  let latestMs = 0;
  for (;;) {
    const entries = await reading((reader) => sealedAfter(reader, head.sequence));
    const more = entries.length === AT_ONCE;
    const verdict = verifyChain(entries, head, { more, ...(anchor && { anchor }) });
    for (const { sequence, entry } of entries.slice(0, verdict.head.sequence - head.sequence)) {
      const atMs = Date.parse((entry as { at: string }).at);
      if (atMs < latestMs - BACK_DATED_MS) return { ok: false, events, sealedThrough: sequence - 1, firstBroken: { sequence, kind: 'back-dated' } };
      latestMs = Math.max(latestMs, atMs);
    }
    if (verdict.firstBroken) return { ok: false, events, sealedThrough: verdict.head.sequence, firstBroken: verdict.firstBroken };
    head = verdict.head;
    if (more) continue;
    const unlike = await reading((reader) => headUnlike(reader, heads));
    if (unlike !== undefined) return { ok: false, events, sealedThrough: head.sequence, firstBroken: { sequence: unlike, kind: 'anchor-mismatch' } };
    if (await reading(slippedIn)) return { ok: false, events, sealedThrough: head.sequence, firstBroken: { sequence: head.sequence + 1, kind: 'slipped-in' } };
    return { ok: true, events, sealedThrough: head.sequence, head: head.hash };
  }
}

async function sealedAfter(reader: Reader, sequence: number): Promise<SealedEntry[]> {
  const { clinicId } = reader.actor;
  const rows = await reader.many<{ sequence: number; hash: string; id: string | null }>(sql`
    select s.sequence, s.hash, ${SEALED_FIELDS} from audit_seals s
    left join audit_entries e on e.clinic_id = s.clinic_id and e.id = s.entry_id
    where s.clinic_id = ${clinicId} and s.sequence > ${sequence} order by s.sequence limit ${AT_ONCE}`);
  return rows.map(({ sequence: place, hash, ...entry }) => ({ sequence: place, hash, entry: entry.id === null ? null : entry }));
}

/** The first place at which the chain is not the one whose head was kept. */
async function headUnlike(reader: Reader, heads: readonly ChainHead[]): Promise<number | undefined> {
  const kept = heads.filter(({ sequence }) => sequence > 0).map(({ sequence, hash }) => ({ sequence, hash }));
  const first = await reader.maybe<{ sequence: number }>(sql`
    select k.sequence::int as sequence from jsonb_to_recordset(${JSON.stringify(kept)}::jsonb) as k(sequence bigint, hash text)
    left join audit_seals s on s.clinic_id = ${reader.actor.clinicId} and s.sequence = k.sequence
    where s.hash is distinct from k.hash order by k.sequence limit 1`);
  return first?.sequence;
}

/** Whether the chain no longer has the head that was seen outside. */
async function anchorFault(reader: Reader, { sequence, hash }: ChainHead): Promise<{ sequence: number; kind: string } | undefined> {
  const { clinicId } = reader.actor;
  const seal = sequence === 0 ? genesisOf(clinicId) : await reader.maybe<{ hash: string }>(sql`select hash from audit_seals where clinic_id = ${clinicId} and sequence = ${sequence}`);
  if (!seal) return { sequence, kind: 'truncated-tail' };
  return seal.hash === hash ? undefined : { sequence, kind: 'anchor-mismatch' };
}
