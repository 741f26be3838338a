/** How a baseline was made; shown beside every change. */
export const BASELINE_RULES = ['single-value', 'mean-of-screening-and-first-day', 'mean-of-seven-day-diary'] as const;
export type BaselineRule = (typeof BASELINE_RULES)[number];

export interface Baseline {
  readonly rule: BaselineRule;
  /** Unrounded; null where the rule lacks values. */
  readonly value: number | null;
  /** How many values it rests on. */
  readonly values: number;
}

/** Our default: fewer days than this do not make a week. */
export const FEWEST_DIARY_DAYS = 4;
const DIARY_DAYS = 7;

/** One value, taken before treatment. The weakest rule: one point regresses to the mean. */
export function singleValueBaseline(value: number | null): Baseline {
  return { rule: 'single-value', value, values: value === null ? 0 : 1 };
}

/** The mean of the screening visit and the first treatment day, before the first pulse. Both are needed. */
export function screeningAndFirstDayBaseline(screening: number | null, firstDay: number | null): Baseline {
  const rule = 'mean-of-screening-and-first-day';
  const values = present([screening, firstDay]);
  return { rule, value: values.length === 2 ? mean(values) : null, values: values.length };
}

/**
 * The mean of a week's daily values, of which at least four must be there.
 *
 * @param days one value a day, null for a day without an entry
 * @throws RangeError for more than seven days
 */
export function sevenDayDiaryBaseline(days: readonly (number | null)[]): Baseline {
  if (days.length > DIARY_DAYS) throw new RangeError(`a diary week has ${DIARY_DAYS} days, not ${days.length}`);
  const values = present(days);
  return {
    rule: 'mean-of-seven-day-diary',
    value: values.length >= FEWEST_DIARY_DAYS ? mean(values) : null,
    values: values.length,
  };
}

const present = (values: readonly (number | null)[]): number[] => values.filter((value) => value !== null);

const mean = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0) / values.length;
