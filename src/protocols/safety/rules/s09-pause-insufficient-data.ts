import { exceeds, isConventional } from '../../dose/index.js';
import { defineRule } from '../finding.js';
import type { PrescribingFacts } from '../prescribing-facts.js';
import { TABLE_5A } from '../safety-tables.js';
import { pauseMatters } from '../train-seconds.js';

/** Conventional stimulation alone: intermittent theta burst is cleared with pauses of 8 s at 120 %. */
export const S09 = defineRule<PrescribingFacts>({
  code: 'S09',
  severity: 'warn',
  title: 'Above 110 % RMT trains faster than 1 Hz are 10 s apart',
  source: TABLE_5A.source,
  provenance: 'design-default',
  violation: ({ modality, stimulation }, { pauseSecondsAboveStrong: limit }) => {
    const { interTrainIntervalSeconds: pause, intensityPercentRmt } = stimulation;
    if (!isConventional(modality) || !pauseMatters(stimulation) || !exceeds(intensityPercentRmt, 110)) return null;
    if (exceeds(5, pause) || !exceeds(limit.value, pause)) return null;
    const explanation = `A pause of ${pause} s between trains at ${intensityPercentRmt} % is shorter than ${limit.value} s; above 110 % ${TABLE_5A.name} of Rossi 2009 has insufficient data for 5 s.`;
    return { limit: `${limit.value} s at least`, actual: `${pause} s`, explanation };
  },
});
