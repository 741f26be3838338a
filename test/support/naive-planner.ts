import { Temporal } from 'temporal-polyfill';
import type { Calendar, Claim, Neighbour, PlacementRequest } from '../../src/scheduling/planner/index.js';

const MINUTE_MS = 60_000;

interface Span { startMs: number; endMs: number }

/** From the end of whichever is first to the start of the other; negative where they overlap. */
const betweenMs = (one: Span, other: Span): number => (one.startMs <= other.startMs ? other.startMs - one.endMs : one.startMs - other.endMs);

function askedMs({ countedAs, minimumGapMinutes, apart }: PlacementRequest, other: Neighbour): number {
  if (other.countedAs === countedAs) return Math.max(minimumGapMinutes, other.minimumGapMinutes) * MINUTE_MS;
  return apart?.kinds.includes(other.countedAs ?? '') ? apart.minutes * MINUTE_MS : -Infinity;
}

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
  const exception = calendar.exceptions?.find((one) => one.date === date);
  if (!exception && calendar.holidays?.some((holiday) => holiday.date === date)) return false;
  const hours = exception ? exception.intervals : calendar.openingHours.filter(({ weekday }) => weekday === begins.dayOfWeek);
  if (!hours.some(({ opens, closes }) => lies(opens, closes))) return false;
  const { windows = [] } = request;
  if (windows.length > 0 && !windows.some(({ weekday, from, to }) => (weekday ?? begins.dayOfWeek) === begins.dayOfWeek && lies(from, to))) return false;
  if ((request.sessionsPerDate?.[date] ?? 0) >= request.maximumPerDay) return false;
  if (request.patientId !== undefined && !isFree('patient', request.patientId, endMs)) return false;
  if (request.patientId !== undefined && (request.neighbours ?? []).some((other) => betweenMs({ startMs, endMs }, other) < askedMs(request, other))) return false;

  const turnedOverMs = endMs + turnoverMinutes * MINUTE_MS;
  const firstOpening = hours.map(({ opens }) => opens).sort()[0] ?? '00:00';
  const working = calendar.devices.filter(
    ({ id, inService, modalities, coolingMinutes = 0, dailyCheckMinutes = 0, failedCheckOn }) =>
      inService && (request.deviceId ?? id) === id && (request.modality === undefined || modalities.includes(request.modality)) && failedCheckOn !== date
      && (dailyCheckMinutes === 0 || onTheWall(firstOpening) + dailyCheckMinutes * MINUTE_MS <= startMs) && isFree('device', id, Math.max(turnedOverMs, endMs + coolingMinutes * MINUTE_MS)),
  );
  const houses = calendar.rooms.some(({ id, inService }) => inService && (request.roomId ?? id) === id && isFree('room', id, turnedOverMs));
  const minutes = Array.from({ length: request.durationMinutes }, (_unused, n) => startMs + n * MINUTE_MS);
  const present = calendar.operators.filter(
    ({ id, shifts }) =>
      (request.operatorId ?? id) === id && isFree('operator', id, endMs) && (shifts === null || minutes.every((at) => shifts.some((shift) => shift.startMs <= at && at + MINUTE_MS <= shift.endMs))),
  );
  const isTrained = (competences: Calendar['operators'][number]['competences'], coil: string | null | undefined): boolean =>
    !competences || request.modality === undefined ||
    competences.some(({ modality, coilType, validUntil }) => modality === request.modality && (coilType === null || coilType === coil) && (validUntil === null || date <= validUntil));
  return houses && working.some(({ coilType }) => present.some(({ competences }) => isTrained(competences, coilType)));
}
