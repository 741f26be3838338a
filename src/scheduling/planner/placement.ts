import { Busy, closureOn, openIntervals, type Calendar, type Claim, type ResourceKind } from './calendar.js';
import { contains, type Interval } from './intervals.js';
import { localDate } from './wall-clock.js';

const MINUTE_MS = 60_000;

/** What a session asks of the calendar. What is named must be it; what is preferred is tried first. */
export interface PlacementRequest {
  /** Undefined: any device will do. */
  modality?: string;
  durationMinutes: number;
  patientId?: string;
  /** From the end of one session of the patient to the start of the next. */
  minimumGapMinutes: number;
  /** Sessions of the patient in one day of the clinic's calendar. */
  maximumPerDay: number;
  /** Sessions that the patient has already, by date. */
  sessionsPerDate?: Readonly<Record<string, number>>;
  deviceId?: string;
  roomId?: string;
  operatorId?: string;
  preferredDeviceId?: string;
  preferredOperatorId?: string;
}

export interface Placement extends Interval {
  deviceId: string;
  roomId: string;
  operatorId: string;
}

export interface Conflict {
  resource: ResourceKind;
  id: string;
  startsAt: string;
  endsAt: string;
}

export interface Reason {
  code: 'clinic-closed' | 'outside-hours' | 'outside-window' | 'in-the-past' | 'device-down' | 'device-unsuitable' | 'no-room' | 'operator-absent' | 'slot-taken' | 'too-soon' | 'daily-maximum';
  message: string;
  conflicts?: Conflict[];
}

export type Placed = { ok: true; placement: Placement } | { ok: false; reasons: Reason[] };

/** Puts a session at a time, or says every reason why it cannot stand there. */
export function place(calendar: Calendar, request: PlacementRequest, startMs: number): Placed {
  return placeAmong(calendar, new Busy(calendar.claims), request, startMs);
}

/** As `place`, among claims that are indexed already. */
export function placeAmong(calendar: Calendar, busy: Busy, request: PlacementRequest, startMs: number): Placed {
  const session: Interval = { startMs, endMs: startMs + request.durationMinutes * MINUTE_MS };
  const turnedOver: Interval = { startMs, endMs: session.endMs + calendar.turnoverMinutes * MINUTE_MS };
  const reasons = [...hours(calendar, session), ...patient(calendar, busy, request, session)];
  const device = chooseDevice(calendar, busy, request, turnedOver);
  const room = chooseRoom(calendar, busy, request, turnedOver);
  const operator = chooseOperator(calendar, busy, request, session);
  for (const choice of [device, room, operator]) if (typeof choice !== 'string') reasons.push(...choice);
  if (reasons.length > 0 || typeof device !== 'string' || typeof room !== 'string' || typeof operator !== 'string') return { ok: false, reasons: merged(reasons) };
  return { ok: true, placement: { ...session, deviceId: device, roomId: room, operatorId: operator } };
}

/** What a placed session takes: turnover within device and room, the minimum gap within the patient. */
export function claimsOf(calendar: Calendar, request: PlacementRequest, { startMs, endMs, deviceId, roomId, operatorId }: Placement): { kind: ResourceKind; id: string; startMs: number; endMs: number }[] {
  const turnedOver = endMs + calendar.turnoverMinutes * MINUTE_MS;
  return [
    { kind: 'device', id: deviceId, startMs, endMs: turnedOver },
    { kind: 'room', id: roomId, startMs, endMs: turnedOver },
    { kind: 'operator', id: operatorId, startMs, endMs },
    ...(request.patientId === undefined ? [] : [{ kind: 'patient' as const, id: request.patientId, startMs, endMs: endMs + request.minimumGapMinutes * MINUTE_MS }]),
  ];
}

function hours(calendar: Calendar, session: Interval): Reason[] {
  const date = localDate(session.startMs, calendar.zone);
  const closure = closureOn(calendar, date);
  if (closure) return [{ code: 'clinic-closed', message: `The clinic is closed on ${date}: ${closure.reason}.` }];
  if (openIntervals(calendar, date).some((open) => contains(open, session))) return [];
  return [{ code: 'outside-hours', message: 'The session does not lie within the clinic’s opening hours.' }];
}

