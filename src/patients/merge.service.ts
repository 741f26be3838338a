import { record, seen } from '../audit/index.js';
import { sql } from '../platform/database/sql.js';
import type { Work } from '../platform/database/work.js';
import { conflict, invalid } from '../platform/errors/refusal.js';
import { keepDemographics } from './demographics-history.js';
import { RECENT_CHANGE_DAYS } from './medication-risk/index.js';
import { tellRaisedRisk } from './medications/raised-risk-followers.js';
import { tellMerge } from './merge-followers.js';
import { latestScreenings, overtakeByMerge } from './screenings/merged-screenings.js';
import { tellSharing } from './sharing-followers.js';
import type { MergeConflict, MergedPatientView, PatientMerge } from './merge.dto.js';
import { outcomeOf, standingOf } from './merge-outcome.js';
import type { PatientWarning } from './patient.dto.js';
import { Patient } from './patient.entity.js';
import { archived, patientView } from './patients.service.js';
import { today } from './today.js';

/**
 * A merge locks tables, and whoever writes to one queues behind it as long as it waits for it: not for the usual three
 * seconds. When that was too short all of it is tried again. Design default.
 */
const TABLES_WITHIN = '250ms';

/**
 * Two records of one person become one: everything of the first is the second's from now on, bookings included; the first
 * stays as a pointer. Refused, with all reasons at once, where one person could not have had both; a dry run, whose work is
 * taken back, tells them instead. One at a time in the whole deployment, since the tables are those of every clinic.
 * @throws Refusal 409 `merge-conflict` with `conflicts`
 */
export async function mergePatient(work: Work, id: string, { intoPatientId, reason, dryRun = false }: PatientMerge): Promise<MergedPatientView> {
  if (id === intoPatientId) throw invalid('/intoPatientId', 'same-patient', 'must be another record');
  await work.run(sql`select pg_advisory_xact_lock(hashtextextended('patients/merge', 0))`);
  // In the order of the ids, so that two merges at once wait for each other instead of holding each other up.
  await work.many(sql`select 1 as locked from patients where clinic_id = ${work.actor.clinicId} and id in (${id}, ${intoPatientId}) order by id for update`);
  const [gone, before] = [await patientView(work, id), await patientView(work, intoPatientId)];
  if (before.archivedAt !== null) throw archived();
  const conflicts = await conflictsOf(work, id, intoPatientId);
  const warnings = await warningsOf(work, id, intoPatientId);
  if (conflicts.length > 0 && dryRun) return { ...before, warnings, merge: { dryRun, moved: [], holds: [], voidedScreeningIds: [], conflicts } };
  if (conflicts.length > 0) throw conflict('merge-conflict', `The records cannot be merged: ${conflicts.map(({ message }) => message).join(' ')}`, { conflicts });
  const stood = await standingOf(work, id, intoPatientId);
  const risks = await risksOnOneSide(work, id, intoPatientId);
  const screenings = await latestScreenings(work, id, intoPatientId);
  await work.run(sql`select set_config('lock_timeout', ${TABLES_WITHIN}, true)`);
  const { moved } = await work.one<{ moved: Record<string, number> }>(sql`select move_patient(${id}, ${intoPatientId}) as moved`);
  const claims = await work.run(sql`
    update claims set resource_id = ${intoPatientId} where clinic_id = ${work.actor.clinicId} and kind = 'patient' and resource_id = ${id}`);
  await work.run(sql`update patients set merged_into = ${intoPatientId} where clinic_id = ${work.actor.clinicId} and merged_into = ${id}`);
  await work.update(Patient, id, { archivedAt: gone.archivedAt ?? work.now, mergedInto: intoPatientId });
  const after = await patientView(work, intoPatientId);
  await keepDemographics(work, after);
  record(work, { action: 'patient.merged-away', subject: { type: 'patient', id }, patientId: id, before: gone, after: { ...gone, mergedInto: intoPatientId, reason } });
  record(work, { action: 'patient.merged', subject: { type: 'patient', id: intoPatientId }, patientId: intoPatientId, before, after: { ...after, mergedFrom: id, moved, reason } });
  for (const patientId of [id, intoPatientId]) await tellSharing(work, patientId);
  await tellRaisedRisk(work, intoPatientId, risks);
  await overtakeByMerge(work, intoPatientId, screenings);
  await tellMerge(work, { goneId: id, patientId: intoPatientId });
  return { ...after, warnings, merge: outcomeOf(stood, await standingOf(work, intoPatientId), { ...moved, ...(claims > 0 && { claims }) }, dryRun) };
}

