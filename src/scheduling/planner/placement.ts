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
  const busy = new Busy(calendar.claims);
  const placement = placeAmong(calendar, busy, request, startMs);
  return placement ? { ok: true, placement } : { ok: false, reasons: reasonsOf(obstaclesAt(calendar, busy, request, startMs)) };
}

/**
 * As `place`, for one try of many: among claims that are indexed already (those of the calendar are not looked at), and
 * giving up at the first obstacle.
 */
export function placeAmong(calendar: Calendar, busy: Busy, request: PlacementRequest, startMs: number): Placement | undefined {
  const { session, withTurnover } = timesOf(calendar, request, startMs);
  if (timeObstacles(calendar, busy, request, session).length > 0) return undefined;
  const device = chooseDevice(calendar, busy, request, withTurnover);
  if (!('id' in device)) return undefined;
  const room = chooseRoom(calendar, busy, request, withTurnover);
  if (!('id' in room)) return undefined;
  const operator = chooseOperator(calendar, busy, request, session);
  if (!('id' in operator)) return undefined;
  return { ...session, deviceId: device.id, roomId: room.id, operatorId: operator.id };
}

/** Everything that forbids a session at a time; nothing where `placeAmong` places it. */
export function obstaclesAt(calendar: Calendar, busy: Busy, request: PlacementRequest, startMs: number): Obstacle[] {
  const { session, withTurnover } = timesOf(calendar, request, startMs);
  const choices = [
    chooseDevice(calendar, busy, request, withTurnover),
    chooseRoom(calendar, busy, request, withTurnover),
    chooseOperator(calendar, busy, request, session),
  ];
  return [...timeObstacles(calendar, busy, request, session), ...choices.flatMap((choice) => ('obstacle' in choice ? [choice.obstacle()] : []))];
}

function timesOf(calendar: Calendar, { durationMinutes }: PlacementRequest, startMs: number): { session: Interval; withTurnover: Interval } {
  const session = { startMs, endMs: startMs + durationMinutes * MINUTE_MS };
  return { session, withTurnover: turnedOver(calendar, session) };
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
