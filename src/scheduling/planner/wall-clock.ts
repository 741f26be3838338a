import { Temporal } from 'temporal-polyfill';
import type { Interval } from './intervals.js';

/** Zone arithmetic is slow and asked for again and again; what was answered once is kept. */
const instants = new Map<string, number>();
const KEPT = 50_000;

/**
 * The instant at which the clocks of a zone show a time on a date. A time that does not exist (clocks put forward) moves
 * forward by the gap; of one that exists twice (clocks put back) the first is meant.
 * @param date `YYYY-MM-DD`
 * @param wallTime `HH:MM`
 */
export function instantAt(date: string, wallTime: string, zone: string): number {
  const key = `${date}T${wallTime}${zone}`;
  const known = instants.get(key);
  if (known !== undefined) return known;
  const found = Temporal.PlainDateTime.from(`${date}T${wallTime}`).toZonedDateTime(zone, { disambiguation: 'compatible' }).epochMilliseconds;
  if (instants.size >= KEPT) instants.clear();
  instants.set(key, found);
  return found;
}

/** The date that the calendars of a zone show at an instant. */
export function localDate(epochMs: number, zone: string): string {
  return Temporal.Instant.fromEpochMilliseconds(epochMs).toZonedDateTimeISO(zone).toPlainDate().toString();
}

/** ISO: Monday 1 to Sunday 7. */
export function weekdayOf(date: string): number {
  return new Temporal.PlainDate(Number(date.slice(0, 4)), Number(date.slice(5, 7)), Number(date.slice(8, 10))).dayOfWeek;
}

export function addDays(date: string, days: number): string {
  return Temporal.PlainDate.from(date).add({ days }).toString();
}

/** From midnight to midnight, which need not be 24 hours. */
export function dayBounds(date: string, zone: string): Interval {
  return { startMs: instantAt(date, '00:00', zone), endMs: instantAt(addDays(date, 1), '00:00', zone) };
}
