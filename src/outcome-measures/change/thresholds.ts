/**
 * Decimal scores are not exact in binary: 3 down to 2.1 is 29.999999999999996 %. Thresholds are met within a billionth.
 */
const TOLERANCE = 1e-9;

export const atLeast = (value: number, threshold: number): boolean => value >= threshold - TOLERANCE;

export const atMost = (value: number, threshold: number): boolean => value <= threshold + TOLERANCE;
