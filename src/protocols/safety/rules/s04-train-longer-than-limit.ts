import { exceeds, isConventional } from '../../dose/index.js';
import { defineRule } from '../finding.js';
import { trainLimit } from '../longest-train.js';
import type { PrescribingFacts } from '../prescribing-facts.js';
import { TABLE_4 } from '../safety-tables.js';
import { uninterruptedTrainSeconds } from '../train-seconds.js';

export const S04 = defineRule<PrescribingFacts>({
  code: 'S04',
  severity: 'hard',
  title: 'No train is longer than the limit of table 4; a published or cleared exception needs a signature',
  source: TABLE_4.source,
  provenance: TABLE_4.provenance,
  violation: ({ modality, stimulation, validatedException }) => {
    if (!isConventional(modality)) return null;
    const { frequencyHz, intensityPercentRmt } = stimulation;
    const limit = trainLimit(frequencyHz, intensityPercentRmt);
    const seconds = uninterruptedTrainSeconds(modality, stimulation);
    if (limit === null || !exceeds(seconds, limit.seconds)) return null;
    const compared = `A train of ${seconds} s at ${frequencyHz} Hz and ${intensityPercentRmt} % is longer than the ${limit.seconds} s that ${TABLE_4.name} of Rossi 2009 allows at ${limit.frequencyHz} Hz and ${limit.intensityPercentRmt} %.`;
    return {
      limit: `${limit.seconds} s`,
      actual: `${seconds} s`,
      ...(validatedException
        ? { severity: 'override', explanation: `${compared} The protocol is published or cleared with this train, so a clinician may sign for it.` }
        : { explanation: compared }),
    };
  },
});
