import { withAftermath } from '../platform/database/aftermath.js';
import { empty, sql, type Sql } from '../platform/database/sql.js';
import type { Reader, Work } from '../platform/database/work.js';
import { Refusal } from '../platform/errors/refusal.js';

/** What leads into, out of and past a restriction, or tells that it held. */
const PAST_A_RESTRICTION: readonly string[] = ['patient.restricted', 'patient.unrestricted', 'patient.glass-broken', 'patient.glass-reviewed', 'alert.raised', 'alert.resolved', 'access.refused', 'access-log.read', 'audit-trail.read'];
/** What a broken glass is enough for beyond looking: what harmed the patient is written down, and stops what might harm again. */
const THROUGH_BROKEN_GLASS: readonly string[] = ['adverse-event.recorded', 'stimulation.locked', 'hold.placed', 'session.aborted', 'course.paused'];
/** What is told of the record that went, rather than read from it. */
const PAST_A_MERGER: readonly string[] = ['patient.merged-away', 'patient.glass-reviewed', 'alert.resolved', 'access.refused', 'access-log.read', 'audit-trail.read'];

/**
 * On `patient_restrictions r`: the record is closed to whoever acts, who is neither named, nor the prescriber of one of the
 * patient's courses, nor, for looking, has broken the glass within the hour. Nothing is closed to the service itself, nor to the front
 * desk, which books everybody and never receives a clinical field.
 */
function closedTo({ actor: { staffId }, now }: Reader, through: 'glass' | 'nothing' = 'glass'): Sql {
  if (staffId === undefined) return sql`false`;
  return sql`r.lifted_at is null and not ${staffId}::uuid = any(r.staff_ids)
      and exists (select 1 from staff s where s.clinic_id = r.clinic_id and s.id = ${staffId} and s.roles && array['admin', 'clinician', 'operator']::text[])
      and not exists (select 1 from courses c where c.clinic_id = r.clinic_id and c.patient_id = r.patient_id and c.prescribed_by = ${staffId})
      ${through === 'nothing' ? empty : sql`and not exists (select 1 from glass_grants g where g.clinic_id = r.clinic_id and g.patient_id = r.patient_id and g.staff_id = ${staffId} and g.expires_at > ${now}::timestamptz)`}`;
}

/** The patients whose records are closed to whoever acts; of all of them, unless some are named. */
export async function closedRecords(reader: Reader, among?: readonly string[]): Promise<string[]> {
  if (reader.actor.staffId === undefined) return [];
  const rows = await reader.many<{ id: string }>(sql`
    select distinct r.patient_id as id from patient_restrictions r where r.clinic_id = ${reader.actor.clinicId}
      ${among ? sql`and r.patient_id = any(${[...among]}::uuid[])` : empty} and ${closedTo(reader)}`);
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
  isChange: boolean;
}

interface Barred {
  id: string;
  mergedInto: string | null;
  closed: boolean;
  closedToChanges: boolean;
}

/**
 * Looks at every record that the work has touched, by the entries it leaves in the trail: no route can forget to ask.
 * @throws Refusal 403 `restricted-record`, and that it was refused stays on record; 404 `merged`, since whatever was asked
 *   for under the id of a record that went would look as if there were nothing
 */
export async function requireOpenRecords(work: Work, accesses: readonly Access[], refused: (after: Work, patientId: string, action: string) => void): Promise<void> {
  const patients = [...new Set(accesses.flatMap(({ patientId }) => patientId ?? []))];
  if (patients.length === 0) return;
  const barred = await work.many<Barred>(sql`
    select id, "mergedInto", closed, "closedToChanges" from (
      select p.id, p.merged_into as "mergedInto", exists (select 1 from patient_restrictions r where r.clinic_id = p.clinic_id and r.patient_id = p.id and ${closedTo(work)}) as closed,
        exists (select 1 from patient_restrictions r where r.clinic_id = p.clinic_id and r.patient_id = p.id and ${closedTo(work, 'nothing')}) as "closedToChanges"
      from patients p where p.clinic_id = ${work.actor.clinicId} and p.id = any(${patients}::uuid[])) record
    where "closedToChanges" or "mergedInto" is not null`);
  for (const { patientId, action } of accesses) if (patientId !== undefined && !PAST_A_RESTRICTION.includes(action)) work.records.add(patientId);
  for (const { id, mergedInto, closed, closedToChanges } of barred) {
    const own = accesses.filter(({ patientId }) => patientId === id);
    if (mergedInto !== null && own.some(({ action }) => !PAST_A_MERGER.includes(action))) throw mergedRecord(mergedInto);
    const touching = own.filter(({ action }) => !PAST_A_RESTRICTION.includes(action));
    const kept = closed ? touching[0] : closedToChanges ? touching.find(({ action, isChange }) => isChange && !THROUGH_BROKEN_GLASS.includes(action)) : undefined;
    if (kept) throw withAftermath(closed ? restrictedRecord() : onlyToBeSeen(), (after) => Promise.resolve(refused(after, id, kept.action)));
  }
}

/** For lists that leave no entry, since they hold nothing clinical. @throws Refusal 404 `merged` for the id of a record that went */
export async function requireStanding(reader: Reader, patientId: string): Promise<void> {
  const gone = await reader.maybe<{ mergedInto: string }>(sql`
    select merged_into as "mergedInto" from patients where clinic_id = ${reader.actor.clinicId} and id = ${patientId} and merged_into is not null`);
  if (gone) throw mergedRecord(gone.mergedInto);
}

/** 404 that names the record which has everything now. */
export const mergedRecord = (mergedInto: string): Refusal => new Refusal('missing', 'merged', 'This record was merged into another one of the same person.', { mergedInto });

const restrictedRecord = (): Refusal =>
  new Refusal('forbidden', 'restricted-record', 'This record is open to the patient’s own team only. In need, break the glass (POST /v1/patients/{id}/break-glass): the clinic is told.');

const onlyToBeSeen = (): Refusal =>
  new Refusal('forbidden', 'restricted-record', 'Breaking the glass opens this record for looking and for recording harm; what else is to be done is done by the patient’s own team.');
