import { seen } from '../audit/index.js';
import { sql } from '../platform/database/sql.js';
import type { Work } from '../platform/database/work.js';
import { cursorKey, DEFAULT_LIMIT, pageFrom, type Page, type PageQuery } from '../platform/http/paging.js';
import { isUuid, newId } from '../platform/kernel/uuid.js';
import type { DemographicsView, PatientView } from './patient.dto.js';
import { PatientDemographics } from './patient-demographics.entity.js';

/** Keeps the demographics as they are from now on; where nothing of them has changed, what was kept says it. */
export async function keepDemographics(work: Work, patient: PatientView, before?: PatientView): Promise<void> {
  const demographics = demographicsOf(patient);
  if (before && JSON.stringify(demographicsOf(before)) === JSON.stringify(demographics)) return;
  await work.insert(PatientDemographics, { id: newId(), patientId: patient.id, demographics, recordedAt: work.now, recordedBy: work.actor.staffId ?? null });
}

function demographicsOf({ mrn, givenName, familyName, birthDate, sexAtBirth, handedness, email, phone, preferredLanguage, timeZone, contactPreferences }: PatientView): object {
  return { mrn, givenName, familyName, birthDate, sexAtBirth, handedness, email, phone, preferredLanguage, timeZone, contactPreferences };
}

/** Newest first: the present state on top. After a merge, with those of the record that went. */
export async function listDemographics(work: Work, patientId: string, query: PageQuery): Promise<Page<DemographicsView>> {
  const [below = null] = cursorKey(query, [(id) => typeof id === 'string' && isUuid(id)]) ?? [];
  const rows = await work.many<{ id: string; recordedAt: string; recordedBy: string | null; demographics: Omit<DemographicsView, 'recordedAt' | 'recordedBy'> }>(sql`
    select id, demographics, recorded_at as "recordedAt", recorded_by as "recordedBy" from patient_demographics
    where clinic_id = ${work.actor.clinicId} and patient_id = ${patientId} and (${below}::uuid is null or id < ${below}::uuid)
    order by id desc limit ${(query.limit ?? DEFAULT_LIMIT) + 1}`);
  seen(work, { action: 'patient.history-read', subject: { type: 'patient', id: patientId }, patientId });
  return pageFrom(rows, query, (row) => [row.id], ({ demographics, recordedAt, recordedBy }) => ({ recordedAt, recordedBy, ...demographics }));
}
