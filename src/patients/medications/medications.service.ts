import { resolveAlerts } from '../../alerts/index.js';
import { record, seen } from '../../audit/index.js';
import { sql } from '../../platform/database/sql.js';
import type { Reader, Work } from '../../platform/database/work.js';
import { invalid, wrongState } from '../../platform/errors/refusal.js';
import { requireMatch } from '../../platform/http/answer.js';
import { cursorKey, DEFAULT_LIMIT, pageFrom, type Page, type PageQuery } from '../../platform/http/paging.js';
import { isUuid, newId } from '../../platform/kernel/uuid.js';
import { isWeighed, raisedSeizureRisk, seizureThresholdRisk, similarListedNames } from '../medication-risk/index.js';
import { dailyMme } from '../opioid-mme/index.js';
import { lockCurrentPatient } from '../patients.service.js';
import { today } from '../today.js';
import type { MedicationChange, MedicationView, MedicationVoid, NewMedication } from './medication.dto.js';
import { MedicationRecord } from './medication.entity.js';
import { tellRaisedRisk } from './raised-risk-followers.js';
import { tellUnclearName } from './unclear-name-followers.js';

const COLUMNS = sql`id, patient_id as "patientId", name, dose, frequency, started_on as "startedOn", stopped_on as "stoppedOn", outcome,
  coalesce(seizure_risk in ('high', 'moderate'), false) as "lowersSeizureThreshold", seizure_risk as "seizureRisk", daily_mme as "dailyMme",
  mme_reason as "mmeReason", mme_table_version as "mmeTableVersion",
  case when voided_at is not null then jsonb_build_object('at', iso(voided_at), 'by', voided_by, 'reason', void_reason) end as voided`;

type Row = Omit<MedicationView, 'similarListedNames'>;

const viewOf = (row: Row): MedicationView => ({ ...row, similarListedNames: similarListedNames(row.name) });

async function view(reader: Reader, patientId: string, id: string): Promise<MedicationView> {
  return viewOf(await reader.one<Row>(sql`
    select ${COLUMNS} from medications where clinic_id = ${reader.actor.clinicId} and patient_id = ${patientId} and id = ${id}`));
}

export async function readMedication(work: Work, patientId: string, id: string): Promise<MedicationView> {
  seen(work, { action: 'medication.read', subject: { type: 'medication', id }, patientId });
  return view(work, patientId, id);
}

export async function listMedications(work: Work, patientId: string, query: PageQuery): Promise<Page<MedicationView>> {
  await work.one(sql`select 1 as there from patients where clinic_id = ${work.actor.clinicId} and id = ${patientId}`);
  const [after = null] = cursorKey(query, [(id) => typeof id === 'string' && isUuid(id)]) ?? [];
  const rows = await work.many<Row>(sql`
    select ${COLUMNS} from medications
    where clinic_id = ${work.actor.clinicId} and patient_id = ${patientId} and (${after}::uuid is null or id > ${after}::uuid)
    order by id limit ${(query.limit ?? DEFAULT_LIMIT) + 1}`);
  seen(work, { action: 'medications.listed', subject: { type: 'patient', id: patientId }, patientId });
  return pageFrom(rows, query, (row) => [row.id], viewOf);
}

export async function addMedication(work: Work, patientId: string, medication: NewMedication): Promise<MedicationView> {
  await lockCurrentPatient(work, patientId);
  const day = await today(work);
  if (medication.startedOn > day) throw invalid('/startedOn', 'in-the-future', 'must not be in the future');
  const id = newId();
  await work.insert(MedicationRecord, { ...medication, ...judged(medication), id, patientId, changedAt: work.now, createdAt: work.now });
  const after = await view(work, patientId, id);
  record(work, { action: 'medication.recorded', subject: { type: 'medication', id }, patientId, after });
  await tellRaisedRisk(work, patientId, raisedSeizureRisk(null, after, day));
  await tellIfUnclear(work, null, after, day);
  return after;
}

export async function changeMedication(work: Work, patientId: string, id: string, ifMatch: string | undefined, change: MedicationChange): Promise<MedicationView> {
  const before = await lock(work, patientId, id);
  requireMatch(ifMatch, before);
  if (before.voided !== null) throw wrongState('medication', 'voided', 'changed');
  const next = { ...before, ...Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined)) } as MedicationView;
  await work.update(MedicationRecord, id, { ...change, ...judged(next), changedAt: work.now });
  const after = await view(work, patientId, id);
  record(work, { action: 'medication.changed', subject: { type: 'medication', id }, patientId, before, after });
  const day = await today(work);
  await tellRaisedRisk(work, patientId, raisedSeizureRisk(before, after, day));
  await tellIfUnclear(work, before, after, day);
  return after;
}

/** Entered in error, and never taken: it stays to be read, and nothing is concluded from it any more. What was held for it is released by a clinician, as ever. */
export async function voidMedication(work: Work, patientId: string, id: string, { reason }: MedicationVoid): Promise<MedicationView> {
  const before = await lock(work, patientId, id);
  if (before.voided !== null) throw wrongState('medication', 'voided', 'voided again');
  await work.update(MedicationRecord, id, { voidedAt: work.now, voidedBy: work.actor.staffId ?? null, voidReason: reason });
  const after = await view(work, patientId, id);
  record(work, { action: 'medication.voided', subject: { type: 'medication', id }, patientId, before, after });
  await resolveAlerts(work, nameKey(id), 'The medicine was entered in error.');
  return after;
}

const nameKey = (id: string): string => `medication-name/${id}`;

/** A name that a typing error may keep off the lists is told of once, when it is written down; when it is corrected, that is settled. */
async function tellIfUnclear(work: Work, before: MedicationView | null, after: MedicationView, day: string): Promise<void> {
  if (before?.name === after.name) return;
  if (before !== null) await resolveAlerts(work, nameKey(after.id), 'The name was changed.');
  if (after.similarListedNames.length === 0 || !isWeighed(after, day)) return;
  const what = `${after.name} is on no list of drugs; ${after.similarListedNames.join(' and ')} would be.`;
  await tellUnclearName(work, { patientId: after.patientId, key: `${nameKey(after.id)}/${newId()}`, what });
}

async function lock(work: Work, patientId: string, id: string): Promise<MedicationView> {
  await lockCurrentPatient(work, patientId);
  await work.one(sql`select 1 as locked from medications where clinic_id = ${work.actor.clinicId} and patient_id = ${patientId} and id = ${id} for update`);
  return view(work, patientId, id);
}

/** What the record says of the seizure threshold and of opioids, with the version of the table it was told by. */
function judged(medication: { name: string; dose: string; frequency: string }): Pick<MedicationRecord, 'seizureRisk' | 'dailyMme' | 'mmeReason' | 'mmeTableVersion'> {
  const mme = dailyMme(medication);
  const noOpioid = mme.reason === 'not-an-opioid';
  return {
    seizureRisk: seizureThresholdRisk(medication.name)?.level ?? null,
    dailyMme: mme.dailyMme,
    mmeReason: noOpioid ? null : mme.reason,
    mmeTableVersion: noOpioid ? null : mme.tableVersion,
  };
}
