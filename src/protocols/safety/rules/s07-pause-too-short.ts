import { exceeds } from '../../dose/index.js';
import { defineRule } from '../finding.js';
import type { PrescribingFacts } from '../prescribing-facts.js';
import { TABLE_5A } from '../safety-tables.js';
import { shortestPauseSeconds } from '../train-seconds.js';

/** In seconds; one second and less was unsafe above 100 %. */
const SHORTEST_PAUSE_SECONDS = 1;

export const S07 = defineRule<PrescribingFacts>({
  code: 'S07',
  severity: 'hard',
  title: 'Trains faster than 1 Hz are at least 1 s apart, and so are the blocks of a session',
  source: TABLE_5A.source,
  provenance: TABLE_5A.provenance,
  violation: (facts) => {
    const { frequencyHz } = facts.stimulation;
    const pause = shortestPauseSeconds(facts);
    if (pause === null || !exceeds(SHORTEST_PAUSE_SECONDS, pause)) return null;
    const explanation = `A pause of ${pause} s between trains at ${frequencyHz} Hz is shorter than 1 s, which ${TABLE_5A.name} of Rossi 2009 found unsafe.`;
    return { limit: '1 s at least', actual: `${pause} s`, explanation };
  },
});
