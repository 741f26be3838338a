import { exceeds } from '../../dose/index.js';
import type { NeurofeedbackFacts } from '../current-facts.js';
import { defineRule } from '../finding.js';

/** Below it electrodes drift, above it the scalp mostly shows muscle. */
const READABLE = { lowHz: 1, highHz: 40 };

export const NEUROFEEDBACK_BAND = defineRule<NeurofeedbackFacts>({
  code: 'neurofeedback-band',
  severity: 'warn',
  title: `Trained bands lie between ${READABLE.lowHz} and ${READABLE.highHz} Hz, where the scalp shows the brain`,
  source: 'Design default; muscle and mains above, drift and sweat below (standard teaching of EEG, recalled)',
  provenance: 'design-default',
  violation: ({ dose: { bands } }) => {
    const outside = bands.filter(({ lowHz, highHz }) => exceeds(READABLE.lowHz, lowHz) || exceeds(highHz, READABLE.highHz));
    if (outside.length === 0) return null;
    const printed = outside.map(({ lowHz, highHz }) => `${lowHz} to ${highHz} Hz`).join(', ');
    return { limit: `${READABLE.lowHz} to ${READABLE.highHz} Hz`, actual: printed, explanation: `A band of ${printed} reaches where the scalp shows drift or muscle rather than the brain: what is trained there may be neither.` };
  },
});
