import { addDays, gridStarts, instantAt, localDate, openIntervals, planDays, weekdayOf, type Calendar, type PlannedDay, type SeriesRequest } from '../../src/scheduling/planner/index.js';
import { naivelyFits } from './naive-planner.js';

const MINUTE_MS = 60_000;
/** As far as `nearest` looks: so many open days, so many days in all. */
const OPEN_DAYS_TRIED = 6;
const DAYS_AHEAD = 21;

/** One way to hold one session: a start with a device, a room and an operator that are free then. */
interface Way {
  startMs: number;
  endMs: number;
  deviceId: string;
  roomId: string;
  deviceFreeMs: number;
  roomFreeMs: number;
}

/**
 * The most sessions of a course that can be placed, by trying every start with every device, room and operator in every
 * combination. Days do not touch each other, so each is gone through alone; where sessions may slip to later days, as many
 * are handed out as the days can hold.
 */
export function mostPlaced(calendar: Calendar, request: SeriesRequest): number {
  const weekdays = request.windows?.some(({ weekday }) => weekday === undefined) === false && request.windows.length > 0 ? request.windows.flatMap(({ weekday }) => weekday ?? []) : undefined;
  const days = planDays(calendar, request.phases, request.startDate, weekdays, request.sessionsPerDate);
  if (request.policy !== 'nearest') return days.reduce((sum, day) => sum + strictlyOn(calendar, request, day), 0);
  return slipping(calendar, request, days, weekdays);
}

const perDay = ({ phases }: SeriesRequest): number => phases[0]?.sessionsPerDay ?? 1;
const gapMs = ({ phases }: SeriesRequest): number => (phases[0]?.minimumGapMinutes ?? 0) * MINUTE_MS;
const wantedOn = ({ preferredTimes }: SeriesRequest, calendar: Calendar, date: string): number[] => preferredTimes.map((time) => instantAt(date, time, calendar.zone));

/** The first at a wanted time and the others after it; or without the first, from the earliest wanted time on. */
function strictlyOn(calendar: Calendar, request: SeriesRequest, { date, sessions }: PlannedDay): number {
  const wanted = wantedOn(request, calendar, date);
  const all = waysOn(calendar, request, date);
  const begun = Math.max(0, ...all.filter(({ startMs }) => wanted.includes(startMs)).map((first) => longest(request, all, [first], sessions)));
  if (begun > 0 || sessions === 1) return begun;
  return longest(request, all.filter(({ startMs }) => startMs >= Math.min(...wanted)), [], sessions - 1);
}

/** Every session to the earliest day that still has room, within reach of its own: no other way hands out more. */
function slipping(calendar: Calendar, request: SeriesRequest, days: readonly PlannedDay[], weekdays: readonly number[] | undefined): number {
  const room = new Map<string, number>();
  const left = (date: string): number => {
    const known = room.get(date) ?? longest(request, waysOn(calendar, request, date), [], perDay(request) - (request.sessionsPerDate?.[date] ?? 0));
    room.set(date, known);
    return known;
  };
  let placed = 0;
  for (const { date, sessions } of days) {
    for (let n = 0; n < sessions; n += 1) {
      const on = [date, ...laterDays(calendar, date, weekdays)].find((one) => left(one) > 0);
      if (on === undefined) continue;
      room.set(on, left(on) - 1);
      placed += 1;
    }
  }
  return placed;
}

function laterDays(calendar: Calendar, date: string, weekdays: readonly number[] | undefined): string[] {
  const days = Array.from({ length: DAYS_AHEAD }, (_unused, n) => addDays(date, n + 1));
  return days.filter((day) => openIntervals(calendar, day).length > 0 && (!weekdays || weekdays.includes(weekdayOf(day)))).slice(0, OPEN_DAYS_TRIED);
}

function waysOn(calendar: Calendar, request: SeriesRequest, date: string): Way[] {
  const starts = [...new Set([...wantedOn(request, calendar, date), ...gridStarts(calendar, date, request.durationMinutes)])].filter((at) => localDate(at, calendar.zone) === date).sort((a, b) => a - b);
  const asked = { ...request, minimumGapMinutes: gapMs(request) / MINUTE_MS, maximumPerDay: Infinity };
  return starts.flatMap((startMs) => {
    if (!naivelyFits(calendar, calendar.claims, asked, startMs)) return [];
    return calendar.devices.flatMap(({ id: deviceId, coolingMinutes = 0 }) =>
      calendar.rooms.flatMap(({ id: roomId }): Way[] => {
        if ((request.deviceId ?? deviceId) !== deviceId || !naivelyFits(calendar, calendar.claims, { ...asked, deviceId, roomId }, startMs)) return [];
        const endMs = startMs + request.durationMinutes * MINUTE_MS;
        const roomFreeMs = endMs + calendar.turnoverMinutes * MINUTE_MS;
        return [{ startMs, endMs, deviceId, roomId, roomFreeMs, deviceFreeMs: Math.max(roomFreeMs, endMs + coolingMinutes * MINUTE_MS) }];
      }));
  });
}

/** The longest run of sessions one after another that goes on from some, at most so many; every combination is tried. */
function longest(request: SeriesRequest, ways: readonly Way[], begun: readonly Way[], most: number): number {
  if (begun.length >= most) return Math.max(0, most);
  let best = begun.length;
  for (const way of ways) {
    const fits = begun.every((one) => one.endMs + gapMs(request) <= way.startMs && (one.deviceId !== way.deviceId || one.deviceFreeMs <= way.startMs) && (one.roomId !== way.roomId || one.roomFreeMs <= way.startMs));
    if (fits) best = Math.max(best, longest(request, ways, [...begun, way], most));
    if (best === most) break;
  }
  return best;
}
