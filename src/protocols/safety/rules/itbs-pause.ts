import { exceeds } from '../../dose/index.js';
import { defineRule } from '../finding.js';
import type { PrescribingFacts } from '../prescribing-facts.js';
import { pauseMatters } from '../train-seconds.js';

const PAUSE_SECONDS = 8;
/** Below it S08 and S07 speak. */
const SAFE_BY_TABLE_SECONDS = 5;

export const ITBS_PAUSE = defineRule<PrescribingFacts>({
  code: 'itbs-pause',
  severity: 'warn',
  title: 'The trains of intermittent theta burst are 8 s apart',
  source: 'Huang 2005 Neuron 45:201',
  provenance: 'recalled',
  violation: ({ modality, stimulation }) => {
    const { interTrainIntervalSeconds: pause } = stimulation;
    if (modality !== 'itbs' || !pauseMatters(stimulation) || exceeds(SAFE_BY_TABLE_SECONDS, pause) || !exceeds(PAUSE_SECONDS, pause)) return null;
    return { limit: `${PAUSE_SECONDS} s at least`, actual: `${pause} s`, explanation: `A pause of ${pause} s between the trains is shorter than the ${PAUSE_SECONDS} s of the published protocols.` };
  },
});
