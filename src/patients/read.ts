/** What other rooms may read of a patient. */
import { sql } from '../platform/database/sql.js';
import { together } from '../platform/database/together.js';
import type { Reader } from '../platform/database/work.js';
import { conditionView } from './conditions/conditions.service.js';
import type { ConditionView } from './conditions/condition.dto.js';
import { screeningValidity } from './screening/index.js';
import { dateAt, today } from './today.js';
import { readClinic } from '../clinics/read.js';

export { isChronicPain, isPain, type ConditionCategory } from './chronicity/index.js';
export { dateAt, today } from './today.js';
export { medicinesToWeigh } from './regimen.js';
export { seizureRisk, type SeizureRisk } from './seizure-risk.js';
export { CONTACT_HOURS, contactOf, reachableFrom, REACHED_BY_EMAIL, WANTS_REMINDERS, type Contact, type ContactHours } from './contact.js';

export interface PatientFacts {
  id: string;
  mrn: string;
  givenName: string;
  familyName: string;
  birthDate: string;
  sexAtBirth: string;
  archivedAt: string | null;
}

/** @throws Refusal 404 */
export function patientFacts(reader: Reader, id: string): Promise<PatientFacts> {
  return reader.one<PatientFacts>(sql`
    select id, mrn, given_name as "givenName", family_name as "familyName", birth_date as "birthDate", sex_at_birth as "sexAtBirth", archived_at as "archivedAt"
    from patients where clinic_id = ${reader.actor.clinicId} and id = ${id}`);
}

export type ConditionFacts = ConditionView;

/** @throws Refusal 404 when the patient has no such condition */
export function conditionFacts(reader: Reader, patientId: string, conditionId: string): Promise<ConditionFacts> {
  return conditionView(reader, patientId, conditionId);
}

export type ScreeningState = 'missing' | 'needs-review' | 'contraindicated' | 'cleared' | 'excluded' | 'expired';

export interface IntakeState {
  screening: { state: ScreeningState; screeningId: string | null; screenedAt: string | null };
  treatmentConsent: boolean;
  offLabelConsent: boolean;
  /** To a current with pulses. */
  combinedConsent: boolean;
}

interface LatestScreening {
  id: string;
  outcome: 'clear' | 'needs-review' | 'contraindicated';
  decision: 'cleared' | 'excluded' | null;
  screenedAt: string;
  voidedAt: string | null;
}

/**
 * Where the intake stands today: the latest screening and the consents that hold.
 * @param courseToBegin the course that is about to begin, which needs a screening that no other course has begun on
 */
export async function intakeState(reader: Reader, patientId: string, courseToBegin?: string): Promise<IntakeState> {
  const { clinicId } = reader.actor;
  const [latest, consents] = await together(
    reader.maybe<LatestScreening>(sql`
      select id, outcome, decision, screened_at as "screenedAt", voided_at as "voidedAt" from screenings
      where clinic_id = ${clinicId} and patient_id = ${patientId} order by screened_at desc, id desc limit 1`),
    // The last one signed of each kind counts: whoever takes back the newest version has not gone back to the one before.
    reader.many<{ kind: string; withdrawn: boolean }>(sql`
      select distinct on (kind) kind, withdrawn_at is not null as withdrawn from consents where clinic_id = ${clinicId} and patient_id = ${patientId} order by kind, signed_at desc, id desc`),
  );
  const holds = (kind: string): boolean => consents.some((consent) => consent.kind === kind && !consent.withdrawn);
  return {
    screening: { state: await stateOf(reader, patientId, latest, courseToBegin), screeningId: latest?.id ?? null, screenedAt: latest?.screenedAt ?? null },
    treatmentConsent: holds('treatment'),
    offLabelConsent: holds('off-label'),
    combinedConsent: holds('combined-stimulation'),
  };
}

async function stateOf(reader: Reader, patientId: string, latest: LatestScreening | undefined, courseToBegin: string | undefined): Promise<ScreeningState> {
  if (!latest) return 'missing';
  if (latest.decision === 'excluded') return 'excluded';
  if (latest.outcome === 'contraindicated') return 'contraindicated';
  if (latest.voidedAt !== null) return 'expired';
  if (latest.outcome === 'needs-review' && latest.decision === null) return 'needs-review';
  const { timeZone } = await readClinic(reader);
  const screenedOn = dateAt(Date.parse(latest.screenedAt), timeZone);
  const usedByAnotherCourse = courseToBegin !== undefined && (await hasServed(reader, patientId, latest.screenedAt, courseToBegin));
  return screeningValidity({ screenedOn, today: await today(reader), usedByAnotherCourse }).valid ? 'cleared' : 'expired';
}

async function hasServed(reader: Reader, patientId: string, screenedAt: string, except: string): Promise<boolean> {
  const other = await reader.maybe(sql`
    select 1 as there from courses where clinic_id = ${reader.actor.clinicId} and patient_id = ${patientId} and id <> ${except} and activated_at > ${screenedAt} limit 1`);
  return other !== undefined;
}

export interface MedicationFacts {
  id: string;
  name: string;
  lowersSeizureThreshold: boolean;
  seizureRisk: string | null;
  dailyMme: number | null;
  startedOn: string;
  stoppedOn: string | null;
  changedAt: string;
}

/**
 * Medications that were begun, changed or stopped since an instant. One that was begun (and stopped) on an earlier day and was
 * only written down since is no change; on the same day nobody can tell, and it counts as one.
 */
export async function medicationChangesSince(reader: Reader, patientId: string, instant: string): Promise<MedicationFacts[]> {
  const { timeZone } = await readClinic(reader);
  return reader.many<MedicationFacts>(sql`
    select id, name, coalesce(seizure_risk in ('high', 'moderate'), false) as "lowersSeizureThreshold", seizure_risk as "seizureRisk", daily_mme as "dailyMme",
      started_on as "startedOn", stopped_on as "stoppedOn", changed_at as "changedAt"
    from medications where clinic_id = ${reader.actor.clinicId} and patient_id = ${patientId} and voided_at is null and changed_at > ${instant}
      and (changed_at > created_at or coalesce(stopped_on, started_on) >= (${instant}::timestamptz at time zone ${timeZone})::date)
    order by changed_at, id`);
}
