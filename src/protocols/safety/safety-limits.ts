import type { Cited } from './safety-tables.js';

export interface SafetyLimit extends Cited {
  value: number;
  unit: string;
  /** Limits behind a hard stop: a clinic may be stricter, never laxer. */
  onlyStricter: 'lower' | 'higher' | null;
}

export type SafetyLimitName =
  | 'pulsesPerDay'
  | 'pulsesPerDayAtMost'
  | 'thetaBurstPulsesPerSession'
  | 'thetaBurstPulsesPerSessionAtMost'
  | 'thetaBurstIntensityPercentRmt'
  | 'pauseSecondsAboveStrong'
  | 'thresholdAgeDays'
  | 'sessionGapDays'
  | 'outputPercentMso'
  | 'gapMinutes'
  | 'thetaBurstGapMinutes'
  | 'watchedSessions';

export type SafetyLimits = Readonly<Record<SafetyLimitName, SafetyLimit>>;

const DESIGN_DEFAULT = { provenance: 'design-default' } as const;

/** What holds unless a clinic has set its own. */
export const DEFAULT_SAFETY_LIMITS: SafetyLimits = {
  pulsesPerDay: { value: 3000, unit: 'pulses', onlyStricter: null, source: 'Design default, after the 3000 pulses a day of conventional labels', ...DESIGN_DEFAULT },
  pulsesPerDayAtMost: { value: 18_000, unit: 'pulses', onlyStricter: 'lower', source: 'Design default, the most pulses a day of a cleared protocol (10 × 1800; Cole 2022 Am J Psychiatry 179:132)', ...DESIGN_DEFAULT },
  thetaBurstPulsesPerSession: { value: 600, unit: 'pulses', onlyStricter: null, source: 'Design default, after Huang 2005 Neuron 45:201 and Blumberger 2018 Lancet 391:1683', ...DESIGN_DEFAULT },
  thetaBurstPulsesPerSessionAtMost: { value: 1800, unit: 'pulses', onlyStricter: 'lower', source: 'Design default, the longest theta burst session of a cleared protocol (Cole 2022 Am J Psychiatry 179:132)', ...DESIGN_DEFAULT },
  thetaBurstIntensityPercentRmt: { value: 120, unit: '% RMT', onlyStricter: 'lower', source: 'Design default, the intensity of the cleared iTBS label (Blumberger 2018 Lancet 391:1683)', ...DESIGN_DEFAULT },
  pauseSecondsAboveStrong: { value: 10, unit: 's', onlyStricter: null, source: 'Design default, where Chen 1997 Electroencephalogr Clin Neurophysiol 105:415 has insufficient data', ...DESIGN_DEFAULT },
  thresholdAgeDays: { value: 14, unit: 'days', onlyStricter: null, source: 'Design default', ...DESIGN_DEFAULT },
  sessionGapDays: { value: 7, unit: 'days', onlyStricter: null, source: 'Design default, after the usual occasions for a new motor threshold (recalled practice)', ...DESIGN_DEFAULT },
  outputPercentMso: { value: 100, unit: '% MSO', onlyStricter: 'lower', source: 'Arithmetic: no stimulator gives more than its maximum', provenance: 'arithmetic' },
  gapMinutes: { value: 15, unit: 'minutes', onlyStricter: 'higher', source: 'Design default', ...DESIGN_DEFAULT },
  thetaBurstGapMinutes: { value: 50, unit: 'minutes', onlyStricter: null, source: 'Design default, the gap of Cole 2022 Am J Psychiatry 179:132', ...DESIGN_DEFAULT },
  watchedSessions: { value: 3, unit: 'sessions', onlyStricter: null, source: 'Design default; seizures cluster in the first exposures (Lerner 2019 Clin Neurophysiol 130:1409)', ...DESIGN_DEFAULT },
};

/**
 * The defaults with a clinic's own numbers in place of some.
 * @throws RangeError for a number that is not positive, or laxer than a hard stop
 */
export function clinicSafetyLimits(own: Partial<Record<SafetyLimitName, number>>): SafetyLimits {
  const changed = (Object.entries(own) as [SafetyLimitName, number][]).map(([name, value]): [SafetyLimitName, SafetyLimit] => {
    const standard = DEFAULT_SAFETY_LIMITS[name];
    if (!Number.isFinite(value) || value <= 0) throw new RangeError(`${name} must be more than 0.`);
    const laxer = (standard.onlyStricter === 'lower' && value > standard.value) || (standard.onlyStricter === 'higher' && value < standard.value);
    if (laxer) throw new RangeError(`${name} may only be stricter than ${standard.value} ${standard.unit}.`);
    return [name, value === standard.value ? standard : { ...standard, value, source: 'Set by the clinic', provenance: 'design-default' }];
  });
  return { ...DEFAULT_SAFETY_LIMITS, ...Object.fromEntries(changed) };
}
