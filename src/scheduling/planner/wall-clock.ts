import { Temporal } from 'temporal-polyfill';
import type { Interval } from './intervals.js';

/** Answers kept at most; a whole course asks for some hundreds, again and again. */
const KEPT_ANSWERS = 50_000;
const DAY_MS = 86_400_000;

/** Zone arithmetic costs microseconds a time, and planning asks the same thing for every device: what was answered is kept. */
function remembered<Answer extends string | number>(work: (first: string, second: string) => Answer): (first: string, second: string) => Answer {
  const answers = new Map<string, Answer>();
  return (first, second) => {
    const key = `${first} ${second}`;
    const known = answers.get(key);
    if (known !== undefined) return known;
    const answer = work(first, second);
    if (answers.size >= KEPT_ANSWERS) answers.clear();
    answers.set(key, answer);
    return answer;
  };
}

const zonedInstant = remembered((dateTime, zone) => Temporal.PlainDateTime.from(dateTime).toZonedDateTime(zone, { disambiguation: 'compatible' }).epochMilliseconds);
const shiftedDate = remembered((date, days) => Temporal.PlainDate.from(date).add({ days: Number(days) }).toString());
const dayOfWeek = remembered((date) => Temporal.PlainDate.from(date).dayOfWeek);

/**
 * The instant at which the clocks of a zone show a time on a date, in epoch milliseconds. A time that does not exist
 * (clocks put forward) moves forward by the gap; of one that exists twice (clocks put back) the first is meant.
 * @param date `YYYY-MM-DD`
 * @param wallTime `HH:MM`
 * @param zone IANA
 * @throws RangeError for a date, time or zone that there is not
 */
export function instantAt(date: string, wallTime: string, zone: string): number {
  return zonedInstant(`${date}T${wallTime}`, zone);
}

/** The days of a zone that were met, by the day of UTC: one such day touches two or three. */
const metDays = new Map<string, (Interval & { date: string })[]>();

/** The date that the calendars of a zone show at an instant. */
export function localDate(epochMs: number, zone: string): string {
  const key = `${Math.floor(epochMs / DAY_MS)} ${zone}`;
  const near = metDays.get(key) ?? [];
  const met = near.find(({ startMs, endMs }) => startMs <= epochMs && epochMs < endMs);
  if (met) return met.date;
  const date = zoned(epochMs, zone).toPlainDate().toString();
  if (metDays.size >= KEPT_ANSWERS) metDays.clear();
  metDays.set(key, [...near, { date, ...dayBounds(date, zone) }]);
  return date;
}

/** The time that the clocks of a zone show at an instant, `HH:MM`. */
export function wallTimeOf(epochMs: number, zone: string): string {
  return zoned(epochMs, zone).toPlainTime().toString({ smallestUnit: 'minute' });
}

/** ISO: Monday 1 to Sunday 7. */
export function weekdayOf(date: string): number {
  return dayOfWeek(date, '');
}

export function addDays(date: string, days: number): string {
  return shiftedDate(date, String(days));
}

/** From midnight to midnight, which need not be 24 hours. */
export function dayBounds(date: string, zone: string): Interval {
  return { startMs: instantAt(date, '00:00', zone), endMs: instantAt(addDays(date, 1), '00:00', zone) };
}

/** RFC 3339 in UTC with milliseconds, for what a person or a client reads. */
export function instantText(epochMs: number): string {
  return Temporal.Instant.fromEpochMilliseconds(epochMs).toString({ smallestUnit: 'millisecond' });
}

function zoned(epochMs: number, zone: string): Temporal.ZonedDateTime {
  return Temporal.Instant.fromEpochMilliseconds(epochMs).toZonedDateTimeISO(zone);
}
