/** What other rooms may read of the library, and the kernels they judge a dose with. */
import { sql } from '../platform/database/sql.js';
import type { Reader } from '../platform/database/work.js';
import type { ProtocolBlock } from './block-doses.js';
import type { Evidence, Phase } from './protocol.dto.js';
import type { Modality, Stimulation } from './dose/index.js';

export * from './safety/index.js';
export type { ProtocolBlock } from './block-doses.js';
export { deriveNeurofeedbackDose, doseMinutes, deriveSessionDose, deriveTdcsDose, type Modality, type NeurofeedbackDose, type SessionDose, type Stimulation, type TdcsDose } from './dose/index.js';
export { ownLimitsOf, safetyLimits, type OwnLimits } from './limits/safety-limits.service.js';
export { judgeDose, type DoseOfAnyKind } from './dose-judgement.js';

export interface PublishedProtocol {
  protocolId: string;
  version: number;
  code: string;
  name: string;
  modality: Modality;
  targetRegion: string;
  hemisphere: 'left' | 'right' | 'bilateral' | 'midline' | 'contralateral-to-pain';
  stimulation: Stimulation | null;
  /** Several in place of one stimulation. */
  blocks: ProtocolBlock[] | null;
  sessionMinutes: number;
  phases: Phase[];
  indications: string[];
  evidence: Evidence;
  clearance: { region: string; indications?: string[] }[];
  validatedException: boolean;
  retired: boolean;
}

/** A published version, the newest unless told. @throws Refusal 404 */
export function publishedProtocol(reader: Reader, protocolId: string, version?: number): Promise<PublishedProtocol> {
  return reader.one<PublishedProtocol>(sql`
    select p.id as "protocolId", v.version, p.code, p.name, v.modality, v.target_region as "targetRegion", v.hemisphere, v.stimulation, v.blocks,
      v.session_minutes as "sessionMinutes", v.phases, v.indications, v.evidence, v.clearance, v.validated_exception as "validatedException", p.retired_at is not null as retired
    from protocols p join protocol_versions v on v.clinic_id = p.clinic_id and v.protocol_id = p.id
    where p.clinic_id = ${reader.actor.clinicId} and p.id = ${protocolId} and v.status = 'published'
      and (${version ?? null}::int is null or v.version = ${version ?? null}::int)
    order by v.version desc limit 1`);
}
