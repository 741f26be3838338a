import { contradictions } from '../../dose/index.js';
import { defineRule } from '../finding.js';
import type { PrescribingFacts } from '../prescribing-facts.js';

export const S01 = defineRule<PrescribingFacts>({
  code: 'S01',
  severity: 'hard',
  title: 'Pulses, trains and train duration multiply to the total',
  source: 'Arithmetic',
  provenance: 'arithmetic',
  violation: ({ modality, stimulation }) => {
    const found = contradictions(modality, stimulation);
    if (found.length === 0) return null;
    return { limit: 'a dose that adds up', actual: `${stimulation.totalPulses} pulses`, explanation: found.map(({ message }) => message).join(' ') };
  },
});
