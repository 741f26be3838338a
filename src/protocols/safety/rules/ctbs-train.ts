import { exceeds, secondsByPulses } from '../../dose/index.js';
import { defineRule } from '../finding.js';
import type { PrescribingFacts } from '../prescribing-facts.js';

/** 600 pulses. */
const TRAIN_SECONDS = 40;

export const CTBS_TRAIN = defineRule<PrescribingFacts>({
  code: 'ctbs-train',
  severity: 'override',
  title: 'Continuous theta burst runs for 40 s at most',
  source: 'Huang 2005 Neuron 45:201: 20 s and 40 s',
  provenance: 'recalled',
  violation: ({ modality, stimulation, validatedException }) => {
    if (modality !== 'ctbs' || validatedException) return null;
    const { trainDurationSeconds, pulsesPerTrain } = stimulation;
    const seconds = Math.max(trainDurationSeconds, secondsByPulses(modality, pulsesPerTrain, stimulation));
    if (!exceeds(seconds, TRAIN_SECONDS)) return null;
    return { limit: `${TRAIN_SECONDS} s`, actual: `${seconds} s`, explanation: `Bursts without a pause for ${seconds} s are longer than the ${TRAIN_SECONDS} s (600 pulses) of the original work.` };
  },
});