function patient(calendar: Calendar, busy: Busy, request: PlacementRequest, session: Interval): Reason[] {
  const reasons: Reason[] = [];
  const date = localDate(session.startMs, calendar.zone);
  if ((request.sessionsPerDate?.[date] ?? 0) >= request.maximumPerDay) {
    reasons.push({ code: 'daily-maximum', message: `The patient has ${request.maximumPerDay === 1 ? 'a session' : `${request.maximumPerDay} sessions`} on ${date} already.` });
  }
  if (request.patientId === undefined) return reasons;
  const gapMs = request.minimumGapMinutes * MINUTE_MS;
  const inTheWay = busy.inTheWay('patient', request.patientId, { startMs: session.startMs, endMs: session.endMs + gapMs });
  if (inTheWay.length === 0) return reasons;
  // Within the other session itself it is taken; in the pause around it, it is too soon.
  const hard = inTheWay.some((other) => session.startMs < other.endMs - gapMs && other.startMs < session.endMs);
  const message = hard ? 'The patient has another session at that time.' : `The patient needs ${request.minimumGapMinutes} minutes between sessions.`;
  return [...reasons, { code: hard ? 'slot-taken' : 'too-soon', message, conflicts: inTheWay.map(conflict) }];
}

function chooseDevice(calendar: Calendar, busy: Busy, request: PlacementRequest, needed: Interval): string | Reason[] {
  const named = calendar.devices.filter(({ id }) => request.deviceId === undefined || id === request.deviceId);
  const working = named.filter(({ inService }) => inService);
  if (working.length === 0) return [{ code: 'device-down', message: request.deviceId === undefined ? 'No device is in service.' : 'The device is out of service.' }];
  const suitable = working.filter(({ modalities }) => request.modality === undefined || modalities.includes(request.modality));
  if (suitable.length === 0) return [{ code: 'device-unsuitable', message: `No such device delivers ${request.modality}.` }];
  return choose('device', first(suitable.map(({ id }) => id), request.preferredDeviceId), busy, needed, 'device-down', 'downtime');
}

function chooseRoom(calendar: Calendar, busy: Busy, request: PlacementRequest, needed: Interval): string | Reason[] {
  const rooms = calendar.rooms.filter(({ id, inService }) => inService && (request.roomId === undefined || id === request.roomId)).map(({ id }) => id);
  if (rooms.length === 0) return [{ code: 'no-room', message: request.roomId === undefined ? 'No room is in service.' : 'The room is out of service.' }];
  return choose('room', rooms, busy, needed, 'no-room', 'downtime');
}

function chooseOperator(calendar: Calendar, busy: Busy, request: PlacementRequest, needed: Interval): string | Reason[] {
  const named = calendar.operators.filter(({ id }) => request.operatorId === undefined || id === request.operatorId);
  const present = named.filter(({ shifts }) => shifts === null || shifts.some((shift) => contains(shift, needed))).map(({ id }) => id);
  if (present.length === 0) return [{ code: 'operator-absent', message: request.operatorId === undefined ? 'No operator works at that time.' : 'The operator does not work at that time.' }];
  return choose('operator', first(present, request.preferredOperatorId), busy, needed, 'operator-absent', 'absence');
}

/** The first that is free, or why each is not. */
function choose(kind: ResourceKind, ids: readonly string[], busy: Busy, needed: Interval, downCode: Reason['code'], downBy: Claim['occupant']): string | Reason[] {
  const blocked: Claim[] = [];
  for (const id of ids) {
    const inTheWay = busy.inTheWay(kind, id, needed);
    if (inTheWay.length === 0) return id;
    blocked.push(...inTheWay);
  }
  const down = blocked.every(({ occupant }) => occupant === downBy);
  const what = ids.length === 1 ? `The ${kind} is` : `Every ${kind} is`;
  return [{ code: down ? downCode : 'slot-taken', message: `${what} ${down ? (downBy === 'absence' ? 'absent' : 'out of use') : 'taken'} at that time.`, conflicts: blocked.map(conflict) }];
}

function first(ids: string[], preferred: string | undefined): string[] {
  return preferred !== undefined && ids.includes(preferred) ? [preferred, ...ids.filter((id) => id !== preferred)] : ids;
}

function conflict({ kind, resourceId, startMs, endMs }: Claim): Conflict {
  return { resource: kind, id: resourceId, startsAt: iso(startMs), endsAt: iso(endMs) };
}

const ISO = new Intl.DateTimeFormat('sv-SE', { timeZone: 'UTC', dateStyle: 'short', timeStyle: 'medium' });
const iso = (ms: number): string => `${ISO.format(ms).replace(' ', 'T')}.${String(ms % 1000).padStart(3, '0')}Z`;

/** One reason for each code: several resources taken are one `slot-taken` with all conflicts. */
function merged(reasons: readonly Reason[]): Reason[] {
  const byCode = new Map<Reason['code'], Reason>();
  for (const reason of reasons) {
    const known = byCode.get(reason.code);
    if (!known) byCode.set(reason.code, { ...reason });
    else byCode.set(reason.code, { code: reason.code, message: `${known.message} ${reason.message}`, conflicts: [...(known.conflicts ?? []), ...(reason.conflicts ?? [])] });
  }
  return [...byCode.values()];
}
