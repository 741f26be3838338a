import { onlyOpenRecords, record, seen } from '../../audit/index.js';
import type { Sight } from '../../identity/read.js';
import { toInstant } from '../../platform/clock/clock.js';
import { sql } from '../../platform/database/sql.js';
import type { Reader, Work } from '../../platform/database/work.js';
import { conflict } from '../../platform/errors/refusal.js';
import { cursorKey, DEFAULT_LIMIT, pageFrom, type Page } from '../../platform/http/paging.js';
import { isUuid, newId } from '../../platform/kernel/uuid.js';
import { claim, lockResources, releaseClaims, type Resource } from '../../scheduling/index.js';
import { claimsOf } from '../../scheduling/read.js';
import { bookSession, placeFor } from '../booking.service.js';
import type { SessionView } from '../session.dto.js';
import { Reservation, type ReservationStatus } from './reservation.entity.js';
import type { NewReservation, ReservationQuery, ReservationView } from './reservations.dto.js';

const MINUTE_MS = 60_000;
/** Long enough to ask somebody on the telephone; a design default. */
const DEFAULT_MINUTES = 10;
/** Of one person at a time, so that nobody keeps a day to himself. */
const MOST_OPEN = 20;

const view = (now: string) => sql`
  id, course_id as "courseId", patient_id as "patientId", kind, starts_at as "startsAt", ends_at as "endsAt", device_id as "deviceId", room_id as "roomId", operator_id as "operatorId",
  expires_at as "expiresAt", case when status = 'open' and expires_at <= ${now}::timestamptz then 'lapsed' else status end as status, session_id as "sessionId", created_at as "createdAt", created_by as "createdBy"`;

export function readReservation(reader: Reader, id: string): Promise<ReservationView> {
  return reader.one<ReservationView>(sql`select ${view(reader.now)} from reservations where clinic_id = ${reader.actor.clinicId} and id = ${id}`);
}

export async function lookAtReservation(work: Work, id: string): Promise<ReservationView> {
  const found = await readReservation(work, id);
  seen(work, { action: 'reservation.read', subject: { type: 'reservation', id }, patientId: found.patientId });
  return found;
}

/** The latest first. */
export async function listReservations(reader: Reader, query: ReservationQuery): Promise<Page<ReservationView>> {
  const [before = null] = cursorKey(query, [(member) => typeof member === 'string' && isUuid(member)]) ?? [];
  const rows = await reader.many<ReservationView>(sql`
    select * from (select ${view(reader.now)} from reservations r where r.clinic_id = ${reader.actor.clinicId} ${await onlyOpenRecords(reader, sql`r.patient_id`)}) of_clinic
    where (${query.status ?? null}::text is null or status = ${query.status ?? null}) and (${before}::uuid is null or id < ${before}::uuid)
    order by id desc limit ${(query.limit ?? DEFAULT_LIMIT) + 1}`);
  return pageFrom(rows, query, (row) => [row.id], (row) => row);
}

/**
 * Keeps a time for some minutes, found by the function that books: its claims stand beside all others, so nobody else
 * can be given it until it ends. @throws Refusal 409 as booking does; `too-many-reservations`
 */
export async function reserve(work: Work, { minutes = DEFAULT_MINUTES, ...wanted }: NewReservation): Promise<ReservationView> {
  const { course, calendar, request, placement } = await placeFor(work, wanted);
  const { open } = await work.one<{ open: number }>(sql`
    select count(*)::int as open from reservations where clinic_id = ${work.actor.clinicId} and status = 'open' and expires_at > ${work.now} and created_by is not distinct from ${work.actor.staffId ?? null}::uuid`);
  if (open >= MOST_OPEN) throw conflict('too-many-reservations', `You keep ${open} times already; book or release some first.`);
  const id = newId();
  const expiresAt = toInstant(work.nowMs + minutes * MINUTE_MS);
  const { startMs, endMs, deviceId, roomId, operatorId } = placement;
  await work.insert(Reservation, {
    id, courseId: course.id, patientId: course.patientId, kind: wanted.kind, startsAt: toInstant(startMs), endsAt: toInstant(endMs), deviceId, roomId, operatorId,
    expiresAt, status: 'open', sessionId: null, createdAt: work.now, createdBy: work.actor.staffId ?? null,
  });
  await claim(work, [{ occupant: { kind: 'hold', id }, resources: claimsOf(calendar, request, placement) }], { expiresAt });
  return recorded(work, id, 'reservation.made');
}

/** Turns it into a session, in the place that was kept. @throws Refusal 409 `reservation-over` */
export async function bookReservation(work: Work, id: string, sight: Sight): Promise<SessionView> {
  const before = await lockOpen(work, id);
  const { courseId, kind, startsAt, endsAt, deviceId, roomId, operatorId } = before;
  const durationMinutes = (Date.parse(endsAt) - Date.parse(startsAt)) / MINUTE_MS;
  const session = await bookSession(work, { courseId, kind: kind as NewReservation['kind'], startsAt, durationMinutes, deviceId, roomId, operatorId }, sight, { inPlaceOf: id });
  await work.update(Reservation, id, { status: 'booked', sessionId: session.id });
  await recorded(work, id, 'reservation.booked', before);
  return session;
}

export async function releaseReservation(work: Work, id: string): Promise<ReservationView> {
  const open = await lockOpen(work, id);
  await lockTaken(work, [id]);
  return end(work, open, 'released');
}

/** Gives back what can be kept no more; one that is just being booked is left to whoever books it. Call with the lock of what they take held. */
export async function giveBack(work: Work, ids: readonly string[]): Promise<void> {
  const open = await work.many<{ id: string }>(sql`
    select id from reservations where clinic_id = ${work.actor.clinicId} and id = any(${[...ids]}::uuid[]) and status = 'open' order by id for update skip locked`);
  for (const { id } of open) await end(work, await readReservation(work, id), 'released');
}

/** Ends what nobody has booked in time. Their time was free before that: expired claims stand in nobody's way. */
export async function lapse(work: Work, ids: readonly string[]): Promise<void> {
  await lockTaken(work, ids);
  for (const id of ids) await end(work, await readReservation(work, id), 'lapsed');
}

/** Whoever books puts expired claims aside, with the locks of their resources held: without these the two could wait for each other. */
async function lockTaken(work: Work, ids: readonly string[]): Promise<void> {
  const taken = await work.many<Resource>(sql`select distinct kind, resource_id as id from claims where clinic_id = ${work.actor.clinicId} and occupant_id = any(${[...ids]}::uuid[])`);
  await lockResources(work, taken);
}

async function end(work: Work, before: ReservationView, status: ReservationStatus): Promise<ReservationView> {
  await releaseClaims(work, [before.id]);
  await work.update(Reservation, before.id, { status });
  return recorded(work, before.id, `reservation.${status}`, before);
}

async function lockOpen(work: Work, id: string): Promise<ReservationView> {
  await work.one(sql`select 1 as locked from reservations where clinic_id = ${work.actor.clinicId} and id = ${id} for update`);
  const found = await readReservation(work, id);
  if (found.status !== 'open') throw conflict('reservation-over', `The reservation is ${found.status}.`, { state: found.status });
  return found;
}

async function recorded(work: Work, id: string, action: string, before?: ReservationView): Promise<ReservationView> {
  const after = await readReservation(work, id);
  record(work, { action, subject: { type: 'reservation', id }, patientId: after.patientId, ...(before && { before }), after });
  return after;
}
