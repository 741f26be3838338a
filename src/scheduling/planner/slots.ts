import { Busy, openIntervals, type Calendar } from './calendar.js';
import { placeAmong, type Placement } from './placement.js';
import type { PlacementRequest } from './placement-request.js';
import { addDays, localDate } from './wall-clock.js';

const MINUTE_MS = 60_000;

export interface SlotWindow {
  /** Epoch milliseconds, half-open: of the starts. */
  fromMs: number;
  toMs: number;
  /** Nothing is offered before this. */
  notBeforeMs: number;
  limit: number;
}

/** Every start on the clinic's grid of one day, in order; the grid is counted from each opening. */
export function gridStarts(calendar: Calendar, date: string, durationMinutes: number): number[] {
  const starts = new Set<number>();
  for (const { startMs, endMs } of openIntervals(calendar, date)) {
    for (let at = startMs; at + durationMinutes * MINUTE_MS <= endMs; at += calendar.slotMinutes * MINUTE_MS) starts.add(at);
  }
  return [...starts].sort((a, b) => a - b);
}

/** Free times on the grid, each with the device, room and operator it would be given. */
export function freeSlots(calendar: Calendar, request: PlacementRequest, { fromMs, toMs, notBeforeMs, limit }: SlotWindow): Placement[] {
  const busy = new Busy(calendar.claims);
  const found: Placement[] = [];
  const earliestMs = Math.max(fromMs, notBeforeMs);
  if (earliestMs >= toMs) return found;
  const last = localDate(toMs - 1, calendar.zone);
  for (let date = localDate(earliestMs, calendar.zone); date <= last; date = addDays(date, 1)) {
    for (const startMs of gridStarts(calendar, date, request.durationMinutes)) {
      if (found.length >= limit) return found;
      if (startMs < earliestMs || startMs >= toMs) continue;
      const placement = placeAmong(calendar, busy, request, startMs);
      if (placement) found.push(placement);
    }
  }
  return found;
}
