import { record } from '../audit/index.js';
import { sql } from '../platform/database/sql.js';
import type { Work } from '../platform/database/work.js';
import { newId } from '../platform/kernel/uuid.js';
import { CATALOGUE, type CatalogueEntry } from './catalogue/index.js';
import { Protocol } from './protocol.entity.js';
import { ProtocolVersion } from './protocol-version.entity.js';

/** A draft whose length was not published; whoever publishes it states one. Design default. */
const UNKNOWN_SESSION_MINUTES = 30;

/**
 * Copies the catalogue of published protocols into a clinic's library. What is not verified comes as a draft, with the
 * reason in its note. Doing it again adds only what is not there yet.
 */
export async function stockLibrary(work: Work): Promise<void> {
  const there = await work.many<{ code: string }>(sql`select code from protocols where clinic_id = ${work.actor.clinicId}`);
  const codes = new Set(there.map(({ code }) => code));
  for (const entry of CATALOGUE) if (!codes.has(entry.code)) await copy(work, entry);
}

async function copy(work: Work, entry: CatalogueEntry): Promise<void> {
  const { code, name, active, evidence, clearance, parameterProvenance, phases, indications, note } = entry;
  const id = newId();
  await work.insert(Protocol, { id, code, name, catalogueCode: code, createdAt: work.now });
  await work.insert(ProtocolVersion, {
    id: newId(),
    protocolId: id,
    version: 1,
    status: active ? 'published' : 'draft',
    modality: entry.modality,
    targetRegion: entry.targetRegion,
    hemisphere: entry.hemisphere,
    stimulation: entry.stimulation ?? null,
    parameters: parametersOf(entry),
    sessionMinutes: Math.ceil(entry.sessionMinutes ?? UNKNOWN_SESSION_MINUTES),
    phases,
    indications: [...indications],
    evidence,
    clearance,
    validatedException: entry.validatedException,
    parameterProvenance,
    note: note ?? null,
    createdAt: work.now,
    ...(active && { publishedAt: work.now }),
  });
  record(work, { action: 'protocol.stocked', subject: { type: 'protocol', id }, after: { code, version: 1, status: active ? 'published' : 'draft' } });
}

/** What stands in place of a pulsed dose: the current of tDCS, or the part of a dose that is known. */
function parametersOf({ parameters, knownInPart }: CatalogueEntry): object | null {
  return parameters ?? (knownInPart ? { knownInPart } : null);
}
