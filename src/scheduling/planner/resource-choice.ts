import type { Busy, Calendar, Claim, ResourceKind } from './calendar.js';
import { contains, merge, type Interval } from './intervals.js';
import type { PlacementRequest } from './placement-request.js';
import type { Obstacle, ReasonCode } from './reasons.js';

/** The resource that a session is given, or why none can be. */
export type Choice = { id: string } | { obstacle: Obstacle };

const refusal = (code: ReasonCode, message: string): Choice => ({ obstacle: { code, message } });

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

/** The first that is free, or why none is: `away` tells one that nobody could use from one that somebody else has. */
function firstFree(kind: ResourceKind, ids: readonly string[], busy: Busy, needed: Interval, away: { code: ReasonCode; by: Claim['occupant']; message: string }): Choice {
  const blocked: Claim[] = [];
  for (const id of ids) {
    const inTheWay = busy.inTheWay(kind, id, needed);
    if (inTheWay.length === 0) return { id };
    blocked.push(...inTheWay);
  }
  const isAway = blocked.every(({ occupant }) => occupant === away.by);
  const what = ids.length === 1 ? `The ${kind} is` : `Every ${kind} is`;
  return { obstacle: { code: isAway ? away.code : 'slot-taken', message: `${what} ${isAway ? away.message : 'taken'} at that time.`, claims: blocked } };
}
