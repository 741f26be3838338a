import { defineInstrument } from './define-instrument.js';
import { numbered, numberedItems, range } from './items.js';
import { proratedSum } from './totals.js';

const ALL = numbered(...range(1, 12));
const HIGHEST = 48;

/** WHODAS 2.0, twelve items, simple scoring. The complex (item response) scoring is not attempted. */
export const whodas12 = defineInstrument({
  code: 'whodas-12',
  version: '1',
  name: 'WHO Disability Assessment Schedule 2.0, 12 items',
  items: numberedItems(0, 4, [
    'Standing long',
    'Household duties',
    'Learning something new',
    'Joining community activities',
    'Emotional effect of the health problem',
    'Concentrating ten minutes',
    'Walking a long way',
    'Washing',
    'Dressing',
    'Dealing with strangers',
    'Keeping a friendship',
    'Daily work',
  ]),
  subscores: [{ code: 'percent', name: 'Percent of the highest sum', minimum: 0, maximum: 100, direction: 'lower-is-better' }],
  direction: 'lower-is-better',
  measuresChange: true,
  scoreRange: { minimum: 0, maximum: HIGHEST },
  scoreDecimals: 2,
  scoringRule: 'Simple sum of the twelve items; percent = sum ÷ 48 × 100. Shown to two decimals.',
  missingRule: 'One missing: sum × 12 ÷ 11. More: no score.',
  recallPeriods: ['last-30d'],
  cutOffSets: [],
  flagRules: [],
  licence: {
    status: 'permission-needed',
    holder: 'World Health Organization',
    note: 'Electronic use needs written permission.',
    provenance: 'secondary-source',
  },
  citation: 'Üstün TB et al. Measuring Health and Disability: Manual for WHODAS 2.0. WHO, 2010.',
  compute: (sheet) => {
    const total = proratedSum(sheet, ALL, 1);
    const percent = total.value === null ? null : (total.value * 100) / HIGHEST;
    return { score: total.value, subscores: { percent }, prorated: total.prorated };
  },
});
