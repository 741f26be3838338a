import type { Interval } from './intervals.js';
import { instantAt, weekdayOf } from './wall-clock.js';

export type ResourceKind = 'device' | 'room' | 'operator' | 'patient';

/** Something that a resource is taken by. */
export interface Claim extends Interval {
  kind: ResourceKind;
  resourceId: string;
  occupant: 'session' | 'downtime' | 'absence' | 'hold';
  occupantId: string;
}

/** Everything that decides where a session can stand, for a window of time. */
export interface Calendar {
  /** IANA; every wall-clock time is in it. */
  zone: string;
  /** Several intervals a weekday are allowed. ISO weekdays, `HH:MM`. */
  openingHours: readonly { weekday: number; opens: string; closes: string }[];
  /** Inclusive dates. */
  closures: readonly { from: string; to: string; reason: string }[];
  /** Sessions start on this grid, counted from each opening. */
  slotMinutes: number;
  /** Device and room stay taken this long after a session. */
  turnoverMinutes: number;
  devices: readonly { id: string; modalities: readonly string[]; inService: boolean }[];
  rooms: readonly { id: string; inService: boolean }[];
  /** Shifts of the window; null for an operator who works all opening hours. */
  operators: readonly { id: string; shifts: readonly Interval[] | null }[];
  claims: readonly Claim[];
}

export function closureOn(calendar: Calendar, date: string): { reason: string } | undefined {
  return calendar.closures.find(({ from, to }) => from <= date && date <= to);
}

/** When the clinic is open on a date, in order; nothing on a closed day. */
export function openIntervals(calendar: Calendar, date: string): Interval[] {
  if (closureOn(calendar, date)) return [];
  const weekday = weekdayOf(date);
  return calendar.openingHours
    .filter((hours) => hours.weekday === weekday)
    .map(({ opens, closes }) => ({ startMs: instantAt(date, opens, calendar.zone), endMs: instantAt(date, closes, calendar.zone) }))
    .filter(({ startMs, endMs }) => startMs < endMs)
    .sort((a, b) => a.startMs - b.startMs);
}

/** Claims by resource, in order of time, so that finding an overlap takes a few steps however full the calendar is. */
export class Busy {
  readonly #claims = new Map<string, Claim[]>();

  constructor(claims: readonly Claim[]) {
    for (const claim of [...claims].sort((a, b) => a.startMs - b.startMs)) {
      const key = `${claim.kind}/${claim.resourceId}`;
      const row = this.#claims.get(key);
      if (row) row.push(claim);
      else this.#claims.set(key, [claim]);
    }
  }

  add(claim: Claim): void {
    const key = `${claim.kind}/${claim.resourceId}`;
    const row = this.#claims.get(key) ?? [];
    row.splice(firstEndingAfter(row, claim.startMs), 0, claim);
    this.#claims.set(key, row);
  }

  /** What stands in the way of an interval; claims of one resource never overlap each other, so a run of them. */
  inTheWay(kind: ResourceKind, resourceId: string, { startMs, endMs }: Interval): Claim[] {
    const row = this.#claims.get(`${kind}/${resourceId}`) ?? [];
    const found: Claim[] = [];
    for (let index = firstEndingAfter(row, startMs); index < row.length; index += 1) {
      const claim = row[index];
      if (!claim || claim.startMs >= endMs) break;
      found.push(claim);
    }
    return found;
  }
}

function firstEndingAfter(row: readonly Claim[], ms: number): number {
  let [low, high] = [0, row.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((row[middle]?.endMs ?? 0) > ms) high = middle;
    else low = middle + 1;
  }
  return low;
}
