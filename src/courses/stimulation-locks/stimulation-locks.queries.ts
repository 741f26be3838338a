import { onlyOpenRecords, seen } from '../../audit/index.js';
import { empty, sql } from '../../platform/database/sql.js';
import type { Reader, Work } from '../../platform/database/work.js';
import { cursorKey, DEFAULT_LIMIT, pageFrom, type Page } from '../../platform/http/paging.js';
import { isUuid } from '../../platform/kernel/uuid.js';
import type { LockQuery, LockStepView, StimulationLockView } from './stimulation-lock.dto.js';
import { WORKFLOWS, type LockCause } from './workflow.js';

type Row = Omit<StimulationLockView, 'steps'> & { steps: Omit<LockStepView, 'topic' | 'overdue'>[] };

const SELECT = sql`
  select l.id, l.patient_id as "patientId", l.event_id as "eventId", l.cause, l.locked_at as "lockedAt", l.lifted_at as "liftedAt",
    coalesce((select jsonb_agg(jsonb_build_object('code', s.code, 'beforeLifting', s.before_lifting, 'dueAt', iso(s.due_at), 'outcome', s.outcome, 'note', s.note,
       'answeredAt', iso(s.answered_at), 'answeredBy', s.answered_by) order by s.id)
     from stimulation_lock_steps s where s.clinic_id = l.clinic_id and s.lock_id = l.id), '[]') as steps,
    coalesce((select jsonb_agg(jsonb_build_object('capacity', c.capacity, 'clearedBy', c.cleared_by, 'clearerName', c.clearer_name, 'rationale', c.rationale, 'clearedAt', iso(c.cleared_at)) order by c.id)
     from stimulation_lock_clearances c where c.clinic_id = l.clinic_id and c.lock_id = l.id), '[]') as clearances
  from stimulation_locks l`;

/** @throws Refusal 404 */
export async function lockView(reader: Reader, id: string): Promise<StimulationLockView> {
  return viewOf(reader, await reader.one<Row>(sql`${SELECT} where l.clinic_id = ${reader.actor.clinicId} and l.id = ${id}`));
}

export async function readLock(work: Work, id: string): Promise<StimulationLockView> {
  const view = await lockView(work, id);
  seen(work, { action: 'stimulation-lock.read', subject: { type: 'stimulation-lock', id }, patientId: view.patientId });
  return view;
}

/** The oldest first. */
export async function listLocks(work: Work, query: LockQuery): Promise<Page<StimulationLockView>> {
  const [after = null] = cursorKey(query, [(id) => typeof id === 'string' && isUuid(id)]) ?? [];
  const rows = await work.many<Row>(sql`
    ${SELECT} where l.clinic_id = ${work.actor.clinicId} and (${after}::uuid is null or l.id > ${after}::uuid)
      ${await onlyOpenRecords(work, sql`l.patient_id`)}
      ${query.patientId ? sql`and l.patient_id = ${query.patientId}` : empty}
      ${query.status === 'open' ? sql`and l.lifted_at is null` : empty}
      ${query.status === 'lifted' ? sql`and l.lifted_at is not null` : empty}
    order by l.id limit ${(query.limit ?? DEFAULT_LIMIT) + 1}`);
  seen(work, { action: 'stimulation-locks.listed', subject: { type: 'stimulation-lock' }, patientId: query.patientId });
  return pageFrom(rows, query, (row) => [row.id], (row) => viewOf(work, row));
}

export interface OpenLock {
  id: string;
  cause: LockCause;
  lockedAt: string;
  clearances: number;
}

/** What locks all stimulation of a patient now. */
export function openLocks(reader: Reader, patientId: string): Promise<OpenLock[]> {
  return reader.many<OpenLock>(sql`
    select id, cause, locked_at as "lockedAt",
      (select count(*)::int from stimulation_lock_clearances c where c.clinic_id = l.clinic_id and c.lock_id = l.id) as clearances
    from stimulation_locks l where clinic_id = ${reader.actor.clinicId} and patient_id = ${patientId} and lifted_at is null order by id`);
}

function viewOf(reader: Reader, row: Row): StimulationLockView {
  const topics = new Map(WORKFLOWS[row.cause as LockCause].map(({ code, topic }) => [code, topic]));
  const steps = row.steps.map((step) => ({
    ...step,
    topic: topics.get(step.code) ?? step.code,
    overdue: step.outcome === null && step.dueAt !== null && Date.parse(step.dueAt) < reader.nowMs,
  }));
  return { ...row, steps };
}
