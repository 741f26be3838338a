import { defineInstrument } from './define-instrument.js';
import { item } from './items.js';
import { meanOfAnswered } from './totals.js';

const ITEMS = ['pain', 'enjoyment', 'activity'];

/** PEG, three items from the Brief Pain Inventory (Krebs 2009). */
export const peg = defineInstrument({
  code: 'peg',
  version: '1',
  name: 'PEG: pain, enjoyment, general activity',
  items: [
    item('pain', 'Pain on average, past week', 0, 10, { anchors: '0 no pain, 10 the worst imaginable' }),
    item('enjoyment', 'Interference with enjoyment of life', 0, 10, { anchors: '0 does not interfere, 10 completely' }),
    item('activity', 'Interference with general activity', 0, 10, { anchors: '0 does not interfere, 10 completely' }),
  ],
  subscores: [],
  direction: 'lower-is-better',
  measuresChange: true,
  scoreRange: { minimum: 0, maximum: 10 },
  scoreDecimals: 2,
  scoringRule: 'Mean of the three items, shown to two decimals.',
  missingRule: 'All three items are needed.',
  recallPeriods: ['last-7d'],
  cutOffSets: [],
  importantChange: { percent: 30, source: 'Krebs 2009 J Gen Intern Med 24:733', provenance: 'recalled' },
  response: { percent: 30, source: 'Krebs 2009 J Gen Intern Med 24:733', provenance: 'recalled' },
  flagRules: [],
  licence: { status: 'free', holder: 'Krebs and colleagues', note: 'Free to use.', provenance: 'recalled' },
  citation: 'Krebs EE et al. J Gen Intern Med 2009;24:733-738.',
  compute: (sheet) => ({ score: meanOfAnswered(sheet, ITEMS, ITEMS.length).value }),
});
