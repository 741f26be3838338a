import { Busy, type Calendar, type ResourceKind } from './calendar.js';
import type { Interval } from './intervals.js';
import type { PlacementRequest } from './placement-request.js';
import { reasonsOf, type Obstacle, type Reason } from './reasons.js';
import { chooseDeviceAndOperator, chooseRoom, occupiedOf } from './resource-choice.js';
import { withBlocks } from './side-blocks.js';
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
  const session = sessionAt(request, startMs);
  if (timeObstacles(calendar, busy, request, session).length > 0) return undefined;
  const room = chooseRoom(calendar, busy, request, occupiedOf(calendar, undefined, session));
  if (!('id' in room)) return undefined;
  const pair = chooseDeviceAndOperator(calendar, busy, request, session);
  return 'obstacles' in pair ? undefined : { ...session, deviceId: pair.deviceId, roomId: room.id, operatorId: pair.operatorId };
}

/** Everything that forbids a session at a time; nothing where `placeAmong` places it. */
export function obstaclesAt(calendar: Calendar, busy: Busy, request: PlacementRequest, startMs: number): Obstacle[] {
  const session = sessionAt(request, startMs);
  const room = chooseRoom(calendar, busy, request, occupiedOf(calendar, undefined, session));
  const pair = chooseDeviceAndOperator(calendar, busy, request, session);
  const { device, operator } = 'obstacles' in pair ? pair.obstacles() : { device: [], operator: [] };
  return [...timeObstacles(calendar, busy, request, session), ...device, ...('obstacle' in room ? [room.obstacle()] : []), ...operator];
}

const sessionAt = ({ durationMinutes }: PlacementRequest, startMs: number): Interval => ({ startMs, endMs: startMs + durationMinutes * MINUTE_MS });

/**
 * What a placed session takes: turnover within device and room, cooling within the device; and the other parts of its day.
 * Setting up may run past closing: nobody is treated in it. The pause between sessions is no part of it: in it the patient may
 * come to a visit in which nothing is given.
 */
export function claimsOf(
  calendar: Pick<Calendar, 'turnoverMinutes' | 'devices' | 'zone'>,
  { patientId, blocks }: Pick<PlacementRequest, 'patientId' | 'blocks'>,
  { startMs, endMs, deviceId, roomId, operatorId }: Placement,
): { kind: ResourceKind; id: string; startMs: number; endMs: number }[] {
  const device = calendar.devices.find(({ id }) => id === deviceId);
  return withBlocks(calendar.zone, blocks, { startMs, endMs }, [
    { kind: 'device', id: deviceId, ...occupiedOf(calendar, device, { startMs, endMs }) },
    { kind: 'room', id: roomId, ...occupiedOf(calendar, undefined, { startMs, endMs }) },
    { kind: 'operator', id: operatorId, startMs, endMs },
    ...(patientId === undefined ? [] : [{ kind: 'patient' as const, id: patientId, startMs, endMs }]),
  ]);
}
