import { onlyOpenRecords, seen } from '../audit/index.js';
import { toInstant } from '../platform/clock/clock.js';
import { sql } from '../platform/database/sql.js';
import type { Work } from '../platform/database/work.js';
import { cursorKey, DEFAULT_LIMIT, pageFrom, type Page, type PageQuery } from '../platform/http/paging.js';
import { isUuid } from '../platform/kernel/uuid.js';
import { deliverySettings, type DeliverySettings } from './delivery-settings/index.js';
import type { UnsignedSession } from './unsigned.dto.js';

const HOUR_MS = 3_600_000;

interface Row {
  sessionId: string;
  courseId: string;
  patientId: string;
  deliveredBy: string | null;
  endedAt: string;
  meanings: string[];
}

const WANTED: Readonly<Record<DeliverySettings['signing'], readonly string[]>> = { clinician: ['reviewed'], operator: ['delivered'], 'operator-and-clinician': ['delivered', 'reviewed'] };

/** What took place and is not closed by the signatures that the clinic wants. */
export async function unsignedSessions(work: Work, query: PageQuery): Promise<Page<UnsignedSession>> {
  const { signing, signatureDueHours } = await deliverySettings(work);
  const [at = null, id = null] = cursorKey(query, [(member) => typeof member === 'string' && !Number.isNaN(Date.parse(member)), (member) => typeof member === 'string' && isUuid(member)]) ?? [];
  const rows = await work.many<Row>(sql`
    select id as "sessionId", course_id as "courseId", patient_id as "patientId", delivered_by as "deliveredBy", ended_at as "endedAt",
      array(select g.meaning from session_signatures g where g.clinic_id = s.clinic_id and g.session_id = s.id) as meanings
    from sessions s
    where clinic_id = ${work.actor.clinicId} and ended_at is not null
      ${await onlyOpenRecords(work, sql`s.patient_id`)}
      and (status = 'completed' or (status = 'aborted' and not exists (select 1 from session_signatures g where g.clinic_id = s.clinic_id and g.session_id = s.id)))
      and (${at}::timestamptz is null or (ended_at, id) > (${at}::timestamptz, ${id}::uuid))
    order by ended_at, id limit ${(query.limit ?? DEFAULT_LIMIT) + 1}`);
  seen(work, { action: 'sessions.unsigned-listed', subject: { type: 'session' } });
  return pageFrom(rows, query, (row) => [row.endedAt, row.sessionId], ({ meanings, ...row }) => {
    const dueMs = Date.parse(row.endedAt) + signatureDueHours * HOUR_MS;
    return { ...row, dueAt: toInstant(dueMs), overdue: work.nowMs > dueMs, missing: WANTED[signing].filter((meaning) => !meanings.includes(meaning)) };
  });
}
