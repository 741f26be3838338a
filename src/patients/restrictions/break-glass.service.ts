import { raiseAlert } from '../../alerts/index.js';
import { closedRecords, record, requireStanding, seen } from '../../audit/index.js';
import type { Proofs } from '../../identity/index.js';
import { toInstant } from '../../platform/clock/clock.js';
import { empty, sql, type Sql } from '../../platform/database/sql.js';
import type { Reader, Work } from '../../platform/database/work.js';
import { conflict } from '../../platform/errors/refusal.js';
import { cursorKey, DEFAULT_LIMIT, pageFrom, type Page, type PageQuery } from '../../platform/http/paging.js';
import { isUuid, newId } from '../../platform/kernel/uuid.js';
import { postMail } from '../../platform/outbox/index.js';
import type { BrokenGlassQuery, GlassBreaking, GlassGrantView } from './restriction.dto.js';
import { GlassGrant } from './restriction.entities.js';

const OPEN_MS = 3_600_000;

/** The alert about an opening, so that a review settles it. */
export const alertKeyOf = (grantId: string): string => `glass/${grantId}`;

const SELECT = sql`select g.id, g.patient_id as "patientId", g.staff_id as "staffId", g.reason, g.broken_at as "brokenAt", g.expires_at as "expiresAt",
    r.reviewed_at as "reviewedAt", r.reviewed_by as "reviewedBy", r.justified, r.note as "reviewNote"
  from glass_grants g left join glass_reviews r on r.clinic_id = g.clinic_id and r.grant_id = g.id`;

/** Opens the record for whoever asks, in the same commit as the alert and the mail about it. */
export async function breakGlass(work: Work, proofs: Proofs, sessionId: string | undefined, patientId: string, { reason, ...proof }: GlassBreaking): Promise<GlassGrantView> {
  await proofs.requireNowOrFresh(work, sessionId, proof);
  if ((await closedRecords(work, [patientId])).length === 0) throw conflict('record-open', 'This record is open to you already.');
  const id = newId();
  await work.insert(GlassGrant, { id, patientId, staffId: work.actor.staffId ?? '', reason, brokenAt: work.now, expiresAt: toInstant(work.nowMs + OPEN_MS) });
  const after = await readGrant(work, patientId, id);
  record(work, { action: 'patient.glass-broken', subject: { type: 'patient', id: patientId }, patientId, after });
  await raiseAlert(work, { kind: 'glass-broken', severity: 'warning', patientId, summary: 'Somebody outside the patient’s team opened the restricted record.', key: alertKeyOf(id) });
  await tellWatchers(work, id);
  return after;
}

/** Says that it happened and where to look, not whose record it was nor why. */
async function tellWatchers(work: Work, grantId: string): Promise<void> {
  const watchers = await work.many<{ id: string; email: string; displayName: string }>(sql`
    select id, email, display_name as "displayName" from staff
    where clinic_id = ${work.actor.clinicId} and deactivated_at is null and roles && array['admin', 'auditor']::text[] order by id`);
  for (const { id, email, displayName } of watchers) {
    await postMail(work, {
      to: email,
      subject: 'A restricted record was opened',
      text: `${displayName},\n\na member of staff has opened a restricted record in need. Please sign in, look who it was and why (GET /v1/break-glass), and say what you make of it (POST /v1/break-glass/{id}/review).\n\nReference ${grantId}\n`,
      key: `glass/${grantId}/${id}`,
      about: { kind: 'glass-grant', id: grantId },
    });
  }
}

export function readGrant(reader: Reader, patientId: string, id: string): Promise<GlassGrantView> {
  return reader.one<GlassGrantView>(sql`${SELECT} where g.clinic_id = ${reader.actor.clinicId} and g.patient_id = ${patientId} and g.id = ${id}`);
}

export async function listGrants(reader: Reader, patientId: string, query: PageQuery): Promise<Page<GlassGrantView>> {
  await reader.one(sql`select 1 as there from patients where clinic_id = ${reader.actor.clinicId} and id = ${patientId}`);
  await requireStanding(reader, patientId);
  return newestGrants(reader, query, sql`and g.patient_id = ${patientId}`);
}

/** Of the whole clinic. Like the trail, it tells of records that are closed to the reader that they were opened, and is itself on record. */
export async function listAllGrants(work: Work, query: BrokenGlassQuery): Promise<Page<GlassGrantView>> {
  const { staffId, from, reviewed } = query;
  seen(work, { action: 'broken-glass.listed', subject: { type: 'glass-grant' } });
  return newestGrants(work, query, sql`${staffId ? sql`and g.staff_id = ${staffId}` : empty} ${from ? sql`and g.broken_at >= ${from}` : empty} ${reviewed === undefined ? empty : sql`and (r.grant_id is not null) = ${reviewed}`}`);
}

async function newestGrants(reader: Reader, query: PageQuery, only: Sql): Promise<Page<GlassGrantView>> {
  const after = cursorKey(query, [(id) => typeof id === 'string' && isUuid(id)]);
  const rows = await reader.many<GlassGrantView>(sql`
    ${SELECT} where g.clinic_id = ${reader.actor.clinicId} ${only} ${after ? sql`and g.id < ${after[0]}` : empty}
    order by g.id desc limit ${(query.limit ?? DEFAULT_LIMIT) + 1}`);
  return pageFrom(rows, query, (row) => [row.id], (row) => row);
}
