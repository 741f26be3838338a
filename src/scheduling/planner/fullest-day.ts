import type { Busy, Calendar } from './calendar.js';
import { claimsOf, placeAmong, type Placement } from './placement.js';
import type { PlacementRequest } from './placement-request.js';
import { asNeighbour, besides } from './spacing.js';
import { localDate } from './wall-clock.js';

const MINUTE_MS = 60_000;

/**
 * So many placements are tried for a day at most; then the best way met so far stands. A day of three sessions with eight
 * starts, two devices and two rooms takes some hundreds; what is cut short is a long day in a clinic of many devices.
 */
export const PLACEMENTS_TRIED_A_DAY = 20_000;

interface Asked {
  /** Where the first session may begin. */
  first: readonly number[];
  /** Where any may begin, in order of time. */
  all: readonly number[];
  count: number;
  /** So many were placed already: only more than that is of interest. */
  found: number;
}

/**
 * The most sessions that a day takes, one after another, by trying every start on every device in every room. Deterministic:
 * the earliest starts, then the first resources win.
 * @returns nothing where no more than were found already fit, or none were met within the bound
 */
export function mostOnDay(calendar: Calendar, busy: Busy, request: PlacementRequest, { first, all, count, found }: Asked): Placement[] {
  const stepMs = (request.durationMinutes + request.minimumGapMinutes) * MINUTE_MS;
  // Alone on the day: what does not fit so fits with no other session either.
  const free = count > 1 && found < count ? all.filter((at) => placeAmong(calendar, busy, request, at)) : [];
  /** No more than these follow, were there neither setting up nor cooling. */
  const atMost = (fromMs: number): number => runLength(free, fromMs, stepMs);
  const resources = resourcesOf(calendar, request);
  let best: Placement[] = [];
  let tries = 0;

  const enough = (): boolean => best.length === count || tries >= PLACEMENTS_TRIED_A_DAY;
  const goOn = (begun: readonly Placement[], own: Busy, asked: PlacementRequest, starts: readonly number[]): void => {
    if (begun.length > Math.max(found, best.length)) best = [...begun];
    if (begun.length === count) return;
    for (const startMs of starts) {
      if (begun.length + Math.min(count - begun.length, atMost(startMs)) <= Math.max(found, best.length)) break;
      for (const named of resources) {
        if (enough()) return;
        tries += 1;
        const placement = placeAmong(calendar, own, { ...asked, ...named }, startMs);
        if (!placement) continue;
        const next = begun.length + 1 < count ? withAnother(calendar, own, asked, placement) : { own, asked };
        goOn([...begun, placement], next.own, next.asked, free.filter((at) => at >= startMs + stepMs));
      }
    }
  };
  const firsts = [...first].sort((a, b) => a - b).filter((at) => free.includes(at));
  goOn([], busy, request, firsts);
  return best;
}

function withAnother(calendar: Calendar, busy: Busy, asked: PlacementRequest, placement: Placement): { own: Busy; asked: PlacementRequest } {
  const own = busy.copy();
  for (const { kind, id, startMs, endMs } of claimsOf(calendar, asked, placement)) {
    own.add({ kind, resourceId: id, startMs, endMs, occupant: 'session', occupantId: 'earlier that day' });
  }
  const date = localDate(placement.startMs, calendar.zone);
  return { own, asked: { ...besides(asked, [asNeighbour(asked, placement, 'earlier that day')]), sessionsPerDate: { ...asked.sessionsPerDate, [date]: (asked.sessionsPerDate?.[date] ?? 0) + 1 } } };
}

/** Which operator treats makes no difference to what follows: nobody needs turnover. */
function resourcesOf({ devices, rooms }: Calendar, { deviceId, roomId, preferredDeviceId }: PlacementRequest): { deviceId: string; roomId: string }[] {
  const usable = devices.filter(({ id, inService }) => inService && (deviceId ?? id) === id);
  const ids = [...usable].sort((a, b) => Number(b.id === preferredDeviceId) - Number(a.id === preferredDeviceId)).map(({ id }) => id);
  const inRooms = rooms.filter(({ id, inService }) => inService && (roomId ?? id) === id).map(({ id }) => id);
  return ids.flatMap((device) => inRooms.map((room) => ({ deviceId: device, roomId: room })));
}

/** How many starts follow one another at a distance, taking the soonest each time. */
function runLength(starts: readonly number[], fromMs: number, stepMs: number): number {
  let [length, nextMs] = [0, fromMs];
  for (const at of starts) {
    if (at < nextMs) continue;
    length += 1;
    nextMs = at + stepMs;
  }
  return length;
}
