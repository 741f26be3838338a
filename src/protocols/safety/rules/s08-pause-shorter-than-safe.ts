import { exceeds } from '../../dose/index.js';
import { defineRule } from '../finding.js';
import type { PrescribingFacts } from '../prescribing-facts.js';
import { TABLE_5A } from '../safety-tables.js';
import { shortestPauseSeconds } from '../train-seconds.js';

export const S08 = defineRule<PrescribingFacts>({
  code: 'S08',
  severity: 'override',
  title: 'Trains and blocks faster than 1 Hz are 5 s apart, or a clinician signs',
  source: TABLE_5A.source,
  provenance: TABLE_5A.provenance,
  violation: (facts) => {
    const { frequencyHz } = facts.stimulation;
    const pause = shortestPauseSeconds(facts);
    if (pause === null || exceeds(1, pause) || !exceeds(5, pause)) return null;
    const explanation = `A pause of ${pause} s between trains at ${frequencyHz} Hz is shorter than the 5 s that ${TABLE_5A.name} of Rossi 2009 found safe.`;
    return { limit: '5 s at least', actual: `${pause} s`, explanation };
  },
});