/** Somebody has looked at what a merge would come to, which tells of both records. */
export function sawPreview(work: Work, id: string, { intoPatientId }: PatientMerge): void {
  for (const patientId of [id, intoPatientId]) seen(work, { action: 'patient.merge-previewed', subject: { type: 'patient', id: patientId }, patientId });
}

/** Days of the clinic on which either record has treatment booked: both may be meant, or one is the other's double. */
async function warningsOf(work: Work, one: string, other: string): Promise<PatientWarning[]> {
  const days = await work.many<{ onDate: string }>(sql`
    select (s.starts_at at time zone n.time_zone)::date as "onDate" from sessions s join clinics n on n.id = s.clinic_id
    where s.clinic_id = ${work.actor.clinicId} and s.patient_id in (${one}, ${other}) and s.kind = 'treatment' and s.status in ('scheduled', 'checked-in', 'held')
    group by 1 having count(distinct s.patient_id) = 2 order by 1 limit 50`);
  return days.map(({ onDate }) => ({ code: 'sessions-on-one-day', patientId: other, onDate }));
}

async function conflictsOf(work: Work, one: string, other: string): Promise<MergeConflict[]> {
  const { clinicId } = work.actor;
  const inProgress = await work.maybe(sql`
    select 1 as there from sessions where clinic_id = ${clinicId} and patient_id in (${one}, ${other}) and status = 'in-progress' limit 1`);
  const running = await work.many<{ modality: string }>(sql`
    select distinct a.modality from courses a join courses b on b.clinic_id = a.clinic_id and b.modality = a.modality and b.patient_id = ${other} and b.status in ('active', 'paused')
    where a.clinic_id = ${clinicId} and a.patient_id = ${one} and a.status in ('active', 'paused') order by a.modality`);
  const bookings = await work.many<{ startsAt: string; endsAt: string }>(sql`
    select lower(a.during * b.during) as "startsAt", upper(a.during * b.during) as "endsAt"
    from claims a join claims b on b.clinic_id = a.clinic_id and b.kind = 'patient' and b.resource_id = ${other} and b.live and b.during && a.during
    where a.clinic_id = ${clinicId} and a.kind = 'patient' and a.resource_id = ${one} and a.live order by 1 limit 50`);
  return [
    ...(inProgress ? [{ kind: 'session-in-progress', message: 'A session of one of them is in progress.' } as const] : []),
    ...running.map(({ modality }) => ({ kind: 'course-running', message: `Both have a running course of ${modality}; end one first.` }) as const),
    ...bookings.map(({ startsAt, endsAt }) => ({ kind: 'booking', message: `Both are booked at ${startsAt}.`, startsAt, endsAt }) as const),
  ];
}

/** Medicines of one record that lower the seizure threshold, or were stopped of late, meet the other record's running course: nobody weighed them for it. */
async function risksOnOneSide(work: Work, one: string, other: string): Promise<string | null> {
  const day = await today(work);
  const found = await work.many<{ name: string }>(sql`
    select distinct m.name from medications m
    where m.clinic_id = ${work.actor.clinicId} and m.patient_id in (${one}, ${other}) and m.voided_at is null
      and ((coalesce(m.stopped_on > ${day}::date, true) and m.seizure_risk in ('high', 'moderate')) or (m.stopped_on between ${day}::date - ${RECENT_CHANGE_DAYS}::int and ${day}::date and m.seizure_risk is not null))
      and exists (select from courses c where c.clinic_id = m.clinic_id and c.patient_id in (${one}, ${other}) and c.patient_id <> m.patient_id and c.status in ('active', 'paused'))
    order by m.name`);
  return found.length === 0 ? null : `Two records of the patient were merged, and with them came ${found.map(({ name }) => name).join(', ')} (seizure threshold).`;
}
