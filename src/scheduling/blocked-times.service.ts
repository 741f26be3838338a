import { record } from '../audit/index.js';
import { raw, sql, type Sql } from '../platform/database/sql.js';
import type { Reader, Work } from '../platform/database/work.js';
import { conflict, invalid } from '../platform/errors/refusal.js';
import { cursorKey, DEFAULT_LIMIT, pageFrom, type Page, type PageQuery } from '../platform/http/paging.js';
import { isUuid, newId } from '../platform/kernel/uuid.js';
import { subtract, type Interval } from './planner/index.js';
import { claim, lockResources, releaseClaims, type ResourceKind } from './claims/claims.service.js';
import { Downtime } from './downtimes/downtime.entity.js';
import type { AbsenceView, DowntimeView, NewAbsence, NewDowntime, NewShift, ShiftView } from './scheduling.dto.js';
import { Absence } from './shifts/absence.entity.js';
import { Shift } from './shifts/shift.entity.js';

/** Downtimes, absences and shifts are kept alike: a resource of the path, a time, perhaps a reason. */
interface Kind {
  table: 'downtimes' | 'absences' | 'shifts';
  noun: 'downtime' | 'absence' | 'shift';
  owner: 'device_id' | 'staff_id';
  ownerTable: 'devices' | 'staff';
  view: Sql;
}
const DOWNTIME: Kind & { noun: 'downtime' } = { table: 'downtimes', noun: 'downtime', owner: 'device_id', ownerTable: 'devices', view: sql`id, device_id as "deviceId", starts_at as "startsAt", ends_at as "endsAt", reason` };
const ABSENCE: Kind & { noun: 'absence' } = { table: 'absences', noun: 'absence', owner: 'staff_id', ownerTable: 'staff', view: sql`id, staff_id as "staffId", starts_at as "startsAt", ends_at as "endsAt", reason` };
const SHIFT: Kind = { table: 'shifts', noun: 'shift', owner: 'staff_id', ownerTable: 'staff', view: sql`id, staff_id as "staffId", starts_at as "startsAt", ends_at as "endsAt"` };

/** What becomes of the later parts of a plan whose session cannot be moved any more. */
type LaterParts = 'in-the-way' | 'stay';

/** So many are named; the message counts them all. */
const MOST_CONFLICTS = 200;
const MAXIMUM_DAYS = { downtime: 366, absence: 366, shift: 1 };

export const listDowntimes = (reader: Reader, deviceId: string, query: PageQuery): Promise<Page<DowntimeView>> => list<DowntimeView>(reader, DOWNTIME, deviceId, query);
export const listAbsences = (reader: Reader, staffId: string, query: PageQuery): Promise<Page<AbsenceView>> => list<AbsenceView>(reader, ABSENCE, staffId, query);
export const listShifts = (reader: Reader, staffId: string, query: PageQuery): Promise<Page<ShiftView>> => list<ShiftView>(reader, SHIFT, staffId, query);
export const readDowntime = (reader: Reader, deviceId: string, id: string): Promise<DowntimeView> => read<DowntimeView>(reader, DOWNTIME, deviceId, id);
export const readAbsence = (reader: Reader, staffId: string, id: string): Promise<AbsenceView> => read<AbsenceView>(reader, ABSENCE, staffId, id);
export const readShift = (reader: Reader, staffId: string, id: string): Promise<ShiftView> => read<ShiftView>(reader, SHIFT, staffId, id);

/**
 * A session in progress, one that was given and one whose time is over cannot make room any more: the device is down from
 * then on all the same, so that nothing else begins on it, and their time alone stays theirs. A later part of the plan of
 * such a session that has not begun is in the way, unless whoever calls tells of it.
 * @throws Refusal 409 `slot-taken` naming the sessions in the way: they are moved or cancelled first
 */
