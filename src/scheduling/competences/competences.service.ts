import { record } from '../../audit/index.js';
import { sql } from '../../platform/database/sql.js';
import type { Reader, Work } from '../../platform/database/work.js';
import { declareConstraints } from '../../platform/errors/database-faults.js';
import { conflict } from '../../platform/errors/refusal.js';
import { requireMatch } from '../../platform/http/answer.js';
import { cursorKey, DEFAULT_LIMIT, pageFrom, type Page, type PageQuery } from '../../platform/http/paging.js';
import { isUuid, newId } from '../../platform/kernel/uuid.js';
import { CompetenceRow } from './competence.entity.js';
import type { CompetenceChange, CompetenceView, NewCompetence } from './competences.dto.js';

declareConstraints({
  competences_once: () => conflict('duplicate-competence', 'That competence stands already; renew it.'),
});

const VIEW = sql`id, staff_id as "staffId", modality, coil_type as "coilType", valid_until as "validUntil"`;

export function readCompetence(reader: Reader, staffId: string, id: string): Promise<CompetenceView> {
  return reader.one<CompetenceView>(sql`select ${VIEW} from competences where clinic_id = ${reader.actor.clinicId} and staff_id = ${staffId} and id = ${id}`);
}

export async function listCompetences(reader: Reader, staffId: string, query: PageQuery): Promise<Page<CompetenceView>> {
  await requireStaff(reader, staffId);
  const [after = null] = cursorKey(query, [(id) => typeof id === 'string' && isUuid(id)]) ?? [];
  const rows = await reader.many<CompetenceView>(sql`
    select ${VIEW} from competences
    where clinic_id = ${reader.actor.clinicId} and staff_id = ${staffId} and (${after}::uuid is null or id > ${after}::uuid)
    order by id limit ${(query.limit ?? DEFAULT_LIMIT) + 1}`);
  return pageFrom(rows, query, (row) => [row.id], (row) => row);
}

/** From the first one on, the operator is given nothing else. Sessions that are booked stay as they are. */
export async function addCompetence(work: Work, staffId: string, { modality, coilType, validUntil }: NewCompetence): Promise<CompetenceView> {
  await requireStaff(work, staffId);
  const id = newId();
  await work.insert(CompetenceRow, { id, staffId, modality, coilType: coilType ?? null, validUntil: validUntil ?? null });
  const after = await readCompetence(work, staffId, id);
  record(work, { action: 'competence.added', subject: { type: 'staff', id: staffId }, after });
  return after;
}

export async function renewCompetence(work: Work, staffId: string, id: string, ifMatch: string | undefined, { validUntil }: CompetenceChange): Promise<CompetenceView> {
  await work.one(sql`select 1 as locked from competences where clinic_id = ${work.actor.clinicId} and staff_id = ${staffId} and id = ${id} for update`);
  const before = await readCompetence(work, staffId, id);
  requireMatch(ifMatch, before);
  await work.update(CompetenceRow, id, { validUntil });
  const after = await readCompetence(work, staffId, id);
  record(work, { action: 'competence.renewed', subject: { type: 'staff', id: staffId }, before, after });
  return after;
}

export async function removeCompetence(work: Work, staffId: string, id: string): Promise<void> {
  const before = await readCompetence(work, staffId, id);
  await work.run(sql`delete from competences where clinic_id = ${work.actor.clinicId} and id = ${id}`);
  record(work, { action: 'competence.removed', subject: { type: 'staff', id: staffId }, before });
}

const requireStaff = (reader: Reader, staffId: string): Promise<object> => reader.one(sql`select 1 as there from staff where clinic_id = ${reader.actor.clinicId} and id = ${staffId}`);
