import { Busy, openIntervals, type Calendar } from './calendar.js';
import { placeAmong, type Placement, type PlacementRequest } from './placement.js';
import { addDays, localDate } from './wall-clock.js';

const MINUTE_MS = 60_000;

export interface SlotWindow {
  fromMs: number;
  toMs: number;
  /** Nothing is offered before this. */
  notBeforeMs: number;
  limit: number;
}

/** Every start on the clinic's grid of one day, in order. */
export function gridStarts(calendar: Calendar, date: string, durationMinutes: number): number[] {
  return openIntervals(calendar, date).flatMap(({ startMs, endMs }) => {
    const starts: number[] = [];
    for (let at = startMs; at + durationMinutes * MINUTE_MS <= endMs; at += calendar.slotMinutes * MINUTE_MS) starts.push(at);
    return starts;
  });
}

/** Free times on the grid, each with the device, room and operator it would be given. */
export function freeSlots(calendar: Calendar, request: PlacementRequest, { fromMs, toMs, notBeforeMs, limit }: SlotWindow): Placement[] {
  const busy = new Busy(calendar.claims);
  const found: Placement[] = [];
  const earliest = Math.max(fromMs, notBeforeMs);
  for (let date = localDate(earliest, calendar.zone); found.length < limit; date = addDays(date, 1)) {
    const starts = gridStarts(calendar, date, request.durationMinutes);
    for (const startMs of starts) {
      if (startMs < earliest || startMs >= toMs || found.length >= limit) continue;
      const placed = placeAmong(calendar, busy, request, startMs);
      if (placed.ok) found.push(placed.placement);
    }
    if (Date.parse(date) > toMs + 2 * 86_400_000) break;
  }
  return found;
}