export async function addDowntime(work: Work, deviceId: string, { startsAt, endsAt, reason }: NewDowntime, laterParts: LaterParts = 'in-the-way'): Promise<DowntimeView> {
  const id = await prepare(work, DOWNTIME, deviceId, startsAt, endsAt);
  await occupy(work, DOWNTIME, 'device', deviceId, id, { startsAt, endsAt }, laterParts);
  await work.insert(Downtime, { id, deviceId, startsAt, endsAt, reason });
  return added<DowntimeView>(work, DOWNTIME, deviceId, id);
}

/** @throws Refusal 409 `slot-taken` naming the sessions in the way */
export async function addAbsence(work: Work, staffId: string, { startsAt, endsAt, reason }: NewAbsence, laterParts: LaterParts = 'in-the-way'): Promise<AbsenceView> {
  const id = await prepare(work, ABSENCE, staffId, startsAt, endsAt);
  await occupy(work, ABSENCE, 'operator', staffId, id, { startsAt, endsAt }, laterParts);
  await work.insert(Absence, { id, staffId, startsAt, endsAt, reason });
  return added<AbsenceView>(work, ABSENCE, staffId, id);
}

export async function addShift(work: Work, staffId: string, { startsAt, endsAt }: NewShift): Promise<ShiftView> {
  const id = await prepare(work, SHIFT, staffId, startsAt, endsAt);
  await work.insert(Shift, { id, staffId, startsAt, endsAt });
  return added<ShiftView>(work, SHIFT, staffId, id);
}

export const removeDowntime = (work: Work, deviceId: string, id: string): Promise<void> => remove(work, DOWNTIME, deviceId, id);
export const removeAbsence = (work: Work, staffId: string, id: string): Promise<void> => remove(work, ABSENCE, staffId, id);
export const removeShift = (work: Work, staffId: string, id: string): Promise<void> => remove(work, SHIFT, staffId, id);

async function prepare(work: Work, { ownerTable, noun }: Kind, ownerId: string, startsAt: string, endsAt: string): Promise<string> {
  await work.one(sql`select 1 as there from ${raw(ownerTable)} where clinic_id = ${work.actor.clinicId} and id = ${ownerId}`);
  if (endsAt <= startsAt) throw invalid('/endsAt', 'ends-before-it-begins', 'must be later than startsAt');
  if (Date.parse(endsAt) - Date.parse(startsAt) > MAXIMUM_DAYS[noun] * 86_400_000) throw invalid('/endsAt', 'too-long', `must be within ${MAXIMUM_DAYS[noun]} days of startsAt`);
  return newId();
}

async function occupy(work: Work, { table, owner, noun }: Kind & { noun: 'downtime' | 'absence' }, kind: ResourceKind, id: string, occupantId: string, { startsAt, endsAt }: { startsAt: string; endsAt: string }, laterParts: LaterParts): Promise<void> {
  await lockResources(work, [{ kind, id }]);
  const there = await work.many<{ occupant: string; id: string; startsAt: string; endsAt: string; stays: boolean }>(sql`
    select k.occupant, k.occupant_id as id, lower(k.during) as "startsAt", upper(k.during) as "endsAt", ${CANNOT_MAKE_ROOM(work.now, laterParts)} as stays from claims k
    where k.clinic_id = ${work.actor.clinicId} and k.kind = ${kind} and k.resource_id = ${id} and k.live and k.occupant <> ${noun} and k.during && tstzrange(${startsAt}, ${endsAt})
    union all
    select ${noun}, o.id, o.starts_at, o.ends_at, false from ${raw(table)} o
    where o.clinic_id = ${work.actor.clinicId} and o.${raw(owner)} = ${id} and o.starts_at < ${endsAt} and o.ends_at > ${startsAt}
    order by 3`);
  const inTheWay = there.filter(({ stays }) => !stays);
  if (inTheWay.length > 0) {
    const conflicts = inTheWay.slice(0, MOST_CONFLICTS).map((other) => ({ resource: kind, id, startsAt: other.startsAt, endsAt: other.endsAt, occupant: other.occupant, occupantId: other.id }));
    throw conflict('slot-taken', `${inTheWay.length} other entries stand in that time; move or cancel them first.`, { conflicts });
  }
  const kept = there.map((other): Interval => ({ startMs: Date.parse(other.startsAt), endMs: Date.parse(other.endsAt) }));
  const free = subtract([{ startMs: Date.parse(startsAt), endMs: Date.parse(endsAt) }], kept);
  await claim(work, [{ occupant: { kind: noun, id: occupantId }, resources: free.map((stretch) => ({ kind, id, ...stretch })) }]);
}

