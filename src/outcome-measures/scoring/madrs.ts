import { wholeBands } from './bands.js';
import { defineInstrument } from './define-instrument.js';
import { numbered, numberedItems, range } from './items.js';
import { fullSum } from './totals.js';

const ALL = numbered(...range(1, 10));

/** Montgomery-Åsberg Depression Rating Scale, rated by a clinician (1979). */
export const madrs = defineInstrument({
  code: 'madrs',
  version: '1',
  name: 'Montgomery-Åsberg Depression Rating Scale',
  items: numberedItems(0, 6, [
    'Sadness that shows',
    'Sadness reported',
    'Inner tension',
    'Sleep',
    'Appetite',
    'Concentration',
    'Lack of drive',
    'Inability to feel',
    'Pessimism',
    'Thoughts of suicide',
  ]),
  subscores: [],
  direction: 'lower-is-better',
  measuresChange: true,
  scoreRange: { minimum: 0, maximum: 60 },
  scoreDecimals: 0,
  scoringRule: 'Sum of the ten items.',
  missingRule: 'All ten are needed.',
  recallPeriods: ['last-7d'],
  cutOffSets: [
    {
      appliesTo: 'score',
      edges: 'whole-numbers',
      bands: wholeBands(0, [['none', 6], ['mild', 19], ['moderate', 34], ['severe', 60]]),
      source: 'Snaith 1986 Br J Psychiatry 148:599',
      provenance: 'secondary-source',
    },
  ],
  importantChange: { absolute: 2, source: 'Duru 2008 Curr Med Res Opin 24:1329', provenance: 'recalled' },
  response: { percent: 50, source: 'Customary in depression trials', provenance: 'secondary-source' },
  remission: { scoreAtMost: 10, source: 'Customary; other trials used 9 or 12', provenance: 'secondary-source' },
  flagRules: [
    {
      code: 'suicide-item',
      item: 'q10',
      atLeast: 2,
      action: 'C-SSRS screener on the same day',
      source: 'Our default',
      provenance: 'design-default',
    },
  ],
  licence: {
    status: 'free-with-terms',
    holder: 'Montgomery and Åsberg',
    note: 'Clinical use is usually free; commercial use needs permission.',
    provenance: 'recalled-unsure',
  },
  citation: 'Montgomery SA, Åsberg M. Br J Psychiatry 1979;134:382-389.',
  compute: (sheet) => ({ score: fullSum(sheet, ALL) }),
});
