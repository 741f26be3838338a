import { Busy, type Calendar, type ResourceKind } from './calendar.js';
import type { Interval } from './intervals.js';
import type { PlacementRequest } from './placement-request.js';
import { reasonsOf, type Obstacle, type Reason } from './reasons.js';
import { chooseDevice, chooseOperator, chooseRoom } from './resource-choice.js';
import { timeObstacles } from './time-obstacles.js';

const MINUTE_MS = 60_000;

/** Where a session stands: its own time, without turnover and pause, and what it is given. */
export interface Placement extends Interval {
  deviceId: string;
  roomId: string;
  operatorId: string;
}

export type Placed = { ok: true; placement: Placement } | { ok: false; reasons: Reason[] };

/** Puts a session at a time (epoch milliseconds), or says every reason why it cannot stand there. */
export function place(calendar: Calendar, request: PlacementRequest, startMs: number): Placed {
  const tried = tryAmong(calendar, new Busy(calendar.claims), request, startMs);
  return tried.ok ? tried : { ok: false, reasons: reasonsOf(tried.obstacles) };
}

export type Tried = { ok: true; placement: Placement } | { ok: false; obstacles: Obstacle[] };

/** As `place`, among claims that are indexed already; those of the calendar are not looked at. */
export function tryAmong(calendar: Calendar, busy: Busy, request: PlacementRequest, startMs: number): Tried {
  const session: Interval = { startMs, endMs: startMs + request.durationMinutes * MINUTE_MS };
  const withTurnover = turnedOver(calendar, session);
  const obstacles = timeObstacles(calendar, busy, request, session);
  const device = chooseDevice(calendar, busy, request, withTurnover);
  const room = chooseRoom(calendar, busy, request, withTurnover);
  const operator = chooseOperator(calendar, busy, request, session);
  if (obstacles.length === 0 && 'id' in device && 'id' in room && 'id' in operator) {
    return { ok: true, placement: { ...session, deviceId: device.id, roomId: room.id, operatorId: operator.id } };
  }
  return { ok: false, obstacles: [...obstacles, ...[device, room, operator].flatMap((choice) => ('obstacle' in choice ? [choice.obstacle] : []))] };
}

/** What a placed session takes: turnover within device and room, the minimum gap within the patient. */
export function claimsOf(
  calendar: Pick<Calendar, 'turnoverMinutes'>,
  { patientId, minimumGapMinutes }: Pick<PlacementRequest, 'patientId' | 'minimumGapMinutes'>,
  { startMs, endMs, deviceId, roomId, operatorId }: Placement,
): { kind: ResourceKind; id: string; startMs: number; endMs: number }[] {
  const withTurnover = turnedOver(calendar, { startMs, endMs });
  return [
    { kind: 'device', id: deviceId, ...withTurnover },
    { kind: 'room', id: roomId, ...withTurnover },
    { kind: 'operator', id: operatorId, startMs, endMs },
    ...(patientId === undefined ? [] : [{ kind: 'patient' as const, id: patientId, startMs, endMs: endMs + minimumGapMinutes * MINUTE_MS }]),
  ];
}

/** Cleaning and setting up may run past closing: nobody is treated in it. */
function turnedOver({ turnoverMinutes }: Pick<Calendar, 'turnoverMinutes'>, { startMs, endMs }: Interval): Interval {
  return { startMs, endMs: endMs + turnoverMinutes * MINUTE_MS };
}
