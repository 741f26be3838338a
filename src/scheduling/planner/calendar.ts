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
  /** Hours of single dates, in place of the weekday's and of a public holiday; without any interval the date is closed. */
  exceptions?: readonly { date: string; intervals: readonly { opens: string; closes: string }[]; reason: string }[];
  /** Public holidays that the clinic keeps. */
  holidays?: readonly { date: string; name: string }[];
  /** Sessions start on this grid, counted from each opening. */
  slotMinutes: number;
  /** Device and room stay taken this long after a session. */
  turnoverMinutes: number;
  devices: readonly CalendarDevice[];
  rooms: readonly { id: string; inService: boolean }[];
  /** Shifts of the window; null for an operator who works all opening hours. */
  operators: readonly CalendarOperator[];
  claims: readonly Claim[];
}

export interface CalendarDevice {
  id: string;
  modalities: readonly string[];
  inService: boolean;
  /** The kind of coil it is fitted with, where the clinic has said. */
  coilType?: string | null;
  /** The coil rests so long after a session; runs beside the turnover. */
  coolingMinutes?: number;
  /** From the first opening of a day so long it is kept free for its daily check. */
  dailyCheckMinutes?: number;
  /** The date on which it failed its check last and was not found well since. */
  failedCheckOn?: string | null;
}

export interface CalendarOperator {
  id: string;
  /** Of the window; null for an operator who works all opening hours. */
  shifts: readonly Interval[] | null;
  /** Null or absent for one who may deliver everything. */
  competences?: readonly Competence[] | null;
}

/** What an operator may deliver. */
export interface Competence {
  modality: string;
  /** Null: with any coil. */
  coilType: string | null;
  /** Inclusive; null: for good. */
  validUntil: string | null;
}

/** When a clinic is open. */
export type OpeningTimes = Pick<Calendar, 'zone' | 'openingHours' | 'closures' | 'exceptions' | 'holidays'>;

export interface DayRule {
  because: 'closure' | 'exception' | 'public-holiday' | 'weekday';
  /** Reason of the closure or exception, name of the holiday. */
  name: string | null;
  /** Wall clock; none on a closed day. */
  hours: readonly { opens: string; closes: string }[];
}

/** What decides about a date: a closure before an exception, that before a public holiday, that before the weekday's hours. */
export function ruleOn({ closures, exceptions = [], holidays = [], openingHours }: OpeningTimes, date: string): DayRule {
  const closure = closures.find(({ from, to }) => from <= date && date <= to);
  if (closure) return { because: 'closure', name: closure.reason, hours: [] };
  const exception = exceptions.find((one) => one.date === date);
  if (exception) return { because: 'exception', name: exception.reason, hours: exception.intervals };
  const holiday = holidays.find((one) => one.date === date);
  if (holiday) return { because: 'public-holiday', name: holiday.name, hours: [] };
  const weekday = weekdayOf(date);
  return { because: 'weekday', name: null, hours: openingHours.filter((hours) => hours.weekday === weekday) };
}

/** Why the clinic is closed on a date, where something but the weekday closes it. */
export function closureOn(calendar: OpeningTimes, date: string): { reason: string } | undefined {
  const { name, hours } = ruleOn(calendar, date);
  return name !== null && hours.length === 0 ? { reason: name } : undefined;
}

/** Opening hours as instants, by date: the same days are asked for at every try. A calendar is never changed once made. */
const openings = new WeakMap<OpeningTimes, Map<string, readonly Interval[]>>();

/** When the clinic is open on a date, in order; nothing on a closed day. */
export function openIntervals(calendar: OpeningTimes, date: string): readonly Interval[] {
  const byDate = openings.get(calendar) ?? new Map<string, readonly Interval[]>();
  openings.set(calendar, byDate);
  const known = byDate.get(date);
  if (known) return known;
  const found = openingsOf(calendar, date);
  byDate.set(date, found);
  return found;
}

function openingsOf(calendar: OpeningTimes, date: string): Interval[] {
  const { zone } = calendar;
  return ruleOn(calendar, date)
    .hours.map(({ opens, closes }) => ({ startMs: instantAt(date, opens, zone), endMs: instantAt(date, closes, zone) }))
    .filter(({ startMs, endMs }) => startMs < endMs)
    .sort((a, b) => a.startMs - b.startMs);
}

/** The claims of one resource by their start, and beside each the latest end up to it: those rise, so both can be halved. */
interface Row {
  claims: readonly Claim[];
  latestEndsMs: readonly number[];
}

/**
 * Claims by resource, so that finding what stands in the way takes a few steps however full the calendar is. What is
 * added lies beside it, so that plans are tried on copies that cost nothing.
 */
export class Busy {
  readonly #rows: ReadonlyMap<string, Row>;
  readonly #added: Map<string, readonly Claim[]>;

  constructor(claims: readonly Claim[], like?: Busy) {
    this.#rows = like ? like.#rows : rowsOf(claims);
    this.#added = new Map(like ? like.#added : []);
  }

  /** The same claims, to which others may be added without touching these. */
  copy(): Busy {
    return new Busy([], this);
  }

  add(claim: Claim): void {
    const key = keyOf(claim.kind, claim.resourceId);
    this.#added.set(key, [...(this.#added.get(key) ?? []), claim]);
  }

  isFree(kind: ResourceKind, resourceId: string, interval: Interval): boolean {
    return this.#overlapping(keyOf(kind, resourceId), interval).next().done === true;
  }

  /** What stands in the way of an interval: the claims of the calendar by start, then what was added; they may overlap one another. */
  inTheWay(kind: ResourceKind, resourceId: string, interval: Interval): Claim[] {
    return [...this.#overlapping(keyOf(kind, resourceId), interval)];
  }

  *#overlapping(key: string, interval: Interval): Generator<Claim, void> {
    const { claims, latestEndsMs } = this.#rows.get(key) ?? NOTHING;
    for (let index = firstIndex(claims.length, (n) => (latestEndsMs[n] ?? 0) > interval.startMs); index < claims.length; index += 1) {
      const claim = claims[index];
      if (!claim || claim.startMs >= interval.endMs) break;
      if (overlaps(claim, interval)) yield claim;
    }
    for (const claim of this.#added.get(key) ?? []) if (overlaps(claim, interval)) yield claim;
  }
}

const NOTHING: Row = { claims: [], latestEndsMs: [] };

const keyOf = (kind: ResourceKind, resourceId: string): string => `${kind}/${resourceId}`;

function rowsOf(claims: readonly Claim[]): ReadonlyMap<string, Row> {
  const byResource = new Map<string, Claim[]>();
  for (const claim of claims) {
    const key = keyOf(claim.kind, claim.resourceId);
    const ofOne = byResource.get(key);
    if (ofOne) ofOne.push(claim);
    else byResource.set(key, [claim]);
  }
  return new Map([...byResource].map(([key, ofOne]) => [key, rowOf(ofOne.sort((a, b) => a.startMs - b.startMs))]));
}

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
