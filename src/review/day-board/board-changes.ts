import { sql, type Sql } from '../../platform/database/sql.js';
import type { Reader } from '../../platform/database/work.js';

const MOST_CHANGES = 2000;

/** SQL: where a reader stands among all changes, as text. */
export const CURSOR = sql`pg_snapshot_xmin(pg_current_snapshot())::text`;

/**
 * Where a reader stands among all changes: the oldest transaction that was still under way. Whatever commits later
 * carries this number or a higher one, so asking for "this or higher" repeats a change now and then and misses none.
 */
export async function currentCursor(reader: Reader): Promise<string> {
  const { cursor } = await reader.one<{ cursor: string }>(sql`select ${CURSOR} as cursor`);
  return cursor;
}

/** SQL: the cursor comes from a server that had counted further than this one, before a restore: it says nothing here. */
const isFromElsewhere = (cursor: string): Sql => sql`${cursor}::bigint > pg_snapshot_xmax(pg_current_snapshot())::text::bigint`;

/** Whether anything of the clinic was changed since a cursor. Every change leaves an entry in the trail with its fields. */
export async function changedSince(reader: Reader, cursor: string): Promise<boolean> {
  const { changed } = await reader.one<{ changed: boolean }>(sql`
    select ${isFromElsewhere(cursor)} or exists (select 1 from audit_entries where clinic_id = ${reader.actor.clinicId} and transaction >= ${cursor}::bigint and changes is not null) as changed`);
  return changed;
}

/** Sessions changed since, wherever they stand now; undefined where that is so many that the whole board is the shorter answer, or cannot be known. */
export async function sessionsChangedSince(reader: Reader, cursor: string): Promise<Set<string> | undefined> {
  const { unknown } = await reader.one<{ unknown: boolean }>(sql`select ${isFromElsewhere(cursor)} as unknown`);
  if (unknown) return undefined;
  const rows = await reader.many<{ id: string }>(sql`
    select id from sessions where clinic_id = ${reader.actor.clinicId} and changed_in >= ${cursor}::bigint limit ${MOST_CHANGES + 1}`);
  return rows.length > MOST_CHANGES ? undefined : new Set(rows.map(({ id }) => id));
}

/** SQL: a reservation as a board shows it, as it stands now; of nobody in particular. */
export const reservationFields = (now: string): Sql => sql`
  id, case when status = 'open' and expires_at <= ${now}::timestamptz then 'lapsed' else status end as status, starts_at as "startsAt", ends_at as "endsAt",
  device_id as "deviceId", room_id as "roomId", operator_id as "operatorId", expires_at as "expiresAt"`;

export interface SessionChange {
  readonly id: string;
  readonly status: string;
  readonly startsAt: string;
  readonly endsAt: string;
  readonly deviceId: string;
  readonly roomId: string;
  readonly operatorId: string;
  /** The transaction of the change. */
  readonly changedIn: number;
}

export interface ReservationChange {
  readonly id: string;
  /** `lapsed` from its end on, whether or not it was swept up. */
  readonly status: string;
  readonly startsAt: string;
  readonly endsAt: string;
  readonly deviceId: string;
  readonly roomId: string;
  readonly operatorId: string;
  readonly expiresAt: string;
  readonly changedIn: number;
}

export interface Changes {
  readonly cursor: string;
  readonly sessions: readonly SessionChange[];
  readonly reservations: readonly ReservationChange[];
  /** So many were changed that some are missing here, or nobody knows what was: whoever follows looks at the whole again. */
  readonly tooMany: boolean;
}

/** Sessions and reservations changed since, and the next cursor; nothing clinical. */
export async function changesSince(reader: Reader, since: string, most = MOST_CHANGES): Promise<Changes> {
  const { clinicId } = reader.actor;
  const { cursor, unknown } = await reader.one<{ cursor: string; unknown: boolean }>(sql`select ${CURSOR} as cursor, ${isFromElsewhere(since)} as unknown`);
  const sessions = await reader.many<SessionChange>(sql`
    select id, status, starts_at as "startsAt", ends_at as "endsAt", device_id as "deviceId", room_id as "roomId", operator_id as "operatorId", changed_in as "changedIn"
    from sessions where clinic_id = ${clinicId} and changed_in >= ${since}::bigint order by changed_in, id limit ${most + 1}`);
  const reservations = await reader.many<ReservationChange>(sql`
    select ${reservationFields(reader.now)}, changed_in as "changedIn" from reservations where clinic_id = ${clinicId} and changed_in >= ${since}::bigint order by changed_in, id limit ${most + 1}`);
  return { cursor, sessions, reservations, tooMany: unknown || sessions.length > most || reservations.length > most };
}

export interface OpenAlerts {
  /** How many nobody has answered. */
  readonly open: number;
  /** The id of the last of them. */
  readonly newest: string | null;
}

/** How the clinic's alerts stand; nothing of what they tell. */
export function openAlerts(reader: Reader): Promise<OpenAlerts> {
  return reader.one<OpenAlerts>(sql`
    select count(*)::int as open, (array_agg(id order by id desc))[1] as newest from alerts where clinic_id = ${reader.actor.clinicId} and status = 'open'`);
}
