import { Temporal } from 'temporal-polyfill';
import type { Calendar, Claim, PlacementRequest } from '../../src/scheduling/planner/index.js';

const MINUTE_MS = 60_000;

/**
 * Whether a session can stand somewhere, said as plainly as can be and with none of the planner's parts: every device,
 * room and operator, every claim, one after another.
 */
export function naivelyFits(calendar: Calendar, claims: readonly Claim[], request: PlacementRequest, startMs: number): boolean {
  const { zone, turnoverMinutes } = calendar;
  const endMs = startMs + request.durationMinutes * MINUTE_MS;
  const begins = Temporal.Instant.fromEpochMilliseconds(startMs).toZonedDateTimeISO(zone);
  const date = begins.toPlainDate().toString();
  const isFree = (kind: Claim['kind'], id: string, untilMs: number): boolean =>
    !claims.some((claim) => claim.kind === kind && claim.resourceId === id && claim.startMs < untilMs && startMs < claim.endMs);
  const onTheWall = (time: string): number => begins.toPlainDate().toZonedDateTime({ timeZone: zone, plainTime: time }).epochMilliseconds;
  const lies = (from: string, to: string): boolean => onTheWall(from) <= startMs && endMs <= onTheWall(to);

  if (startMs < (request.notBeforeMs ?? -Infinity)) return false;
  if (calendar.closures.some(({ from, to }) => from <= date && date <= to)) return false;
  if (!calendar.openingHours.some(({ weekday, opens, closes }) => weekday === begins.dayOfWeek && lies(opens, closes))) return false;
  const { windows = [] } = request;
  if (windows.length > 0 && !windows.some(({ weekday, from, to }) => (weekday ?? begins.dayOfWeek) === begins.dayOfWeek && lies(from, to))) return false;
  if ((request.sessionsPerDate?.[date] ?? 0) >= request.maximumPerDay) return false;
  if (request.patientId !== undefined && !isFree('patient', request.patientId, endMs + request.minimumGapMinutes * MINUTE_MS)) return false;

  const turnedOverMs = endMs + turnoverMinutes * MINUTE_MS;
  const delivers = calendar.devices.some(
    ({ id, inService, modalities }) =>
      inService && (request.deviceId ?? id) === id && (request.modality === undefined || modalities.includes(request.modality)) && isFree('device', id, turnedOverMs),
  );
  const houses = calendar.rooms.some(({ id, inService }) => inService && (request.roomId ?? id) === id && isFree('room', id, turnedOverMs));
  const minutes = Array.from({ length: request.durationMinutes }, (_unused, n) => startMs + n * MINUTE_MS);
  const attends = calendar.operators.some(
    ({ id, shifts }) =>
      (request.operatorId ?? id) === id && isFree('operator', id, endMs) && (shifts === null || minutes.every((at) => shifts.some((shift) => shift.startMs <= at && at + MINUTE_MS <= shift.endMs))),
  );
  return delivers && houses && attends;
}
