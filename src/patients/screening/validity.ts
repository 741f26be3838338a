import { completedYears } from './completed-years.js';

/** Design default: no publication sets a term. */
const VALID_FOR_YEARS = 1;

export interface ScreeningUse {
  /** `YYYY-MM-DD` where the clinic is, as the next. */
  readonly screenedOn: string;
  readonly today: string;
  /** Whether another course already began on the strength of this screening. */
  readonly usedByAnotherCourse?: boolean;
}

export type ScreeningValidity = { readonly valid: true } | { readonly valid: false; readonly reason: 'too-old' | 'new-course'; readonly message: string };

/**
 * Whether a screening still counts: for twelve calendar months (the same day a year later is too late), and for one
 * course only. Both are design defaults.
 *
 * @throws RangeError where a date is none
 */
export function screeningValidity({ screenedOn, today, usedByAnotherCourse = false }: ScreeningUse): ScreeningValidity {
  if (completedYears(screenedOn, today) >= VALID_FOR_YEARS) {
    return { valid: false, reason: 'too-old', message: `The screening of ${screenedOn} is twelve months old or older.` };
  }
  if (usedByAnotherCourse) {
    return { valid: false, reason: 'new-course', message: `The screening of ${screenedOn} served another course; a new course needs its own.` };
  }
  return { valid: true };
}
