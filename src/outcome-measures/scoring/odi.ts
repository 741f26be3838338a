import { given } from './answers.js';
import { wholeBands } from './bands.js';
import { defineInstrument } from './define-instrument.js';
import { numbered, numberedItems, range } from './items.js';
import { sum } from './totals.js';

const ALL = numbered(...range(1, 10));
const HIGHEST_PER_SECTION = 5;
const FEWEST = 9;

/** Oswestry Disability Index 2.1a (Fairbank & Pynsent 2000). */
export const odi = defineInstrument({
  code: 'odi',
  version: '1',
  name: 'Oswestry Disability Index 2.1a',
  items: numberedItems(0, HIGHEST_PER_SECTION, [
    'Pain intensity',
    'Personal care',
    'Lifting',
    'Walking',
    'Sitting',
    'Standing',
    'Sleeping',
    'Sex life',
    'Social life',
    'Travelling',
  ]),
  subscores: [],
  direction: 'lower-is-better',
  measuresChange: true,
  scoreRange: { minimum: 0, maximum: 100 },
  scoreDecimals: 2,
  scoringRule: 'Sum ÷ (5 × answered sections) × 100, shown to two decimals.',
  missingRule: 'One section may be missing. More: no score.',
  recallPeriods: ['now'],
  cutOffSets: [
    {
      appliesTo: 'score',
      edges: 'whole-numbers',
      bands: wholeBands(0, [['minimal', 20], ['moderate', 40], ['severe', 60], ['crippled', 80], ['bed-bound', 100]]),
      source: 'Fairbank & Pynsent 2000 Spine 25:2940; the last band recalled',
      provenance: 'secondary-source',
    },
  ],
  importantChange: { absolute: 10, source: 'Ostelo 2008 Spine 33:90; trials for the FDA used 15', provenance: 'recalled' },
  response: { percent: 30, source: 'Ostelo 2008 Spine 33:90', provenance: 'recalled' },
  flagRules: [],
  licence: { status: 'permission-needed', holder: 'J. Fairbank, through Mapi', note: 'Ask Mapi Research Trust.', provenance: 'recalled' },
  citation: 'Fairbank JCT, Pynsent PB. Spine 2000;25:2940-2952.',
  compute: (sheet) => {
    const values = given(sheet, ALL);
    if (values.length < FEWEST) return { score: null };
    return { score: (sum(values) * 100) / (HIGHEST_PER_SECTION * values.length), prorated: values.length < ALL.length };
  },
});
