import { empty, sql } from '../platform/database/sql.js';
import type { Reader } from '../platform/database/work.js';
import { cursorKey, DEFAULT_LIMIT, pageFrom, type Page, type PageQuery } from '../platform/http/paging.js';
import { isUuid } from '../platform/kernel/uuid.js';
import type { ProtocolQuery, ProtocolView } from './protocol.dto.js';

/** Cleared in the United States for less than everything it is meant for. A clearance that names no use is for all. */
const OFF_LABEL = sql`exists (
  select from unnest(v.indications) use where not exists (
    select from jsonb_array_elements(v.clearance) c where c->>'region' = 'US' and coalesce(c->'indications', to_jsonb(v.indications)) ? use))`;

const COLUMNS = sql`p.id, p.code, p.name, v.version, case when p.retired_at is not null then 'retired' else v.status end as status, v.modality,
  v.target_region as "targetRegion", v.hemisphere, v.stimulation, v.blocks, v.pause_between_blocks_seconds as "pauseBetweenBlocksSeconds",
  case when v.modality <> 'neurofeedback' then v.parameters end as parameters, case when v.modality = 'neurofeedback' then v.parameters end as training, v.session_minutes as "sessionMinutes", v.phases, v.indications, v.evidence,
  v.clearance, ${OFF_LABEL} as "offLabel", v.validated_exception as "validatedException", v.parameter_provenance as "parameterProvenance", v.note, p.catalogue_code as "catalogueCode",
  v.published_at as "publishedAt",
  coalesce((select jsonb_agg(jsonb_build_object('decision', r.decision, 'comment', r.comment, 'reviewedBy', r.reviewed_by, 'reviewedAt', iso(r.reviewed_at)) order by r.reviewed_at, r.id)
    from protocol_reviews r where r.clinic_id = p.clinic_id and r.protocol_id = p.id and r.version = v.version), '[]') as reviews`;

/** The version that counts: the newest published one, else the newest draft. */
const CURRENT = sql`lateral (
  select * from protocol_versions w where w.clinic_id = p.clinic_id and w.protocol_id = p.id
  order by (w.status = 'published') desc, w.version desc limit 1)`;

export async function listProtocols(reader: Reader, query: ProtocolQuery): Promise<Page<ProtocolView>> {
  const [name = null, id = null] = cursorKey(query, [(member) => typeof member === 'string', (member) => typeof member === 'string' && isUuid(member)]) ?? [];
  const rows = await reader.many<ProtocolView>(sql`
    select ${COLUMNS} from protocols p cross join ${CURRENT} v
    where p.clinic_id = ${reader.actor.clinicId}
      ${query.code ? sql`and p.code = ${query.code}` : empty}
      ${query.targetRegion ? sql`and v.target_region = ${query.targetRegion}` : empty}
      ${query.modality ? sql`and v.modality = ${query.modality}` : empty}
      ${query.indication ? sql`and ${query.indication} = any(v.indications)` : empty}
      ${query.status ? sql`and (case when p.retired_at is not null then 'retired' else v.status end) = ${query.status}` : empty}
      and (${name}::text is null or (p.name, p.id) > (${name}::text, ${id}::uuid))
    order by p.name, p.id limit ${(query.limit ?? DEFAULT_LIMIT) + 1}`);
  return pageFrom(rows, query, (row) => [row.name, row.id], (row) => row);
}

/** @throws Refusal 404 */
export function readProtocol(reader: Reader, id: string): Promise<ProtocolView> {
  return reader.one<ProtocolView>(sql`
    select ${COLUMNS} from protocols p cross join ${CURRENT} v where p.clinic_id = ${reader.actor.clinicId} and p.id = ${id}`);
}

/** Newest first. @throws Refusal 404 */
export async function listVersions(reader: Reader, id: string, query: PageQuery): Promise<Page<ProtocolView>> {
  const [below = null] = cursorKey(query, [(member) => Number.isInteger(member)]) ?? [];
  await reader.one(sql`select 1 as there from protocols where clinic_id = ${reader.actor.clinicId} and id = ${id}`);
  const rows = await reader.many<ProtocolView>(sql`
    select ${COLUMNS} from protocols p join protocol_versions v on v.clinic_id = p.clinic_id and v.protocol_id = p.id
    where p.clinic_id = ${reader.actor.clinicId} and p.id = ${id} and (${below}::int is null or v.version < ${below}::int)
    order by v.version desc limit ${(query.limit ?? DEFAULT_LIMIT) + 1}`);
  return pageFrom(rows, query, (row) => [row.version], (row) => row);
}

/** @throws Refusal 404 */
export function readVersion(reader: Reader, id: string, version: number): Promise<ProtocolView> {
  return reader.one<ProtocolView>(sql`
    select ${COLUMNS} from protocols p join protocol_versions v on v.clinic_id = p.clinic_id and v.protocol_id = p.id
    where p.clinic_id = ${reader.actor.clinicId} and p.id = ${id} and v.version = ${version}`);
}
