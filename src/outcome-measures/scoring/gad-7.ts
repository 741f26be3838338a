import { wholeBands } from './bands.js';
import { defineInstrument } from './define-instrument.js';
import { numbered, numberedItems, range } from './items.js';
import { proratedSum } from './totals.js';

const SCORED = numbered(...range(1, 7));
const MOST_MISSING = 1;

/** GAD-7, anxiety over two weeks (Spitzer 2006). */
export const gad7 = defineInstrument({
  code: 'gad-7',
  version: '1',
  name: 'Generalised Anxiety Disorder, seven items',
  items: numberedItems(0, 3, [
    'Nervousness',
    'Worry out of control',
    'Worry about many things',
    'Trouble relaxing',
    'Restlessness',
    'Irritability',
    'Fear that something awful will happen',
  ]),
  subscores: [],
  direction: 'lower-is-better',
  measuresChange: true,
  scoreRange: { minimum: 0, maximum: 21 },
  scoreDecimals: 0,
  scoringRule: 'Sum of the seven items. A prorated sum is rounded to a whole number, halves up, for display and band.',
  missingRule: 'No official rule. One missing: sum × 7 ÷ 6 (our default). More: no score.',
  recallPeriods: ['last-2-weeks'],
  cutOffSets: [
    {
      appliesTo: 'score',
      edges: 'whole-numbers',
      bands: wholeBands(0, [['minimal', 4], ['mild', 9], ['moderate', 14], ['severe', 21]]),
      source: 'Spitzer 2006 Arch Intern Med 166:1092',
      provenance: 'secondary-source',
    },
    {
      appliesTo: 'score',
      edges: 'whole-numbers',
      bands: wholeBands(0, [['screen-negative', 9], ['screen-positive', 21]]),
      source: 'Spitzer 2006 Arch Intern Med 166:1092, screening cut-off',
      provenance: 'secondary-source',
    },
  ],
  importantChange: { absolute: 4, source: 'Toussaint 2020 J Affect Disord 265:395', provenance: 'recalled' },
  response: { percent: 50, source: 'As for the depression measures; not published for this one', provenance: 'design-default' },
  flagRules: [],
  licence: { status: 'free', holder: 'Pfizer', note: 'No permission needed to reproduce, translate, display or distribute.', provenance: 'published' },
  loinc: {
    total: '70274-6',
    panel: '69737-5',
    items: {
      q1: '69725-0', q2: '68509-9', q3: '69733-4', q4: '69734-2', q5: '69735-9', q6: '69689-8', q7: '69736-7',
    },
    note: 'The entry of q6 speaks of four weeks and should be checked.',
    provenance: 'published',
  },
  citation: 'Spitzer RL et al. Arch Intern Med 2006;166:1092-1097.',
  compute: (sheet) => {
    const total = proratedSum(sheet, SCORED, MOST_MISSING);
    return { score: total.value, prorated: total.prorated };
  },
});
