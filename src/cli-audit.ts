import { readFileSync } from 'node:fs';
import type { INestApplicationContext } from '@nestjs/common';
import { exportHead, HEAD_SIGNER, sealAll, verifyTrail, type ExportedHead, type HeadSigner } from './audit/index.js';
import { Database, type Asker } from './platform/database/database.js';
import { sql } from './platform/database/sql.js';
import { isUuid } from './platform/kernel/uuid.js';

const askerFor = (clinicId: string): Asker => ({ clinicId, staffId: undefined, requestId: 'cli', ip: undefined });

/** Prints the signed heads of one clinic's trail, or of all: one JSON object a line, to be kept elsewhere. */
export async function printHeads(app: INestApplicationContext, clinicId: string | undefined): Promise<void> {
  const database = app.get(Database);
  for (const id of await clinics(database, clinicId)) {
    await sealAll((run) => database.work(askerFor(id), run));
    process.stdout.write(`${JSON.stringify(await exportHead((run) => database.read(askerFor(id), run), app.get<HeadSigner>(HEAD_SIGNER), id))}\n`);
  }
}

/**
 * Verifies the trail of one clinic or of all against the heads in a file, if one is given, and prints a line for each.
 * @returns whether all of them are whole
 */
export async function verifyTrails(app: INestApplicationContext, clinicId: string | undefined, anchorFile: string | undefined): Promise<boolean> {
  const database = app.get(Database);
  const anchors = anchorFile === undefined ? new Map<string, ExportedHead>() : anchorsIn(readFileSync(anchorFile, 'utf8'));
  let whole = true;
  for (const id of await clinics(database, clinicId)) {
    await sealAll((run) => database.work(askerFor(id), run));
    const verdict = await verifyTrail((run) => database.read(askerFor(id), run), id, { anchor: anchors.get(id) });
    whole &&= verdict.ok;
    process.stdout.write(`${JSON.stringify({ clinicId: id, anchored: anchors.has(id), ...verdict })}\n`);
  }
  return whole;
}

async function clinics(database: Database, only: string | undefined): Promise<string[]> {
  if (only !== undefined && !isUuid(only)) throw new Error('--clinic is not the id of a clinic');
  const all = await database.acrossClinics('cli', (reader) => reader.many<{ id: string }>(sql`select id from clinics order by id`));
  const found = all.map(({ id }) => id).filter((id) => only === undefined || id === only);
  if (found.length === 0) throw new Error('there is no such clinic');
  return found;
}

/** What `audit-head` printed; of several heads of a clinic the furthest. */
function anchorsIn(text: string): Map<string, ExportedHead> {
  const heads = text.split('\n').filter((line) => line.trim() !== '').map((line) => JSON.parse(line) as ExportedHead);
  return new Map(heads.sort((one, other) => one.sequence - other.sequence).map((head) => [head.clinicId, head]));
}
