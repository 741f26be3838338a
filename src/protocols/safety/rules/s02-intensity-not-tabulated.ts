import { exceeds, isConventional } from '../../dose/index.js';
import { defineRule } from '../finding.js';
import { HIGHEST_TABULATED } from '../longest-train.js';
import type { PrescribingFacts } from '../prescribing-facts.js';
import { TABLE_4 } from '../safety-tables.js';

export const S02 = defineRule<PrescribingFacts>({
  code: 'S02',
  severity: 'hard',
  title: 'Conventional stimulation is at most 130 % of the resting motor threshold',
  source: TABLE_4.source,
  provenance: TABLE_4.provenance,
  violation: ({ modality, stimulation: { intensityPercentRmt } }) => {
    if (!isConventional(modality) || !exceeds(intensityPercentRmt, HIGHEST_TABULATED.intensityPercentRmt)) return null;
    const explanation = `${intensityPercentRmt} % of the resting motor threshold is beyond the 130 % where ${TABLE_4.name} of Rossi 2009 ends; no safe train is known there.`;
    return { limit: '130 % RMT', actual: `${intensityPercentRmt} % RMT`, explanation };
  },
});
