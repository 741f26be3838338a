import { given, type AnswerSheet } from './answers.js';

export interface Total {
  /** Null where more is missing than the rule allows. */
  readonly value: number | null;
  readonly prorated: boolean;
}

export const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

/** The sum of the items, filled up to their full number (`sum × items ÷ answered`) while few enough are missing. */
export function proratedSum(sheet: AnswerSheet, codes: readonly string[], mostMissing: number): Total {
  const values = given(sheet, codes);
  const missing = codes.length - values.length;
  if (values.length === 0 || missing > mostMissing) return { value: null, prorated: false };
  return { value: (sum(values) * codes.length) / values.length, prorated: missing > 0 };
}

/** The sum of items that must all be answered. */
export function fullSum(sheet: AnswerSheet, codes: readonly string[]): number | null {
  return proratedSum(sheet, codes, 0).value;
}

/** The mean of the answered items, null with fewer answers than `fewest`. */
export function meanOfAnswered(sheet: AnswerSheet, codes: readonly string[], fewest: number): Total {
  const values = given(sheet, codes);
  if (values.length < Math.max(fewest, 1)) return { value: null, prorated: false };
  return { value: sum(values) / values.length, prorated: values.length < codes.length };
}
