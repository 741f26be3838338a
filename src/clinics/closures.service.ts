import { record } from '../audit/index.js';
import { sql } from '../platform/database/sql.js';
import type { Reader, Work } from '../platform/database/work.js';
import { invalid } from '../platform/errors/refusal.js';
import { isDateOnly } from '../platform/http/moments.js';
import { cursorKey, DEFAULT_LIMIT, pageFrom, type Page, type PageQuery } from '../platform/http/paging.js';
import { isUuid, newId } from '../platform/kernel/uuid.js';
import type { ClosureView, NewClosure } from './clinic.dto.js';
import { Closure } from './closure.entity.js';

const VIEW = sql`id, from_date as "from", to_date as "to", reason`;

export function readClosure(reader: Reader, id: string): Promise<ClosureView> {
  return reader.one<ClosureView>(sql`select ${VIEW} from closures where clinic_id = ${reader.actor.clinicId} and id = ${id}`);
}

export async function listClosures(reader: Reader, query: PageQuery): Promise<Page<ClosureView>> {
  const [date = null, id = null] = cursorKey(query, [isDateOnly, (member) => typeof member === 'string' && isUuid(member)]) ?? [];
  const rows = await reader.many<ClosureView>(sql`
    select ${VIEW} from closures
    where clinic_id = ${reader.actor.clinicId} and (${date}::date is null or (from_date, id) > (${date}::date, ${id}::uuid))
    order by from_date, id limit ${(query.limit ?? DEFAULT_LIMIT) + 1}`);
  return pageFrom(rows, query, (row) => [row.from, row.id], (row) => row);
}

/** Sessions already booked on these days stay; the day board shows them, and new bookings are refused. */
export async function closeClinic(work: Work, { from, to, reason }: NewClosure): Promise<ClosureView> {
  if (to < from) throw invalid('/to', 'ends-before-it-begins', 'must not be before from');
  if (daysBetween(from, to) > 366) throw invalid('/to', 'too-long', 'must be within 366 days of from');
  const id = newId();
  await work.insert(Closure, { id, fromDate: from, toDate: to, reason });
  const after = await readClosure(work, id);
  record(work, { action: 'clinic.closed', subject: { type: 'closure', id }, after });
  return after;
}

export async function reopenClinic(work: Work, id: string): Promise<void> {
  const before = await readClosure(work, id);
  await work.run(sql`delete from closures where clinic_id = ${work.actor.clinicId} and id = ${id}`);
  record(work, { action: 'clinic.reopened', subject: { type: 'closure', id }, before });
}

const daysBetween = (from: string, to: string): number => (Date.parse(to) - Date.parse(from)) / 86_400_000;
