import { raiseAlert } from '../../alerts/index.js';
import { HIGH_RISK } from '../../alerts/read.js';
import { record, seen } from '../../audit/index.js';
import { sql } from '../../platform/database/sql.js';
import type { Reader, Work } from '../../platform/database/work.js';
import { conflict, InvalidRequest, wrongState } from '../../platform/errors/refusal.js';
import { cursorKey, DEFAULT_LIMIT, pageFrom, type Page, type PageQuery } from '../../platform/http/paging.js';
import { isUuid, newId } from '../../platform/kernel/uuid.js';
import { lockCurrentPatient, requireCurrentPatient } from '../patients.service.js';
import { screen, validateAnswers, type ScreeningAnswers } from '../screening/index.js';
import { today } from '../today.js';
import type { NewScreening, ScreeningReview, ScreeningView, ScreeningVoid } from './screening.dto.js';
import { ScreeningRecord } from './screening.entity.js';
import { tellSuicideRisk } from './suicide-risk-followers.js';

const VIEW = sql`id, patient_id as "patientId", form_version as "formVersion", answers, outcome, findings, screened_at as "screenedAt",
  screened_by as "screenedBy", decision, rationale, reviewed_at as "reviewedAt", reviewed_by as "reviewedBy",
  case when voided_at is not null then jsonb_build_object('at', iso(voided_at), 'by', voided_by, 'cause', void_cause, 'note', void_note) end as voided`;

function view(reader: Reader, patientId: string, id: string): Promise<ScreeningView> {
  return reader.one<ScreeningView>(sql`
    select ${VIEW} from screenings where clinic_id = ${reader.actor.clinicId} and patient_id = ${patientId} and id = ${id}`);
}

export async function readScreening(work: Work, patientId: string, id: string): Promise<ScreeningView> {
  seen(work, { action: 'screening.read', subject: { type: 'screening', id }, patientId });
  return view(work, patientId, id);
}

/** Latest first. */
export async function listScreenings(work: Work, patientId: string, query: PageQuery): Promise<Page<ScreeningView>> {
  await work.one(sql`select 1 as there from patients where clinic_id = ${work.actor.clinicId} and id = ${patientId}`);
  const [after = null] = cursorKey(query, [(id) => typeof id === 'string' && isUuid(id)]) ?? [];
  const rows = await work.many<ScreeningView>(sql`
    select ${VIEW} from screenings
    where clinic_id = ${work.actor.clinicId} and patient_id = ${patientId} and (${after}::uuid is null or id < ${after}::uuid)
    order by id desc limit ${(query.limit ?? DEFAULT_LIMIT) + 1}`);
  seen(work, { action: 'screenings.listed', subject: { type: 'patient', id: patientId }, patientId });
  return pageFrom(rows, query, (row) => [row.id], (row) => row);
}

/** Judges the answers and keeps them; findings raise an alert in the same commit. A course that is prescribed meanwhile sees them, or is seen. */
export async function recordScreening(work: Work, patientId: string, { answers }: NewScreening): Promise<ScreeningView> {
  const issues = validateAnswers(answers);
  if (issues.length > 0) throw new InvalidRequest(issues.map(({ pointer, code, message }) => ({ pointer, code, message })));
  const { birthDate } = await lockCurrentPatient(work, patientId);
  const { formVersion, outcome, findings } = screen({ answers: answers as ScreeningAnswers, birthDate, screenedOn: await today(work) });
  const id = newId();
  await work.insert(ScreeningRecord, { id, patientId, formVersion, answers, outcome, findings, screenedAt: work.now, screenedBy: work.actor.staffId });
  const after = await view(work, patientId, id);
  record(work, { action: 'screening.recorded', subject: { type: 'screening', id }, patientId, after });
  if (outcome !== 'clear') {
    const summary = outcome === 'contraindicated' ? 'A screening shows an absolute contraindication.' : `A screening has ${findings.length} findings that a clinician must weigh.`;
    await raiseAlert(work, { kind: 'screening-finding', severity: outcome === 'contraindicated' ? 'critical' : 'warning', patientId, summary });
  }
  if (findings.some(({ answer, onYes }) => answer === 'yes' && onYes === 'stop')) await actOnSuicideRisk(work, patientId, id);
  return after;
}