/** Of a claim `k`: a session's that is in progress, was given, or whose time is over; a later part of its plan may be told of apart. */
const CANNOT_MAKE_ROOM = (now: string, laterParts: LaterParts): Sql => sql`(k.occupant = 'session' and exists (
  select 1 from sessions s where s.clinic_id = k.clinic_id and s.id = k.occupant_id and ${PAST_MOVING(now)} ${laterParts === 'stay' ? sql`` : sql`and not ${LATER_PART(now)}`}))`;

/** Of a session `s`: it is in progress, was given, or its time is over. */
const PAST_MOVING = (now: string): Sql => sql`(s.status not in ('scheduled', 'checked-in', 'held') or s.ends_at <= ${now})`;

/** Of a claim `k` of the session `s`: another part of its patient's plan that follows it and has not begun. */
const LATER_PART = (now: string): Sql => sql`(lower(k.during) > ${now} and lower(k.during) >= s.ends_at)`;

/** The sessions `s` that are past moving, and of which a later part of the plan still needs that resource in that time. */
export const withLaterPart = ({ actor, now }: Reader, kind: ResourceKind, id: string, from: string, to: string): Sql => sql`(${PAST_MOVING(now)} and exists (
  select 1 from claims k where k.clinic_id = ${actor.clinicId} and k.occupant = 'session' and k.occupant_id = s.id and k.live and k.kind = ${kind} and k.resource_id = ${id}
    and k.during && tstzrange(${from}, ${to}) and ${LATER_PART(now)}))`;

function read<View extends object>(reader: Reader, { table, owner, view }: Kind, ownerId: string, id: string): Promise<View> {
  return reader.one<View>(sql`
    select ${view} from ${raw(table)} where clinic_id = ${reader.actor.clinicId} and ${raw(owner)} = ${ownerId} and id = ${id}`);
}

async function list<View extends { id: string }>(reader: Reader, { table, owner, ownerTable, view }: Kind, ownerId: string, query: PageQuery): Promise<Page<View>> {
  await reader.one(sql`select 1 as there from ${raw(ownerTable)} where clinic_id = ${reader.actor.clinicId} and id = ${ownerId}`);
  const [after = null] = cursorKey(query, [(id) => typeof id === 'string' && isUuid(id)]) ?? [];
  const rows = await reader.many<View>(sql`
    select ${view} from ${raw(table)}
    where clinic_id = ${reader.actor.clinicId} and ${raw(owner)} = ${ownerId} and (${after}::uuid is null or id > ${after}::uuid)
    order by id limit ${(query.limit ?? DEFAULT_LIMIT) + 1}`);
  return pageFrom(rows, query, (row) => [row.id], (row) => row);
}

async function added<View extends object>(work: Work, kind: Kind, ownerId: string, id: string): Promise<View> {
  const after = await read<View>(work, kind, ownerId, id);
  record(work, { action: `${kind.noun}.added`, subject: { type: kind.noun, id }, after });
  return after;
}

async function remove(work: Work, kind: Kind, ownerId: string, id: string): Promise<void> {
  const before = await read<object>(work, kind, ownerId, id);
  await releaseClaims(work, [id]);
  await work.run(sql`delete from ${raw(kind.table)} where clinic_id = ${work.actor.clinicId} and id = ${id}`);
  record(work, { action: `${kind.noun}.removed`, subject: { type: kind.noun, id }, before });
}
