/**
 * Rounds halves up, as people do. Fifteen significant digits are taken first, so that a half which binary
 * arithmetic left just below itself (1.005) is still a half.
 */
export function roundHalfUp(value: number, decimals: number): number {
  const factor = 10 ** decimals;
  const rounded = Math.round(Number((value * factor).toPrecision(15))) / factor;
  return rounded === 0 ? 0 : rounded;
}
