import { exceeds } from '../../dose/index.js';
import { defineRule } from '../finding.js';
import type { PrescribingFacts } from '../prescribing-facts.js';

/** Ten bursts. */
const TRAIN_SECONDS = 2;

export const ITBS_TRAIN = defineRule<PrescribingFacts>({
  code: 'itbs-train',
  severity: 'override',
  title: 'Intermittent theta burst has trains of 2 s; longer ones are continuous theta burst, or not published',
  source: 'Huang 2005 Neuron 45:201',
  provenance: 'recalled',
  violation: ({ modality, stimulation: { trainDurationSeconds }, validatedException }) => {
    if (modality !== 'itbs' || validatedException || !exceeds(trainDurationSeconds, TRAIN_SECONDS)) return null;
    const explanation = `A train of ${trainDurationSeconds} s is longer than the ${TRAIN_SECONDS} s of every published intermittent theta burst protocol of this library.`;
    return { limit: `${TRAIN_SECONDS} s`, actual: `${trainDurationSeconds} s`, explanation };
  },
});
