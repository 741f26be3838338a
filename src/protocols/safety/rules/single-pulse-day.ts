import { defineRule } from '../finding.js';
import type { PrescribingFacts } from '../prescribing-facts.js';

/** Eight a day to prevent (twice four), and three times three against an attack. */
const PULSES_A_DAY = 17;

export const SINGLE_PULSE_DAY = defineRule<PrescribingFacts>({
  code: 'single-pulse-day',
  severity: 'warn',
  title: 'A day has at most the 17 single pulses of prevention and one treated attack of migraine',
  source: 'Starling 2018 Cephalalgia 38:1038: twice 4 a day, and 3 up to three times an attack',
  provenance: 'arithmetic',
  violation: ({ modality, pulsesInDay }) => {
    if (modality !== 'single-pulse' || pulsesInDay <= PULSES_A_DAY) return null;
    return { limit: `${PULSES_A_DAY} pulses a day`, actual: `${pulsesInDay} pulses a day`, explanation: `${pulsesInDay} single pulses a day are more than the ${PULSES_A_DAY} that the migraine device gives for prevention and one attack together.` };
  },
});
