import { Busy, openIntervals, type Calendar } from './calendar.js';
import { claimsOf, obstaclesAt, placeAmong, type Placement } from './placement.js';
import type { Neighbour, PlacementRequest } from './placement-request.js';
import { reasonsOf, type Reason } from './reasons.js';
import { gridStarts } from './slots.js';
import { asNeighbour, besides } from './spacing.js';
import { addDays, instantAt, localDate, wallTimeOf } from './wall-clock.js';

/** How many days ahead a new place is looked for. */
const DAYS_AHEAD = 42;

/** A session that has to leave its place. */
export interface Displaced {
  id: string;
  /** Where it stood. */
  startMs: number;
  request: PlacementRequest & { patientId: string };
  /** Only what counts towards the sessions of a day (a treatment) makes its day fuller, and keeps others of the patient at a distance. */
  counts: boolean;
}

export interface Replanned {
  moved: { id: string; placement: Placement }[];
  stuck: { id: string; reasons: Reason[] }[];
}

/**
 * New places for sessions that lost theirs, with as little change as can be: the same time with another device, room or
 * operator; else the nearest time of that day; else the same time, then the nearest to it, on the next days. In order of
 * time, so that what was first stays first where it can. Deterministic.
 * @param calendar without the claims of these sessions, and with whatever took their places away
 */
export function replan(calendar: Calendar, displaced: readonly Displaced[]): Replanned {
  const busy = new Busy(calendar.claims);
  const perPatient = new Map<string, Record<string, number>>();
  const ofPatient = new Map<string, Neighbour[]>();
  const result: Replanned = { moved: [], stuck: [] };
  for (const { id, startMs, request, counts } of [...displaced].sort((a, b) => a.startMs - b.startMs || (a.id < b.id ? -1 : 1))) {
    const days = `${request.patientId}/${request.countedAs ?? ''}`;
    const perDate = perPatient.get(days) ?? { ...request.sessionsPerDate };
    perPatient.set(days, perDate);
    const placed = ofPatient.get(request.patientId) ?? [];
    ofPatient.set(request.patientId, placed);
    const asked = { ...(counts ? besides(request, placed) : request), sessionsPerDate: perDate };
    const placement = nearestPlace(calendar, busy, asked, startMs);
    if (!placement) {
      result.stuck.push({ id, reasons: reasonsOf(obstaclesAt(calendar, busy, asked, startMs)) });
      continue;
    }
    result.moved.push({ id, placement });
    for (const { kind, id: resourceId, startMs: from, endMs } of claimsOf(calendar, request, placement)) {
      busy.add({ kind, resourceId, startMs: from, endMs, occupant: 'session', occupantId: id });
    }
    const date = localDate(placement.startMs, calendar.zone);
    if (!counts) continue;
    perDate[date] = (perDate[date] ?? 0) + 1;
    placed.push(asNeighbour(request, placement, id));
  }
  return result;
}

function nearestPlace(calendar: Calendar, busy: Busy, request: PlacementRequest, wasMs: number): Placement | undefined {
  const [day, time] = [localDate(wasMs, calendar.zone), wallTimeOf(wasMs, calendar.zone)];
  for (let ahead = 0; ahead <= DAYS_AHEAD; ahead += 1) {
    const date = addDays(day, ahead);
    if (openIntervals(calendar, date).length === 0 || (request.sessionsPerDate?.[date] ?? 0) >= request.maximumPerDay) continue;
    const wish = instantAt(date, time, calendar.zone);
    const starts = [wish, ...gridStarts(calendar, date, request.durationMinutes).sort((a, b) => Math.abs(a - wish) - Math.abs(b - wish) || a - b)];
    for (const startMs of starts) {
      const placement = placeAmong(calendar, busy, request, startMs);
      if (placement) return placement;
    }
  }
  return undefined;
}
