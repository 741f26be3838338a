import type { Provenance } from '../../platform/kernel/provenance.js';

/** A threshold outside these is an error of measurement or of typing; in % of maximum output. Design default. */
export const POSSIBLE_THRESHOLD_PERCENT_MSO = { minimum: 20, maximum: 100 } as const;
/** Outside these it is unusual. Design default. */
export const USUAL_THRESHOLD_PERCENT_MSO = { minimum: 30, maximum: 85 } as const;
/** Two measurements of one person differ by about this much by chance (reproducibility coefficient of adaptive threshold hunting). */
export const REPRODUCIBILITY_PERCENT = 10;

export interface ThresholdWarning {
  code: 'threshold-implausible' | 'threshold-unusual' | 'threshold-changed';
  message: string;
  source: string;
  provenance: Provenance;
}

export interface MeasuredThreshold {
  percentMso: number;
  /** The last one of the same hemisphere, coil and device; null where there is none. */
  previousPercentMso: number | null;
}

/** What should make the operator measure once more; empty for an ordinary value. */
export function plausibilityWarnings({ percentMso, previousPercentMso }: MeasuredThreshold): ThresholdWarning[] {
  const range = rangeWarning(percentMso);
  const change = previousPercentMso === null ? null : changeWarning(percentMso, previousPercentMso);
  return [range, change].filter((warning) => warning !== null);
}

function rangeWarning(percentMso: number): ThresholdWarning | null {
  const designDefault = { source: 'Design default', provenance: 'design-default' } as const;
  if (isOutside(percentMso, POSSIBLE_THRESHOLD_PERCENT_MSO)) {
    return { code: 'threshold-implausible', message: `A motor threshold of ${percentMso} % is outside 20 to 100 % of maximum output; check the entry and measure again.`, ...designDefault };
  }
  if (!isOutside(percentMso, USUAL_THRESHOLD_PERCENT_MSO)) return null;
  return { code: 'threshold-unusual', message: `A motor threshold of ${percentMso} % is outside the usual 30 to 85 % of maximum output.`, ...designDefault };
}

function changeWarning(percentMso: number, previousPercentMso: number): ThresholdWarning | null {
  const changePercent = (Math.abs(percentMso - previousPercentMso) / previousPercentMso) * 100;
  if (changePercent <= REPRODUCIBILITY_PERCENT + 1e-9) return null;
  const message = `The motor threshold went from ${previousPercentMso} to ${percentMso} % of maximum output, more than 10 %; measure once more and look for a cause.`;
  return { code: 'threshold-changed', message, source: 'Design default, after the reproducibility of adaptive threshold hunting, about 10 % (Shirota, PMC12803948)', provenance: 'design-default' };
}

function isOutside(value: number, { minimum, maximum }: { minimum: number; maximum: number }): boolean {
  return !(value >= minimum && value <= maximum);
}
