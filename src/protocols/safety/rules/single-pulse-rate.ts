import { exceeds } from '../../dose/index.js';
import { defineRule } from '../finding.js';
import type { PrescribingFacts } from '../prescribing-facts.js';

/** Pulses at more than one a second are a train, to which tables 4 and 5 apply; called single they would escape them. */
export const SINGLE_PULSE_RATE = defineRule<PrescribingFacts>({
  code: 'single-pulse-rate',
  severity: 'hard',
  title: 'Single pulses are at least 1 s apart; faster ones are a train, and are judged as one',
  source: 'Rossi 2009 Clin Neurophysiol 120:2008 (repetitive stimulation begins above one pulse a second)',
  provenance: 'recalled',
  violation: ({ modality, stimulation: { frequencyHz, interTrainIntervalSeconds: pause, trains } }) => {
    if (modality !== 'single-pulse' || (!exceeds(frequencyHz, 1) && (trains === 1 || !exceeds(1, pause)))) return null;
    const actual = exceeds(frequencyHz, 1) ? `${frequencyHz} Hz` : `${pause} s apart`;
    return { limit: '1 s apart at least', actual, explanation: `Pulses ${actual === `${pause} s apart` ? actual : `at ${actual}`} are a train, not single pulses; state them as rtms.` };
  },
});
