import { record } from '../../audit/index.js';
import { sql } from '../../platform/database/sql.js';
import type { Reader, Work } from '../../platform/database/work.js';
import { notFound, wrongState } from '../../platform/errors/refusal.js';
import { newId } from '../../platform/kernel/uuid.js';
import type { Lifting, NewRestriction, RestrictionView } from './restriction.dto.js';
import { PatientRestriction } from './restriction.entities.js';

const VIEW = sql`id, patient_id as "patientId", reason, to_jsonb(staff_ids) as "staffIds", restricted_at as "restrictedAt", restricted_by as "restrictedBy",
  lifted_at as "liftedAt", lifted_by as "liftedBy", lift_reason as "liftReason"`;

/** @throws Refusal 404 for an unknown member of staff, 409 where it is restricted already */
export async function restrictPatient(work: Work, patientId: string, { reason, staffIds = [] }: NewRestriction): Promise<RestrictionView> {
  await lock(work, patientId);
  if ((await live(work, patientId)).length > 0) throw wrongState('patient', 'restricted', 'restricted');
  const named = [...new Set(staffIds)];
  const { known } = await work.one<{ known: number }>(sql`select count(*)::int as known from staff where clinic_id = ${work.actor.clinicId} and id = any(${named}::uuid[])`);
  if (known !== named.length) throw notFound();
  const id = newId();
  await work.insert(PatientRestriction, { id, patientId, reason, staffIds: named, restrictedAt: work.now, restrictedBy: work.actor.staffId ?? '' });
  const after = await view(work, id);
  record(work, { action: 'patient.restricted', subject: { type: 'patient', id: patientId }, patientId, after });
  return after;
}

/** A record that two restricted ones were merged into has two restrictions: all are lifted. */
export async function unrestrictPatient(work: Work, patientId: string, { reason }: Lifting): Promise<RestrictionView> {
  await lock(work, patientId);
  const restrictions = await live(work, patientId);
  const [newest] = restrictions;
  if (newest === undefined) throw wrongState('patient', 'unrestricted', 'unrestricted');
  for (const before of restrictions) {
    await work.update(PatientRestriction, before.id, { liftedAt: work.now, liftedBy: work.actor.staffId ?? null, liftReason: reason });
    record(work, { action: 'patient.unrestricted', subject: { type: 'patient', id: patientId }, patientId, before, after: await view(work, before.id) });
  }
  return view(work, newest.id);
}

async function lock(work: Work, patientId: string): Promise<void> {
  await work.one(sql`select 1 as locked from patients where clinic_id = ${work.actor.clinicId} and id = ${patientId} for update`);
}

function live(reader: Reader, patientId: string): Promise<RestrictionView[]> {
  return reader.many<RestrictionView>(sql`
    select ${VIEW} from patient_restrictions where clinic_id = ${reader.actor.clinicId} and patient_id = ${patientId} and lifted_at is null order by id desc`);
}

function view(reader: Reader, id: string): Promise<RestrictionView> {
  return reader.one<RestrictionView>(sql`select ${VIEW} from patient_restrictions where clinic_id = ${reader.actor.clinicId} and id = ${id}`);
}
