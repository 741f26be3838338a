import { isPain, type ConditionCategory } from './condition-category.js';

/** Dates are `YYYY-MM-DD`. */
export interface ConditionSpan {
  readonly category: ConditionCategory;
  readonly onsetDate: string | null;
  readonly resolvedDate?: string | null;
  readonly today: string;
}

/** ICD-11 MG30: pain that persists or recurs for longer than three months. */
export const CHRONIC_AFTER_MONTHS = 3;

const DATE = /^(\d{4})-(\d{2})-(\d{2})$/;

/**
 * Whether a condition is chronic pain: a pain category that has lasted for more than three calendar months, until today
 * or until it resolved. Three months to the day is not yet more. Null where it is pain of unknown onset.
 *
 * Source: ICD-11 MG30 (WHO; Treede 2019 Pain 160:19).
 *
 * @throws RangeError where a date is none
 */
export function isChronicPain({ category, onsetDate, resolvedDate = null, today }: ConditionSpan): boolean | null {
  if (!isPain(category)) return false;
  if (onsetDate === null) return null;
  const end = resolvedDate !== null && resolvedDate < today ? resolvedDate : today;
  return end > monthsAfter(onsetDate, CHRONIC_AFTER_MONTHS);
}

/** The same day of a later month. A day that this month lacks (30 November and 3 months) still stands rightly between its neighbours. */
function monthsAfter(date: string, months: number): string {
  const [, year, month, day] = DATE.exec(date) ?? [];
  if (year === undefined || month === undefined || day === undefined) throw new RangeError(`${date} is no date`);
  const count = Number(year) * 12 + (Number(month) - 1) + months;
  const two = (value: number): string => String(value).padStart(2, '0');
  return `${String(Math.floor(count / 12)).padStart(4, '0')}-${two((count % 12) + 1)}-${day}`;
}
