import { record } from '../audit/index.js';
import { sql } from '../platform/database/sql.js';
import type { Work } from '../platform/database/work.js';
import { declareConstraints } from '../platform/errors/database-faults.js';
import { conflict, invalid, wrongState } from '../platform/errors/refusal.js';
import { newId } from '../platform/kernel/uuid.js';
import { completedDose, hardFindings } from './dose-check.js';
import { isPulsed, type Modality } from './dose/index.js';
import { Protocol } from './protocol.entity.js';
import type { NewProtocol, ProtocolContent, ProtocolView } from './protocol.dto.js';
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
  const { retired, last } = await work.one<{ retired: boolean; last: number }>(sql`
    select p.retired_at is not null as retired, (select max(version) from protocol_versions v where v.clinic_id = p.clinic_id and v.protocol_id = p.id) as last
    from protocols p where p.clinic_id = ${work.actor.clinicId} and p.id = ${id} for update`);
  if (retired) throw wrongState('protocol', 'retired', 'given a new version');
  await insertVersion(work, id, last + 1, content);
  const after = await readVersion(work, id, last + 1);
  record(work, { action: 'protocol.version-drafted', subject: { type: 'protocol', id }, after });
  return after;
}

/** @throws Refusal 409 `unsafe-protocol` when the dose breaks a hard rule */
export async function publishVersion(work: Work, id: string, version: number): Promise<ProtocolView> {
  await work.one(sql`select 1 as locked from protocols where clinic_id = ${work.actor.clinicId} and id = ${id} for update`);
  const before = await readVersion(work, id, version);
  if (before.status !== 'draft') throw wrongState('protocol version', before.status, 'published');
  if (isPulsed(before.modality as Modality) && !before.stimulation) throw conflict('incomplete-protocol', 'The dose is not known in full; draft a version that states it.');
  const findings = hardFindings(before);
  if (findings.length > 0) throw conflict('unsafe-protocol', 'The dose breaks a hard safety rule.', { findings });
  await work.run(sql`
    update protocol_versions set status = 'published', published_at = ${work.now}, published_by = ${work.actor.staffId ?? null}
    where clinic_id = ${work.actor.clinicId} and protocol_id = ${id} and version = ${version}`);
  const after = await readVersion(work, id, version);
  record(work, { action: 'protocol.published', subject: { type: 'protocol', id }, before, after });
  return after;
}

export async function retireProtocol(work: Work, id: string): Promise<ProtocolView> {
  await work.one(sql`select 1 as locked from protocols where clinic_id = ${work.actor.clinicId} and id = ${id} for update`);
  const before = await readProtocol(work, id);
  if (before.status === 'retired') throw wrongState('protocol', 'retired', 'retired');
  await work.update(Protocol, id, { retiredAt: work.now });
  const after = await readProtocol(work, id);
  record(work, { action: 'protocol.retired', subject: { type: 'protocol', id }, before, after });
  return after;
}

async function insertVersion(work: Work, protocolId: string, version: number, { stimulation, ...content }: ProtocolContent): Promise<void> {
  if (isPulsed(content.modality) && !stimulation) throw invalid('/stimulation', 'required', `is required for ${content.modality}`);
  content.phases.forEach((phase, index) => {
    if (phase.sessionsPerWeek !== undefined && phase.everyDays !== undefined) {
      throw invalid(`/phases/${index}/everyDays`, 'contradiction', 'stands in place of sessionsPerWeek, not beside it');
    }
  });
  await work.insert(ProtocolVersion, {
    ...content,
    id: newId(),
    protocolId,
    version,
    status: 'draft',
    stimulation: stimulation ? completedDose(content.modality, stimulation) : null,
    clearance: [],
    validatedException: false,
    parameterProvenance: {},
    createdBy: work.actor.staffId ?? null,
    createdAt: work.now,
  });
}
