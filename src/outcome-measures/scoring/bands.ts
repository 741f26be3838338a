import type { Band, CutOffSet } from './instrument.js';
import { roundHalfUp } from './rounding.js';

/** The label of the band that holds the unrounded value; null where no band does. */
export function bandLabel(cutOffs: CutOffSet, unrounded: number): string | null {
  const value = cutOffs.edges === 'whole-numbers' ? roundHalfUp(unrounded, 0) : unrounded;
  const inside = cutOffs.bands.filter((band) => band.minimum <= value && value <= band.maximum);
  const chosen = cutOffs.edges === 'lower-inclusive' ? inside.at(-1) : inside[0];
  return chosen?.label ?? null;
}

/** Bands of whole scores from their upper ends: `wholeBands(0, [['minimal', 4], ['mild', 9]])`. */
export function wholeBands(lowest: number, labelsAndMaxima: readonly (readonly [string, number])[]): Band[] {
  return labelsAndMaxima.map(([label, maximum], index) => ({
    label,
    minimum: index === 0 ? lowest : (labelsAndMaxima[index - 1]?.[1] ?? lowest) + 1,
    maximum,
  }));
}

/** Bands that share their bounds, from their upper ends. */
export function touchingBands(lowest: number, labelsAndMaxima: readonly (readonly [string, number])[]): Band[] {
  return labelsAndMaxima.map(([label, maximum], index) => ({
    label,
    minimum: labelsAndMaxima[index - 1]?.[1] ?? lowest,
    maximum,
  }));
}
