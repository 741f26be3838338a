import { toInstant } from '../clock/clock.js';

const INSTANT = /^(\d{4})-(\d\d)-(\d\d)T([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d{1,9})?)?(Z|[+-](0\d|1[0-4]):[0-5]\d)$/;
const DATE = /^(\d{4})-(\d\d)-(\d\d)$/;

/** Whether a text is a date that exists, between 1900 and 2100. */
export function isDateOnly(value: unknown): value is string {
  const parts = typeof value === 'string' ? DATE.exec(value) : null;
  if (!parts) return false;
  const [year, month, day] = [Number(parts[1]), Number(parts[2]), Number(parts[3])];
  return year >= 1900 && year <= 2100 && month >= 1 && month <= 12 && day >= 1 && day <= daysIn(year, month);
}

/** An RFC 3339 instant in UTC with milliseconds; undefined when the text is none, has no offset or does not exist. */
export function normalInstant(value: unknown): string | undefined {
  if (typeof value !== 'string' || !INSTANT.test(value) || !isDateOnly(value.slice(0, 10))) return undefined;
  const epochMs = Date.parse(value);
  return Number.isNaN(epochMs) ? undefined : toInstant(epochMs);
}

function daysIn(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return [4, 6, 9, 11].includes(month) ? 30 : 31;
}
