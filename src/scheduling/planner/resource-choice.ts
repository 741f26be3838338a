import type { Busy, Calendar, Claim, ResourceKind } from './calendar.js';
import { contains, merge, type Interval } from './intervals.js';
import type { PlacementRequest } from './placement-request.js';
import type { Obstacle, ReasonCode } from './reasons.js';

/** The resource that a session is given, or why none can be; that is asked for once in many tries. */
export type Choice = { id: string } | { obstacle: () => Obstacle };

const refusal = (code: ReasonCode, message: string): Choice => ({ obstacle: () => ({ code, message }) });

export function chooseDevice(calendar: Calendar, busy: Busy, request: PlacementRequest, needed: Interval): Choice {
  const { deviceId, modality, preferredDeviceId } = request;
  const working = calendar.devices.filter(({ id, inService }) => inService && (deviceId === undefined || id === deviceId));
  if (working.length === 0) return refusal('device-down', deviceId === undefined ? 'No device is in service.' : 'The device is out of service.');
  const suitable = working.filter(({ modalities }) => modality === undefined || modalities.includes(modality));
  if (suitable.length === 0) return refusal('device-unsuitable', deviceId === undefined ? `No device in service delivers ${modality}.` : `The device does not deliver ${modality}.`);
  return firstFree('device', idsOf(suitable, preferredDeviceId), busy, needed, { code: 'device-down', by: 'downtime', message: 'out of use' });
}

export function chooseRoom(calendar: Calendar, busy: Busy, { roomId }: PlacementRequest, needed: Interval): Choice {
  const rooms = calendar.rooms.filter(({ id, inService }) => inService && (roomId === undefined || id === roomId));
  if (rooms.length === 0) return refusal('no-room', roomId === undefined ? 'No room is in service.' : 'The room is out of service.');
  return firstFree('room', idsOf(rooms), busy, needed, { code: 'no-room', by: 'downtime', message: 'out of use' });
}

export function chooseOperator(calendar: Calendar, busy: Busy, { operatorId, preferredOperatorId }: PlacementRequest, needed: Interval): Choice {
  const present = calendar.operators.filter(({ id, shifts }) => (operatorId === undefined || id === operatorId) && (shifts === null || isOnShift(shifts, needed)));
  if (present.length === 0) return refusal('operator-absent', operatorId === undefined ? 'No operator works at that time.' : 'The operator does not work at that time.');
  return firstFree('operator', idsOf(present, preferredOperatorId), busy, needed, { code: 'operator-absent', by: 'absence', message: 'absent' });
}

/** A shift that follows another at once goes on from it. */
function isOnShift(shifts: readonly Interval[], needed: Interval): boolean {
  const around = shifts.filter(({ startMs, endMs }) => startMs <= needed.endMs && needed.startMs <= endMs);
  return around.length > 0 && merge(around).some((shift) => contains(shift, needed));
}

function idsOf(resources: readonly { id: string }[], preferredId?: string): string[] {
  const ids = resources.map(({ id }) => id);
  return preferredId !== undefined && ids.includes(preferredId) ? [preferredId, ...ids.filter((id) => id !== preferredId)] : ids;
}

/** What tells a resource that nobody could use from one that somebody else has. */
interface Away {
  code: ReasonCode;
  by: Claim['occupant'];
  message: string;
}

/** The first that is free, or why none is. */
function firstFree(kind: ResourceKind, ids: readonly string[], busy: Busy, needed: Interval, away: Away): Choice {
  const id = ids.find((one) => busy.isFree(kind, one, needed));
  return id === undefined ? { obstacle: () => obstacleOf(kind, ids.flatMap((one) => busy.inTheWay(kind, one, needed)), ids.length, away) } : { id };
}

function obstacleOf(kind: ResourceKind, claims: readonly Claim[], candidates: number, away: Away): Obstacle {
  const isAway = claims.every(({ occupant }) => occupant === away.by);
  const what = candidates === 1 ? `The ${kind} is` : `Every ${kind} is`;
  return { code: isAway ? away.code : 'slot-taken', message: `${what} ${isAway ? away.message : 'taken'} at that time.`, claims };
}
