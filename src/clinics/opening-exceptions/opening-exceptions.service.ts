import { record } from '../../audit/index.js';
import { sql } from '../../platform/database/sql.js';
import type { Reader, Work } from '../../platform/database/work.js';
import { declareConstraints } from '../../platform/errors/database-faults.js';
import { conflict } from '../../platform/errors/refusal.js';
import { requireMatch } from '../../platform/http/answer.js';
import { isDateOnly } from '../../platform/http/moments.js';
import { cursorKey, DEFAULT_LIMIT, pageFrom, type Page } from '../../platform/http/paging.js';
import { newId } from '../../platform/kernel/uuid.js';
import { refuseImpossibleHours } from '../opening-hours.js';
import { OpeningException, type DateInterval } from './opening-exception.entity.js';
import type { NewOpeningException, OpeningExceptionChange, OpeningExceptionQuery, OpeningExceptionView } from './opening-exceptions.dto.js';

declareConstraints({
  opening_exceptions_date_key: () => conflict('duplicate-date', 'That date has other hours already; change those.'),
});

const VIEW = sql`id, on_date as date, intervals, reason`;

export function readOpeningException(reader: Reader, id: string): Promise<OpeningExceptionView> {
  return reader.one<OpeningExceptionView>(sql`select ${VIEW} from opening_exceptions where clinic_id = ${reader.actor.clinicId} and id = ${id}`);
}

/** By date. */
export async function listOpeningExceptions(reader: Reader, query: OpeningExceptionQuery): Promise<Page<OpeningExceptionView>> {
  const [after = null] = cursorKey(query, [isDateOnly]) ?? [];
  const rows = await reader.many<OpeningExceptionView>(sql`
    select ${VIEW} from opening_exceptions
    where clinic_id = ${reader.actor.clinicId} and (${after}::date is null or on_date > ${after}::date) and (${query.from ?? null}::date is null or on_date >= ${query.from ?? null}::date)
    order by on_date limit ${(query.limit ?? DEFAULT_LIMIT) + 1}`);
  return pageFrom(rows, query, (row) => [row.date], (row) => row);
}

/** Sessions that stand outside the new hours stay; `GET /v1/clinic/days` and the day board show the hours. */
export async function addOpeningException(work: Work, { date, intervals, reason }: NewOpeningException): Promise<OpeningExceptionView> {
  refuseImpossibleHours(intervals, '/intervals');
  const id = newId();
  await work.insert(OpeningException, { id, onDate: date, intervals: inOrder(intervals), reason });
  const after = await readOpeningException(work, id);
  record(work, { action: 'opening-exception.added', subject: { type: 'opening-exception', id }, after });
  return after;
}

export async function changeOpeningException(work: Work, id: string, ifMatch: string | undefined, { intervals, reason }: OpeningExceptionChange): Promise<OpeningExceptionView> {
  await work.one(sql`select 1 as locked from opening_exceptions where clinic_id = ${work.actor.clinicId} and id = ${id} for update`);
  const before = await readOpeningException(work, id);
  requireMatch(ifMatch, before);
  if (intervals) refuseImpossibleHours(intervals, '/intervals');
  await work.update(OpeningException, id, { intervals: intervals && inOrder(intervals), reason });
  const after = await readOpeningException(work, id);
  record(work, { action: 'opening-exception.changed', subject: { type: 'opening-exception', id }, before, after });
  return after;
}

export async function removeOpeningException(work: Work, id: string): Promise<void> {
  const before = await readOpeningException(work, id);
  await work.run(sql`delete from opening_exceptions where clinic_id = ${work.actor.clinicId} and id = ${id}`);
  record(work, { action: 'opening-exception.removed', subject: { type: 'opening-exception', id }, before });
}

const inOrder = (intervals: readonly DateInterval[]): DateInterval[] => [...intervals].sort((a, b) => (a.opens < b.opens ? -1 : 1));
