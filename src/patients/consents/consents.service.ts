import { record, seen } from '../../audit/index.js';
import { sql } from '../../platform/database/sql.js';
import type { Reader, Work } from '../../platform/database/work.js';
import { invalid, wrongState } from '../../platform/errors/refusal.js';
import { cursorKey, DEFAULT_LIMIT, pageFrom, type Page, type PageQuery } from '../../platform/http/paging.js';
import { isUuid, newId } from '../../platform/kernel/uuid.js';
import { requireCurrentPatient } from '../patients.service.js';
import { tellSharing } from '../sharing-followers.js';
import type { ConsentView, NewConsent } from './consent.dto.js';
import { Consent } from './consent.entity.js';

const VIEW = sql`id, patient_id as "patientId", kind, signed_at as "signedAt", document_version as "documentVersion", signed_by as "signedBy", withdrawn_at as "withdrawnAt"`;

function view(reader: Reader, patientId: string, id: string): Promise<ConsentView> {
  return reader.one<ConsentView>(sql`
    select ${VIEW} from consents where clinic_id = ${reader.actor.clinicId} and patient_id = ${patientId} and id = ${id}`);
}

export async function readConsent(work: Work, patientId: string, id: string): Promise<ConsentView> {
  seen(work, { action: 'consent.read', subject: { type: 'consent', id }, patientId });
  return view(work, patientId, id);
}

export async function listConsents(work: Work, patientId: string, query: PageQuery): Promise<Page<ConsentView>> {
  await work.one(sql`select 1 as there from patients where clinic_id = ${work.actor.clinicId} and id = ${patientId}`);
  const [after = null] = cursorKey(query, [(id) => typeof id === 'string' && isUuid(id)]) ?? [];
  const rows = await work.many<ConsentView>(sql`
    select ${VIEW} from consents
    where clinic_id = ${work.actor.clinicId} and patient_id = ${patientId} and (${after}::uuid is null or id > ${after}::uuid)
    order by id limit ${(query.limit ?? DEFAULT_LIMIT) + 1}`);
  seen(work, { action: 'consents.listed', subject: { type: 'patient', id: patientId }, patientId });
  return pageFrom(rows, query, (row) => [row.id], (row) => row);
}

export async function recordConsent(work: Work, patientId: string, consent: NewConsent): Promise<ConsentView> {
  await requireCurrentPatient(work, patientId);
  if (Date.parse(consent.signedAt) > work.nowMs) throw invalid('/signedAt', 'in-the-future', 'must not be in the future');
  const id = newId();
  await work.insert(Consent, { ...consent, id, patientId, createdAt: work.now });
  const after = await view(work, patientId, id);
  record(work, { action: 'consent.recorded', subject: { type: 'consent', id }, patientId, after });
  await tellSharing(work, patientId);
  return after;
}

/** The consent stays on record; it no longer counts. */
export async function withdrawConsent(work: Work, patientId: string, id: string): Promise<ConsentView> {
  await work.one(sql`select 1 as locked from consents where clinic_id = ${work.actor.clinicId} and patient_id = ${patientId} and id = ${id} for update`);
  const before = await view(work, patientId, id);
  if (before.withdrawnAt !== null) throw wrongState('consent', 'withdrawn', 'withdrawn');
  await work.update(Consent, id, { withdrawnAt: work.now });
  const after = await view(work, patientId, id);
  record(work, { action: 'consent.withdrawn', subject: { type: 'consent', id }, patientId, before, after });
  await tellSharing(work, patientId);
  return after;
}