/** A present intent or plan is high by whatever it is asked with: an evaluation today, and no stimulation before it. */
async function actOnSuicideRisk(work: Work, patientId: string, screeningId: string): Promise<void> {
  const what = 'A screening tells of a present intent or plan of suicide.';
  await raiseAlert(work, { kind: 'suicidality', severity: 'critical', patientId, key: `suicidality/screening/${screeningId}/${HIGH_RISK}`, summary: `${what} Evaluate today with the C-SSRS screener.` });
  await tellSuicideRisk(work, patientId, what);
}

/** A clinician's decision on a screening with findings. An absolute contraindication cannot be cleared, only excluded; of one that is not known nobody can say that it is not there. */
export async function reviewScreening(work: Work, patientId: string, id: string, { decision, rationale }: ScreeningReview): Promise<ScreeningView> {
  await requireCurrentPatient(work, patientId);
  await work.one(sql`select 1 as locked from screenings where clinic_id = ${work.actor.clinicId} and patient_id = ${patientId} and id = ${id} for update`);
  const before = await view(work, patientId, id);
  if (before.voided !== null) throw wrongState('screening', 'voided', 'reviewed');
  if (before.decision !== null) throw wrongState('screening', 'reviewed', 'reviewed again');
  if (before.outcome === 'clear' && decision === 'cleared') throw wrongState('screening', 'clear', 'cleared');
  if (before.outcome === 'contraindicated' && decision === 'cleared') {
    throw conflict('absolute-contraindication', 'An absolute contraindication cannot be cleared; when it no longer holds, screen again.', { findings: before.findings });
  }
  const unknown = before.findings.filter(({ answer, onYes }) => answer === 'unknown' && onYes === 'absolute');
  if (unknown.length > 0 && decision === 'cleared') {
    throw conflict('absolute-contraindication', 'Whether there is an absolute contraindication is not known; find it out, and screen again.', { findings: unknown });
  }
  await work.update(ScreeningRecord, id, { decision, rationale, reviewedAt: work.now, reviewedBy: work.actor.staffId ?? null });
  const after = await view(work, patientId, id);
  record(work, { action: 'screening.reviewed', subject: { type: 'screening', id }, patientId, before, after });
  return after;
}

/**
 * Something has happened that the answers do not know of: the patient is screened again before the next treatment, in a course
 * that runs as well. @throws Refusal 409 `wrong-state` for one that was voided already
 */
export async function voidScreening(work: Work, patientId: string, id: string, { cause, note }: ScreeningVoid): Promise<ScreeningView> {
  await requireCurrentPatient(work, patientId);
  await work.one(sql`select 1 as locked from screenings where clinic_id = ${work.actor.clinicId} and patient_id = ${patientId} and id = ${id} for update`);
  const before = await view(work, patientId, id);
  if (before.voided !== null) throw wrongState('screening', 'voided', 'voided again');
  return markVoid(work, patientId, before, { cause, note });
}

/**
 * The same, told where nobody looks at the screening. Nothing happens where none counts any more, or where the one that does
 * was made after it was told.
 */
export async function overtakeScreening(work: Work, patientId: string, toldAt: string, overtaken: ScreeningVoid): Promise<void> {
  const latest = await work.maybe<{ id: string; counts: boolean }>(sql`
    select id, voided_at is null and screened_at <= ${toldAt}::timestamptz as counts from screenings
    where clinic_id = ${work.actor.clinicId} and patient_id = ${patientId} order by screened_at desc, id desc limit 1 for update`);
  if (latest?.counts) await markVoid(work, patientId, await view(work, patientId, latest.id), overtaken);
}

async function markVoid(work: Work, patientId: string, before: ScreeningView, { cause, note }: ScreeningVoid): Promise<ScreeningView> {
  const { id } = before;
  await work.update(ScreeningRecord, id, { voidedAt: work.now, voidedBy: work.actor.staffId ?? null, voidCause: cause, voidNote: note });
  const after = await view(work, patientId, id);
  record(work, { action: 'screening.voided', subject: { type: 'screening', id }, patientId, before, after });
  return after;
}
