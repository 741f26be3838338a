import { Temporal } from 'temporal-polyfill';
import { mergedRecord, record, seen } from '../audit/index.js';
import { sql } from '../platform/database/sql.js';
import type { Work } from '../platform/database/work.js';
import { declareConstraints } from '../platform/errors/database-faults.js';
import { conflict, invalid, wrongState } from '../platform/errors/refusal.js';
import { requireMatch } from '../platform/http/answer.js';
import { newId } from '../platform/kernel/uuid.js';
import { tellSharing } from './sharing-followers.js';
import { keepDemographics } from './demographics-history.js';
import type { NewPatient, PatientChange, PatientView, PatientWarning } from './patient.dto.js';
import { Patient } from './patient.entity.js';
import { PATIENT_VIEW } from './patients.queries.js';

const OLDEST_YEARS = 130;

declareConstraints({
  patients_mrn_key: () => conflict('duplicate-mrn', 'A patient with this MRN is registered already.'),
  conditions_dates_check: () => invalid('/resolvedDate', 'ends-before-it-begins', 'must not be before onsetDate'),
  medications_dates_check: () => invalid('/stoppedOn', 'ends-before-it-begins', 'must not be before startedOn'),
});

/** Registers a patient; somebody of the same name and birth date is pointed out, not refused. */
export async function registerPatient(work: Work, patient: NewPatient): Promise<PatientView> {
  refuseImpossible(work, patient);
  const id = newId();
  await work.insert(Patient, { ...patient, id, searchText: '', createdAt: work.now });
  await keepSearchText(work, id);
  const after = await patientView(work, id);
  const warnings = await duplicateWarnings(work, id);
  await keepDemographics(work, after);
  record(work, { action: 'patient.registered', subject: { type: 'patient', id }, patientId: id, after });
  return { ...after, warnings };
}

export async function changePatient(work: Work, id: string, ifMatch: string | undefined, change: PatientChange): Promise<PatientView> {
  const before = await lock(work, id);
  requireMatch(ifMatch, before);
  if (before.archivedAt !== null) throw archived();
  refuseImpossible(work, change);
  await work.update(Patient, id, { ...change });
  await keepSearchText(work, id);
  const after = await patientView(work, id);
  await keepDemographics(work, after, before);
  record(work, { action: 'patient.changed', subject: { type: 'patient', id }, patientId: id, before, after });
  await tellSharing(work, id);
  const renamed = before.givenName !== after.givenName || before.familyName !== after.familyName || before.birthDate !== after.birthDate;
  return renamed ? { ...after, warnings: await duplicateWarnings(work, id) } : after;
}

/** Out of the daily lists; the record stays, and stays readable. */
export async function archivePatient(work: Work, id: string): Promise<PatientView> {
  const before = await lock(work, id);
  if (before.archivedAt !== null) throw wrongState('patient', 'archived', 'archived');
  const busy = await work.maybe(sql`
    select 1 as there from courses where clinic_id = ${work.actor.clinicId} and patient_id = ${id} and status in ('active', 'paused') limit 1`);
  if (busy) throw conflict('course-active', 'A course of this patient is active; end it first.');
  await work.update(Patient, id, { archivedAt: work.now });
  const after = await patientView(work, id);
  record(work, { action: 'patient.archived', subject: { type: 'patient', id }, patientId: id, before, after });
  return after;
}

export async function readPatient(work: Work, id: string): Promise<PatientView> {
  const patient = await patientView(work, id);
  seen(work, { action: 'patient.read', subject: { type: 'patient', id }, patientId: id });
  return patient;
}

/** For a new record of a patient: who it is. @throws Refusal 404, 409 `patient-archived` */
export async function requireCurrentPatient(work: Work, id: string): Promise<PatientView> {
  const patient = await patientView(work, id);
  if (patient.archivedAt !== null) throw archived();
  return patient;
}

/**
 * The same for what a course that begins has to know of: activation takes this lock too, so that of a medicine and an activation
 * at once the second sees the first.
 */
