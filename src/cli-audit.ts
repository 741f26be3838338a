import { readFileSync } from 'node:fs';
import type { INestApplicationContext } from '@nestjs/common';
import { exportHead, HEAD_SIGNER, sealAll, verifyTrail, type AuditVerdict, type ExportedHead, type HeadSigner } from './audit/index.js';
import { Database, type Asker } from './platform/database/database.js';
import { sql } from './platform/database/sql.js';
import { isUuid } from './platform/kernel/uuid.js';
import { verifyAllSignatures } from './sessions/index.js';

const askerFor = (clinicId: string): Asker => ({ clinicId, staffId: undefined, requestId: 'cli', ip: undefined });

/** Prints the signed heads of one clinic's trail, or of all: one JSON object a line, to be kept elsewhere. */
export async function printHeads(app: INestApplicationContext, clinicId: string | undefined): Promise<void> {
  const database = app.get(Database);
  for (const id of (await clinics(database, clinicId)).keys()) {
    await sealAll((run) => database.work(askerFor(id), run));
    process.stdout.write(`${JSON.stringify(await exportHead((run) => database.read(askerFor(id), run), app.get<HeadSigner>(HEAD_SIGNER), id))}\n`);
  }
}

/**
 * Verifies the trail of one clinic or of all against the heads in a file, if one is given, and every signature against its
 * session, and prints a line for each clinic.
 * @returns whether all of them are whole
 */
export async function verifyTrails(app: INestApplicationContext, clinicId: string | undefined, anchorFile: string | undefined): Promise<boolean> {
  const database = app.get(Database);
  const kept = anchorFile === undefined ? new Map<string, ExportedHead[]>() : await headsIn(readFileSync(anchorFile, 'utf8'), app.get<HeadSigner>(HEAD_SIGNER));
  const there = await clinics(database, clinicId, [...kept.keys()]);
  let whole = true;
  for (const [id, isThere] of there) {
    const heads = kept.get(id) ?? [];
    const verdict = isThere ? await verify(database, id, heads) : { ok: false, events: 0, sealedThrough: 0, firstBroken: { sequence: 1, kind: 'missing-trail' } };
    const signatures = isThere ? await verifyAllSignatures((run) => database.read(askerFor(id), run)) : undefined;
    const ok = verdict.ok && signatures?.ok !== false;
    whole &&= ok;
    process.stdout.write(`${JSON.stringify({ clinicId: id, anchored: heads.length > 0, ...verdict, ok, signatures })}\n`);
  }
  return whole;
}

async function verify(database: Database, id: string, heads: readonly ExportedHead[]): Promise<AuditVerdict> {
  await sealAll((run) => database.work(askerFor(id), run));
  return verifyTrail((run) => database.read(askerFor(id), run), id, { anchor: heads.at(-1), heads });
}

/** Those that are there, and those that a head was kept of and that are gone, each with whether it is there. */
async function clinics(database: Database, only: string | undefined, known: readonly string[] = []): Promise<Map<string, boolean>> {
  if (only !== undefined && !isUuid(only)) throw new Error('--clinic is not the id of a clinic');
  const all = await database.acrossClinics('cli', (reader) => reader.many<{ id: string }>(sql`select id from clinics order by id`));
  const named = [...known.map((id) => [id, false] as const), ...all.map(({ id }) => [id, true] as const)];
  const found = new Map(named.filter(([id]) => only === undefined || id === only));
  if (found.size === 0) throw new Error('there is no such clinic');
  return found;
}

/**
 * What `audit-head` printed, by clinic, the furthest last; taken from what is signed, not from what stands beside it.
 * @throws Error naming a line that this service has not signed
 */
async function headsIn(text: string, signer: HeadSigner): Promise<Map<string, ExportedHead[]>> {
  const heads = new Map<string, ExportedHead[]>();
  for (const [index, line] of text.split('\n').entries()) {
    if (line.trim() === '') continue;
    const head = await signer.readHead(signatureIn(line));
    if (!head) throw new Error(`line ${index + 1} of the file is not a head that this service has signed (TOKEN_SIGNING_KEY, AUDIT_HEAD_KEYS)`);
    heads.set(head.clinicId, [...(heads.get(head.clinicId) ?? []), head]);
  }
  for (const list of heads.values()) list.sort((one, other) => one.sequence - other.sequence);
  return heads;
}

function signatureIn(line: string): string {
  try {
    return String((JSON.parse(line) as { jws?: unknown } | null)?.jws);
  } catch {
    return '';
  }
}
