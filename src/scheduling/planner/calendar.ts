import { overlaps, type Interval } from './intervals.js';
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

/** The claims of one resource by their start, and beside each the latest end up to it: those rise, so both can be halved. */
interface Row {
  claims: readonly Claim[];
  latestEndsMs: readonly number[];
}

/** Claims by resource, so that finding what stands in the way takes a few steps however full the calendar is. */
export class Busy {
  readonly #rows: Map<string, Row>;

  constructor(claims: readonly Claim[], rows = new Map<string, Row>()) {
    this.#rows = rows;
    const byResource = new Map<string, Claim[]>();
    for (const claim of claims) {
      const key = keyOf(claim.kind, claim.resourceId);
      const ofOne = byResource.get(key);
      if (ofOne) ofOne.push(claim);
      else byResource.set(key, [claim]);
    }
    for (const [key, ofOne] of byResource) this.#rows.set(key, rowOf(ofOne.sort((a, b) => a.startMs - b.startMs)));
  }

  /** The same claims, to which others may be added without touching this one. */
  copy(): Busy {
    return new Busy([], new Map(this.#rows));
  }

  add(claim: Claim): void {
    const key = keyOf(claim.kind, claim.resourceId);
    const { claims } = this.#rows.get(key) ?? NOTHING;
    const place = firstIndex(claims.length, (index) => (claims[index]?.startMs ?? Infinity) > claim.startMs);
    this.#rows.set(key, rowOf(claims.toSpliced(place, 0, claim)));
  }

  /** What stands in the way of an interval, by start; claims may overlap one another. */
  inTheWay(kind: ResourceKind, resourceId: string, interval: Interval): Claim[] {
    const { claims, latestEndsMs } = this.#rows.get(keyOf(kind, resourceId)) ?? NOTHING;
    const found: Claim[] = [];
    for (let index = firstIndex(claims.length, (n) => (latestEndsMs[n] ?? 0) > interval.startMs); index < claims.length; index += 1) {
      const claim = claims[index];
      if (!claim || claim.startMs >= interval.endMs) break;
      if (overlaps(claim, interval)) found.push(claim);
    }
    return found;
  }
}

const NOTHING: Row = { claims: [], latestEndsMs: [] };

const keyOf = (kind: ResourceKind, resourceId: string): string => `${kind}/${resourceId}`;

function rowOf(claims: readonly Claim[]): Row {
  let latest = -Infinity;
  return { claims, latestEndsMs: claims.map(({ endMs }) => (latest = Math.max(latest, endMs))) };
}

/** The first index of which something holds that, once it holds, holds of all after it. */
function firstIndex(length: number, holds: (index: number) => boolean): number {
  let [low, high] = [0, length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (holds(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}