export async function lockCurrentPatient(work: Work, id: string): Promise<PatientView> {
  await lockPatient(work, id);
  return requireCurrentPatient(work, id);
}

/** One after the other: whoever begins or prescribes a course of a patient, and whoever records what has to hold it. @throws Refusal 404 */
export async function lockPatient(work: Work, id: string): Promise<void> {
  await work.one(sql`select 1 as locked from patients where clinic_id = ${work.actor.clinicId} and id = ${id} for no key update`);
}

export const archived = (): Error => conflict('patient-archived', 'This patient is archived; nothing is added to the record.');

/** @throws Refusal 404, with `mergedInto` where the record is now another's */
export async function patientView(work: Work, id: string): Promise<PatientView> {
  const { mergedInto, ...patient } = await work.one<PatientView & { mergedInto: string | null }>(sql`
    select ${PATIENT_VIEW}, merged_into as "mergedInto" from patients where clinic_id = ${work.actor.clinicId} and id = ${id}`);
  if (mergedInto !== null) throw mergedRecord(mergedInto);
  return patient;
}

async function lock(work: Work, id: string): Promise<PatientView> {
  await work.one(sql`select 1 as locked from patients where clinic_id = ${work.actor.clinicId} and id = ${id} for update`);
  return patientView(work, id);
}

/** Both orders of the names, so that either finds the patient. */
async function keepSearchText(work: Work, id: string): Promise<void> {
  await work.run(sql`
    update patients set search_text = searchable(given_name || ' ' || family_name || ' ' || given_name || ' ' || mrn)
    where clinic_id = ${work.actor.clinicId} and id = ${id}`);
}

async function duplicateWarnings(work: Work, id: string): Promise<PatientWarning[]> {
  const rows = await work.many<{ id: string }>(sql`
    select o.id from patients p join patients o on o.clinic_id = p.clinic_id and o.birth_date = p.birth_date and o.id <> p.id and o.merged_into is null
      and (searchable(o.given_name), searchable(o.family_name)) in ((searchable(p.given_name), searchable(p.family_name)), (searchable(p.family_name), searchable(p.given_name)))
    where p.clinic_id = ${work.actor.clinicId} and p.id = ${id} order by o.id limit 10`);
  return rows.map((row) => ({ code: 'possible-duplicate', patientId: row.id }));
}

function refuseImpossible(work: Work, { birthDate, timeZone, preferredLanguage, contactPreferences }: Pick<PatientChange, 'birthDate' | 'timeZone' | 'preferredLanguage' | 'contactPreferences'>): void {
  if (contactPreferences?.notBefore !== undefined && contactPreferences.notBefore === contactPreferences.notAfter) {
    // Whoever waits for such an hour would wait for ever, and nobody be told.
    throw invalid('/contactPreferences/notAfter', 'no-time-left', 'must be another time than notBefore; later, or earlier for hours that span midnight');
  }
  if (birthDate !== undefined) {
    // The latest date anywhere on Earth: nobody is refused for being born today in the east.
    if (birthDate > new Temporal.ZonedDateTime(BigInt(work.nowMs) * 1_000_000n, '+14:00').toPlainDate().toString()) throw invalid('/birthDate', 'in-the-future', 'must not be in the future');
    if (Number(work.now.slice(0, 4)) - Number(birthDate.slice(0, 4)) > OLDEST_YEARS) throw invalid('/birthDate', 'too-long-ago', `must be within ${OLDEST_YEARS} years`);
  }
  if (timeZone) {
    try {
      Temporal.PlainDate.from('2030-01-01').toZonedDateTime(timeZone);
    } catch {
      throw invalid('/timeZone', 'unknown-time-zone', 'is not an IANA time zone');
    }
  }
  if (preferredLanguage) {
    try {
      Intl.getCanonicalLocales(preferredLanguage); // dates in mail are written by it
    } catch {
      throw invalid('/preferredLanguage', 'unknown-language-tag', 'is not a BCP 47 tag');
    }
  }
}
