import { record, seen } from '../../audit/index.js';
import { sql } from '../../platform/database/sql.js';
import type { Reader, Work } from '../../platform/database/work.js';
import { invalid } from '../../platform/errors/refusal.js';
import { requireMatch } from '../../platform/http/answer.js';
import { cursorKey, DEFAULT_LIMIT, pageFrom, type Page, type PageQuery } from '../../platform/http/paging.js';
import { isUuid, newId } from '../../platform/kernel/uuid.js';
import { isChronicPain, isIcd10CmShape, isIcd11ChronicPain, knownIcd10Cm, suggestedIcd11 } from '../chronicity/index.js';
import { requireCurrentPatient } from '../patients.service.js';
import { today } from '../today.js';
import type { ConditionChange, ConditionView, NewCondition } from './condition.dto.js';
import { Condition } from './condition.entity.js';

type Row = Omit<ConditionView, 'chronic' | 'icd10Topic' | 'icd11'>;
const COLUMNS = sql`id, patient_id as "patientId", icd10, description, category, side, icd11 as "icd11Code", onset_date as "onsetDate", resolved_date as "resolvedDate"`;

/** @throws Refusal 404 */
export async function conditionView(reader: Reader, patientId: string, id: string): Promise<ConditionView> {
  const row = await reader.one<Row>(sql`
    select ${COLUMNS} from conditions where clinic_id = ${reader.actor.clinicId} and patient_id = ${patientId} and id = ${id}`);
  return viewOf(row, await today(reader));
}

export async function readCondition(work: Work, patientId: string, id: string): Promise<ConditionView> {
  seen(work, { action: 'condition.read', subject: { type: 'condition', id }, patientId });
  return conditionView(work, patientId, id);
}

export async function listConditions(work: Work, patientId: string, query: PageQuery): Promise<Page<ConditionView>> {
  await work.one(sql`select 1 as there from patients where clinic_id = ${work.actor.clinicId} and id = ${patientId}`);
  const [after = null] = cursorKey(query, [(id) => typeof id === 'string' && isUuid(id)]) ?? [];
  const rows = await work.many<Row>(sql`
    select ${COLUMNS} from conditions
    where clinic_id = ${work.actor.clinicId} and patient_id = ${patientId} and (${after}::uuid is null or id > ${after}::uuid)
    order by id limit ${(query.limit ?? DEFAULT_LIMIT) + 1}`);
  seen(work, { action: 'conditions.listed', subject: { type: 'patient', id: patientId }, patientId });
  const day = await today(work);
  return pageFrom(rows, query, (row) => [row.id], (row) => viewOf(row, day));
}

export async function addCondition(work: Work, patientId: string, { icd11Code = null, ...condition }: NewCondition): Promise<ConditionView> {
  await requireCurrentPatient(work, patientId);
  if (!isIcd10CmShape(condition.icd10)) throw invalid('/icd10', 'not-icd-10-cm', 'must have the form of ICD-10-CM, e.g. M79.7');
  refuseUnknownIcd11(icd11Code);
  refuseFuture(condition, await today(work));
  const id = newId();
  await work.insert(Condition, { ...condition, icd11: icd11Code, side: condition.side ?? null, id, patientId, createdAt: work.now });
  const after = await conditionView(work, patientId, id);
  record(work, { action: 'condition.recorded', subject: { type: 'condition', id }, patientId, after });
  return after;
}

export async function changeCondition(work: Work, patientId: string, id: string, ifMatch: string | undefined, { icd11Code, ...change }: ConditionChange): Promise<ConditionView> {
  await requireCurrentPatient(work, patientId);
  await work.one(sql`select 1 as locked from conditions where clinic_id = ${work.actor.clinicId} and patient_id = ${patientId} and id = ${id} for update`);
  const before = await conditionView(work, patientId, id);
  requireMatch(ifMatch, before);
  refuseUnknownIcd11(icd11Code);
  refuseFuture({ ...before, ...change }, await today(work));
  await work.update(Condition, id, { ...change, ...(icd11Code !== undefined && { icd11: icd11Code }) });
  const after = await conditionView(work, patientId, id);
  record(work, { action: 'condition.changed', subject: { type: 'condition', id }, patientId, before, after });
  return after;
}

function refuseUnknownIcd11(code: string | null | undefined): void {
  if (code && !isIcd11ChronicPain(code)) throw invalid('/icd11Code', 'not-icd-11', 'must be a category of ICD-11 MG30, e.g. MG30.51');
}

function refuseFuture({ onsetDate, resolvedDate }: { onsetDate?: string; resolvedDate?: string | null }, day: string): void {
  if (onsetDate && onsetDate > day) throw invalid('/onsetDate', 'in-the-future', 'must not be in the future');
  if (resolvedDate && resolvedDate > day) throw invalid('/resolvedDate', 'in-the-future', 'must not be in the future');
}

function viewOf(row: Row, day: string): ConditionView {
  return {
    ...row,
    icd10Topic: knownIcd10Cm(row.icd10)?.topic ?? null,
    chronic: isChronicPain({ ...row, today: day }) ?? false,
    icd11: [...suggestedIcd11(row.category)],
  };
}
