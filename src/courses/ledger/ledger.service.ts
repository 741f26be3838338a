import { seen } from '../../audit/index.js';
import { sql } from '../../platform/database/sql.js';
import type { Reader, Work } from '../../platform/database/work.js';
import { newId } from '../../platform/kernel/uuid.js';
import { patientFacts } from '../../patients/read.js';
import type { DoseLedger, LedgerCourse, LedgerModality } from './ledger.dto.js';

/** The digest by which clinics know the same person; null for a patient who has not consented to data sharing. */
async function personKey(reader: Reader, patientId: string): Promise<string | null> {
  const { key } = await reader.one<{ key: string | null }>(sql`
    select case when (select c.withdrawn_at is null from consents c where c.clinic_id = p.clinic_id and c.patient_id = p.id and c.kind = 'data-sharing' order by c.signed_at desc, c.id desc limit 1)
      then encode(sha256(convert_to(searchable(p.given_name || ' ' || p.family_name) || '|' || p.birth_date || '|' || p.sex_at_birth, 'UTF8')), 'hex') end as key
    from patients p where p.clinic_id = ${reader.actor.clinicId} and p.id = ${patientId}`);
  return key;
}

/** Brings what other clinics may see up to date: the doses while the patient allows it, no key to them otherwise. */
export async function shareDoses(work: Work, patientId: string): Promise<void> {
  const key = await personKey(work, patientId);
  const { clinicId } = work.actor;
  await work.run(sql`update shared_doses set person_key = null where clinic_id = ${clinicId} and patient_id = ${patientId} and person_key is distinct from ${key}::text`);
  if (key === null) return;
  const given = await work.many<LedgerModality>(sql`
    select modality, sum(sessions_delivered)::int as sessions, sum(pulses_delivered)::bigint as pulses from courses
    where clinic_id = ${clinicId} and patient_id = ${patientId} and sessions_delivered > 0 group by modality`);
  for (const { modality, sessions, pulses } of given) {
    await work.run(sql`
      insert into shared_doses (clinic_id, id, patient_id, modality, person_key, sessions, pulses, counted_at)
      values (${clinicId}, ${newId()}, ${patientId}, ${modality}, ${key}, ${sessions}, ${pulses}, ${work.now})
      on conflict on constraint shared_doses_modality_key
      do update set person_key = excluded.person_key, sessions = excluded.sessions, pulses = excluded.pulses, counted_at = excluded.counted_at`);
  }
}

/** Everything the patient was given: in every course of this clinic, and elsewhere as far as the patient's consents reach. */
export async function doseLedger(work: Work, patientId: string): Promise<DoseLedger> {
  await patientFacts(work, patientId);
  const courses = await work.many<LedgerCourse>(sql`
    select c.id as "courseId", c.status, p.code as "protocolCode", c.modality, v.target_region as "targetRegion", c.hemisphere, c.sessions_planned as "sessionsPlanned",
      c.sessions_delivered as sessions, c.pulses_delivered as pulses, c.activated_at as "activatedAt", c.ended_at as "endedAt"
    from courses c join protocols p on p.clinic_id = c.clinic_id and p.id = c.protocol_id
    join protocol_versions v on v.clinic_id = c.clinic_id and v.protocol_id = c.protocol_id and v.version = c.protocol_version
    where c.clinic_id = ${work.actor.clinicId} and c.patient_id = ${patientId} order by c.id limit 1000`);
  const elsewhere = await givenElsewhere(work, patientId);
  seen(work, { action: 'dose-ledger.read', subject: { type: 'patient', id: patientId }, patientId });
  const all = [...courses, ...elsewhere];
  const modalities = [...new Set(all.map(({ modality }) => modality))].sort();
  return {
    patientId,
    total: summed(all),
    byModality: modalities.map((modality) => ({ modality, ...summed(all.filter((one) => one.modality === modality)) })),
    courses,
    elsewhere,
    asOf: work.now,
  };
}

async function givenElsewhere(work: Work, patientId: string): Promise<LedgerModality[]> {
  const key = await personKey(work, patientId);
  if (key === null) return [];
  await work.one(sql`select set_config('app.person_key', ${key}, true) as key`);
  const rows = await work.many<LedgerModality>(sql`
    select modality, sum(sessions)::int as sessions, sum(pulses)::bigint as pulses from shared_doses
    where person_key = ${key} and clinic_id <> ${work.actor.clinicId} group by modality order by modality`);
  await work.one(sql`select set_config('app.person_key', '', true) as key`);
  return rows;
}

function summed(given: readonly { sessions: number; pulses: number }[]): { sessions: number; pulses: number } {
  return given.reduce((sum, { sessions, pulses }) => ({ sessions: sum.sessions + sessions, pulses: sum.pulses + pulses }), { sessions: 0, pulses: 0 });
}
