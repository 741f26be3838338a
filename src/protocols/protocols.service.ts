import { record } from '../audit/index.js';
import { sql } from '../platform/database/sql.js';
import type { Work } from '../platform/database/work.js';
import { declareConstraints } from '../platform/errors/database-faults.js';
import { conflict, InvalidRequest, wrongState, type Fault } from '../platform/errors/refusal.js';
import { newId } from '../platform/kernel/uuid.js';
import { completedBlocks } from './block-doses.js';
import { completedDose, hardFindings, isKnownInFull } from './dose-check.js';
import { inheritedStanding, NO_STANDING } from './inherited-standing.js';
import { safetyLimits } from './limits/safety-limits.service.js';
import { Protocol } from './protocol.entity.js';
import { requireReview } from './protocol-reviews.service.js';
import { refuseShorterThanDose } from './session-length.js';
import type { NewProtocol, Phase, ProtocolContent, ProtocolView } from './protocol.dto.js';
import { ProtocolVersion } from './protocol-version.entity.js';
import { readProtocol, readVersion } from './protocols.queries.js';

declareConstraints({ protocols_code_key: () => conflict('duplicate-code', 'There is a protocol with this code already.') });

export async function draftProtocol(work: Work, { code, name, ...content }: NewProtocol): Promise<ProtocolView> {
  const id = newId();
  await work.insert(Protocol, { id, code, name, createdAt: work.now });
  await insertVersion(work, id, 1, content);
  const after = await readProtocol(work, id);
  record(work, { action: 'protocol.drafted', subject: { type: 'protocol', id }, after });
  return after;
}

/** Editing makes the next draft; what is published stays as it is. */
export async function draftVersion(work: Work, id: string, content: ProtocolContent): Promise<ProtocolView> {
  await lock(work, id);
  // Read after the lock, so that two who draft at once count on from each other.
  const before = await readProtocol(work, id);
  if (before.status === 'retired') throw wrongState('protocol', 'retired', 'given a new version');
  const { last } = await work.one<{ last: number }>(sql`
    select max(version) as last from protocol_versions where clinic_id = ${work.actor.clinicId} and protocol_id = ${id}`);
  await insertVersion(work, id, last + 1, content, before);
  const after = await readVersion(work, id, last + 1);
  record(work, { action: 'protocol.version-drafted', subject: { type: 'protocol', id }, before, after });
  return after;
}

/** @throws Refusal 409 `unsafe-protocol` when the dose breaks a hard rule, `shorter-than-dose` when it does not fit into the session, `review-required` where the clinic wants four eyes */
export async function publishVersion(work: Work, id: string, version: number): Promise<ProtocolView> {
  await lock(work, id);
  const before = await readVersion(work, id, version);
  if (before.status !== 'draft') throw wrongState('protocol version', before.status, 'published');
  if (!isKnownInFull(before)) throw conflict('incomplete-protocol', 'The dose is not known in full; draft a version that states it.');
  await requireReview(work, id, version);
  const findings = hardFindings(before, await safetyLimits(work));
  if (findings.length > 0) throw conflict('unsafe-protocol', 'The dose breaks a hard safety rule.', { findings });
  refuseShorterThanDose(before);
  await work.run(sql`
    update protocol_versions set status = 'published', published_at = ${work.now}, published_by = ${work.actor.staffId ?? null}
    where clinic_id = ${work.actor.clinicId} and protocol_id = ${id} and version = ${version}`);
  const after = await readVersion(work, id, version);
  record(work, { action: 'protocol.published', subject: { type: 'protocol', id }, before, after });
  return after;
}

export async function retireProtocol(work: Work, id: string): Promise<ProtocolView> {
  await lock(work, id);
  const before = await readProtocol(work, id);
  if (before.status === 'retired') throw wrongState('protocol', 'retired', 'retired');
  await work.update(Protocol, id, { retiredAt: work.now, retiredBy: work.actor.staffId ?? null });
  const after = await readProtocol(work, id);
  record(work, { action: 'protocol.retired', subject: { type: 'protocol', id }, before, after });
  return after;
}

async function lock(work: Work, id: string): Promise<void> {
  await work.one(sql`select 1 as locked from protocols where clinic_id = ${work.actor.clinicId} and id = ${id} for update`);
}

async function insertVersion(work: Work, protocolId: string, version: number, content: ProtocolContent, before?: ProtocolView): Promise<void> {
  const { training: _training, ...stored } = content;
  const dose = { ...completedDose(content), blocks: completedBlocks(content), pauseBetweenBlocksSeconds: content.pauseBetweenBlocksSeconds ?? null };
  refuseTwoRhythms(content.phases);
  await work.insert(ProtocolVersion, {
    ...stored,
    stimulation: dose.stimulation,
    blocks: dose.blocks,
    pauseBetweenBlocksSeconds: dose.pauseBetweenBlocksSeconds,
    parameters: dose.parameters ?? dose.training,
    ...(before ? inheritedStanding(before, content, dose) : NO_STANDING),
    indications: [...new Set(content.indications)],
    id: newId(),
    protocolId,
    version,
    status: 'draft',
    createdBy: work.actor.staffId ?? null,
    createdAt: work.now,
  });
}

function refuseTwoRhythms(phases: readonly Phase[]): void {
  const faults = phases.flatMap(({ sessionsPerWeek, everyDays }, index): Fault[] =>
    sessionsPerWeek === undefined || everyDays === undefined ? [] : [{ pointer: `/phases/${index}/everyDays`, code: 'contradiction', message: 'stands in place of sessionsPerWeek, not beside it' }],
  );
  if (faults.length > 0) throw new InvalidRequest(faults);
}
