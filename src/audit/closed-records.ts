import { withAftermath } from '../platform/database/aftermath.js';
import { empty, sql, type Sql } from '../platform/database/sql.js';
import type { Reader, Work } from '../platform/database/work.js';
import { Refusal } from '../platform/errors/refusal.js';

/** What leads into, out of and past a restriction, or tells that it held. */
const EXEMPT: readonly string[] = ['patient.restricted', 'patient.unrestricted', 'patient.glass-broken', 'alert.raised', 'access.refused', 'access-log.read'];

/**
 * The patients whose records are closed to whoever acts: restricted, and they are neither named, nor the prescriber of one
 * of the patient's courses, nor have broken the glass within the hour. Nothing is closed to the service itself, nor to the
 * front desk, which books everybody and never receives a clinical field.
 */
export async function closedRecords(reader: Reader, among?: readonly string[]): Promise<string[]> {
  const { clinicId, staffId } = reader.actor;
  if (staffId === undefined || among?.length === 0) return [];
  const rows = await reader.many<{ id: string }>(sql`
    select distinct r.patient_id as id from patient_restrictions r
    where r.clinic_id = ${clinicId} and r.lifted_at is null ${among ? sql`and r.patient_id = any(${[...among]}::uuid[])` : empty}
      and not ${staffId}::uuid = any(r.staff_ids)
      and exists (select 1 from staff s where s.clinic_id = r.clinic_id and s.id = ${staffId} and s.roles && array['admin', 'clinician', 'operator']::text[])
      and not exists (select 1 from courses c where c.clinic_id = r.clinic_id and c.patient_id = r.patient_id and c.prescribed_by = ${staffId})
      and not exists (select 1 from glass_grants g where g.clinic_id = r.clinic_id and g.patient_id = r.patient_id and g.staff_id = ${staffId} and g.expires_at > ${reader.now}::timestamptz)`);
  return rows.map(({ id }) => id);
}

/** For lists over patients: leaves out the rows of whoever's record is closed to the reader. */
export async function onlyOpenRecords(reader: Reader, patientId: Sql): Promise<Sql> {
  const closed = await closedRecords(reader);
  return closed.length === 0 ? empty : sql`and ${patientId} <> all(${closed}::uuid[])`;
}

interface Access {
  action: string;
  patientId?: string;
}

/** @throws Refusal 403 `restricted-record`; that it was refused stays on record */
export async function requireOpenRecords(work: Work, accesses: readonly Access[], refused: (after: Work, patientId: string, action: string) => void): Promise<void> {
  const touching = accesses.filter(({ action }) => !EXEMPT.includes(action));
  const patients = [...new Set(touching.flatMap(({ patientId }) => patientId ?? []))];
  const [closed] = await closedRecords(work, patients);
  if (closed === undefined) return;
  const action = touching.find(({ patientId }) => patientId === closed)?.action ?? '';
  throw withAftermath(restrictedRecord(), (after) => Promise.resolve(refused(after, closed, action)));
}

const restrictedRecord = (): Refusal =>
  new Refusal('forbidden', 'restricted-record', 'This record is open to the patient’s own team only. In need, break the glass (POST /v1/patients/{id}/break-glass): the clinic is told.');
