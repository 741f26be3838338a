import { exceeds, isConventional } from '../../dose/index.js';
import { defineRule } from '../finding.js';
import { HIGHEST_TABULATED } from '../longest-train.js';
import type { PrescribingFacts } from '../prescribing-facts.js';
import { TABLE_4 } from '../safety-tables.js';

export const S03 = defineRule<PrescribingFacts>({
  code: 'S03',
  severity: 'hard',
  title: 'Conventional stimulation is at most 25 Hz',
  source: TABLE_4.source,
  provenance: TABLE_4.provenance,
  violation: ({ modality, stimulation: { frequencyHz } }) => {
    if (!isConventional(modality) || !exceeds(frequencyHz, HIGHEST_TABULATED.frequencyHz)) return null;
    const explanation = `${frequencyHz} Hz is beyond the 25 Hz where ${TABLE_4.name} of Rossi 2009 ends; no safe train is known there.`;
    return { limit: '25 Hz', actual: `${frequencyHz} Hz`, explanation };
  },
});
