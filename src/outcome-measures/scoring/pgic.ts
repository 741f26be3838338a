import { wholeBands } from './bands.js';
import { defineInstrument } from './define-instrument.js';
import { item } from './items.js';

/**
 * Patient's global impression of change (Guy 1976). The score is itself a change, so that it has no baseline.
 * Some forms run the other way round (7 is best): turn those answers before they are entered.
 */
export const pgic = defineInstrument({
  code: 'pgic',
  version: '1',
  name: 'Patient global impression of change',
  items: [item('change', 'Overall change since treatment began', 1, 7, { anchors: '1 very much improved, 4 no change, 7 very much worse' })],
  subscores: [],
  direction: 'lower-is-better',
  measuresChange: false,
  scoreRange: { minimum: 1, maximum: 7 },
  scoreDecimals: 0,
  scoringRule: 'The answer is the score; 1 is the best.',
  missingRule: 'No answer, no score.',
  recallPeriods: ['since-treatment-began'],
  cutOffSets: [
    {
      appliesTo: 'score',
      edges: 'whole-numbers',
      bands: wholeBands(1, [
        ['very-much-improved', 1],
        ['much-improved', 2],
        ['minimally-improved', 3],
        ['no-change', 4],
        ['minimally-worse', 5],
        ['much-worse', 6],
        ['very-much-worse', 7],
      ]),
      source: 'Guy 1976, ECDEU Assessment Manual',
      provenance: 'published',
    },
  ],
  response: { scoreAtMost: 2, source: 'Farrar 2001 Pain 94:149: much or very much improved', provenance: 'published' },
  flagRules: [],
  licence: { status: 'free', holder: 'public domain', note: 'From a manual of the United States government.', provenance: 'published' },
  citation: 'Guy W. ECDEU Assessment Manual for Psychopharmacology, 1976; Farrar JT et al. Pain 2001;94:149-158.',
  compute: (sheet) => ({ score: sheet.get('change') ?? null }),
});
