import { Temporal } from 'temporal-polyfill';
import { reachableFrom, type ContactHours } from '../../../patients/read.js';

/** Whoever wants to hear nothing so late is asked so long before those hours end. */
const BEFORE_HOURS_END_MINUTES = 60;

export interface AskingDay {
  /** The clinic's calendar day, YYYY-MM-DD. */
  readonly day: string;
  /** `HH:MM` on the clinic's wall. */
  readonly askAt: string;
  readonly timeZone: string;
  readonly hours: ContactHours;
}

/**
 * When a patient is asked the day's question: at the clinic's time, else as soon after it as the patient's hours allow,
 * else shortly before these hours end. Null where they leave nothing of the clinic's day. Milliseconds since 1970.
 */
export function askingMoment({ day, askAt, timeZone, hours }: AskingDay): number | null {
  const [begins, ends] = bounds(day, timeZone);
  const wanted = Temporal.PlainDate.from(day).toZonedDateTime({ timeZone, plainTime: askAt }).epochMilliseconds;
  const candidates = [wanted, ...beforeHoursEnd(day, hours), begins];
  return candidates.map((at) => Date.parse(reachableFrom(Math.max(at, begins), hours))).find((at) => at < ends) ?? null;
}

/** The first instant of a calendar day and of the next but `days`, milliseconds since 1970. */
export function bounds(day: string, timeZone: string, days = 1): [number, number] {
  const date = Temporal.PlainDate.from(day);
  return [date.toZonedDateTime(timeZone).epochMilliseconds, date.add({ days }).toZonedDateTime(timeZone).epochMilliseconds];
}

function beforeHoursEnd(day: string, { timeZone, notAfter }: ContactHours): number[] {
  if (notAfter === undefined) return [];
  return [Temporal.PlainDate.from(day).toZonedDateTime({ timeZone, plainTime: notAfter }).subtract({ minutes: BEFORE_HOURS_END_MINUTES }).epochMilliseconds];
}
