import { exceeds, isConventional } from '../../dose/index.js';
import { defineRule } from '../finding.js';
import { longestTrain, trainLimit } from '../longest-train.js';
import type { PrescribingFacts } from '../prescribing-facts.js';
import { TABLE_4 } from '../safety-tables.js';
import { uninterruptedTrainSeconds } from '../train-seconds.js';

/** Asked of each course, not once for a version of the protocol: who signs is whoever prescribes it to this patient. Stricter than it need be, by design. */
export const S05 = defineRule<PrescribingFacts>({
  code: 'S05',
  severity: 'override',
  title: 'A train longer than table 4 tested is signed for, in each course anew',
  source: TABLE_4.source,
  provenance: TABLE_4.provenance,
  violation: ({ modality, stimulation }) => {
    if (!isConventional(modality)) return null;
    const { frequencyHz, intensityPercentRmt } = stimulation;
    const cell = longestTrain(TABLE_4, frequencyHz, intensityPercentRmt);
    const seconds = uninterruptedTrainSeconds(modality, stimulation);
    if (cell?.kind !== 'longest-tested' || !exceeds(seconds, cell.seconds)) return null;
    const limit = trainLimit(frequencyHz, intensityPercentRmt);
    if (limit && exceeds(seconds, limit.seconds)) return null; // past a limit, which is S04's to say
    return {
      limit: `${cell.seconds} s tested`,
      actual: `${seconds} s`,
      explanation: `A train of ${seconds} s at ${frequencyHz} Hz and ${intensityPercentRmt} % is longer than the ${cell.seconds} s that were tested at ${cell.frequencyHz} Hz and ${cell.intensityPercentRmt} % (${TABLE_4.name} of Rossi 2009, marked ">"): nothing adverse was seen there, and nothing longer was tried.`,
    };
  },
});
