import { exceeds, isConventional } from '../../dose/index.js';
import { defineRule } from '../finding.js';
import { longestTrain } from '../longest-train.js';
import type { PrescribingFacts } from '../prescribing-facts.js';
import { TABLE_5B } from '../safety-tables.js';
import { uninterruptedTrainSeconds } from '../train-seconds.js';

export const S06 = defineRule<PrescribingFacts>({
  code: 'S06',
  severity: 'info',
  title: 'Trains stay within the recommendation of table 5 part B, which has a quarter of margin',
  source: TABLE_5B.source,
  provenance: TABLE_5B.provenance,
  violation: ({ modality, stimulation }) => {
    if (!isConventional(modality)) return null;
    const { frequencyHz, intensityPercentRmt } = stimulation;
    const cell = longestTrain(TABLE_5B, frequencyHz, intensityPercentRmt);
    const seconds = uninterruptedTrainSeconds(modality, stimulation);
    if (cell === null || !exceeds(seconds, cell.seconds)) return null;
    const explanation = `A train of ${seconds} s at ${frequencyHz} Hz and ${intensityPercentRmt} % is longer than the ${cell.seconds} s that ${TABLE_5B.name} of Rossi 2009 recommends at ${cell.frequencyHz} Hz and ${cell.intensityPercentRmt} %.`;
    return { limit: `${cell.seconds} s recommended`, actual: `${seconds} s`, explanation };
  },
});
