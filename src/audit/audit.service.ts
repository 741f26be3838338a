import { sql } from '../platform/database/sql.js';
import type { Work } from '../platform/database/work.js';
import { newId } from '../platform/kernel/uuid.js';
import { changedFields } from './changed-fields.js';
import { requireOpenRecords } from './closed-records.js';
import { noteUnsealed } from './unsealed.js';

interface Told {
  /** What happened, e.g. `patient.registered`, `course.activated`, `session.signed`. */
  action: string;
  /** The kind of thing it happened to, e.g. `course`. */
  subject: { type: string; id?: string };
  /** The patient it concerns; absent only for what concerns none (a room, a device, a staff member). */
  patientId?: string;
}

/** A change: the views before and after, of which the fields that differ are kept. */
export interface Change extends Told {
  before?: object;
  after?: object;
}

/** A reading of clinical data. */
export type Sighting = Told;

interface Entry extends Told {
  id: string;
  /** Of a look: none. */
  changes: object | null;
  isChange: boolean;
}

const pending = new WeakMap<Work, Entry[]>();

/** Leaves an entry for a change, in the transaction of the change. */
export function record(work: Work, { before, after, ...told }: Change): void {
  keep(work, { ...told, id: newId(), isChange: true, changes: before || after || told.patientId !== undefined ? changedFields(before ?? {}, after ?? {}) : null });
}

/** Leaves an entry for a look at clinical data, in the transaction that read it. */
export function seen(work: Work, told: Sighting): void {
  keep(work, { ...told, id: newId(), isChange: false, changes: null });
}

/**
 * Entries wait in memory and are written by one statement just before the commit, which fails if they cannot be, or if one
 * of them touches a record that is closed to whoever acts: no route can forget to ask.
 */
function keep(work: Work, entry: Entry): void {
  const entries = pending.get(work) ?? [];
  entries.push(entry);
  pending.set(work, entries);
  work.beforeCommit('audit', write);
}

async function write(work: Work): Promise<void> {
  const { clinicId, staffId = null, apiKeyId = null, ip = null, requestId } = work.actor;
  const entries = pending.get(work) ?? [];
  const rows = entries.map(({ id, action, subject, patientId, changes }) => ({
    id,
    action,
    subject_type: subject.type,
    subject_id: subject.id ?? null,
    patient_id: patientId ?? null,
    changes,
  }));
  work.send(sql`
    insert into audit_entries (clinic_id, id, at, actor_id, api_key_id, ip, request_id, action, patient_id, subject_type, subject_id, changes, transaction)
    select ${clinicId}, r.id, ${work.now}, ${staffId}, ${apiKeyId}, ${ip}, ${requestId}, r.action, r.patient_id, r.subject_type, r.subject_id, r.changes, pg_current_xact_id()::text::bigint
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      as r(id uuid, action text, patient_id uuid, subject_type text, subject_id uuid, changes jsonb)`);
  // Behind the entries on their way: a record that is closed undoes them with all the rest.
  await requireOpenRecords(work, entries, (after, patientId, action) => {
    record(after, { action: 'access.refused', subject: { type: 'patient', id: patientId }, patientId, after: { code: 'restricted-record', action } });
  });
  noteUnsealed(clinicId, entries.map(({ id }) => id));
}
