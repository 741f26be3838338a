import { wholeBands } from './bands.js';
import { defineInstrument } from './define-instrument.js';
import { item, numbered, numberedItems, range } from './items.js';
import { proratedSum } from './totals.js';

const SCORED = numbered(...range(1, 9));
const MOST_MISSING = 2;

/** PHQ-9, depression over two weeks (Kroenke 2001). The item on function is kept and not scored. */
export const phq9 = defineInstrument({
  code: 'phq-9',
  version: '1',
  name: 'Patient Health Questionnaire, nine items',
  items: [
    ...numberedItems(0, 3, [
      'Loss of interest or pleasure',
      'Low mood',
      'Sleep',
      'Tiredness',
      'Appetite',
      'Low self-worth',
      'Concentration',
      'Slowed or restless movement',
      'Thoughts of death or self-harm',
    ]),
    item('function', 'How hard the problems make daily life', 0, 3, { scored: false, optional: true }),
  ],
  subscores: [],
  direction: 'lower-is-better',
  measuresChange: true,
  scoreRange: { minimum: 0, maximum: 27 },
  scoreDecimals: 0,
  scoringRule: 'Sum of the nine items. A prorated sum is rounded to a whole number, halves up, for display and band.',
  missingRule: 'Up to two missing: sum × 9 ÷ answered. More: no score.',
  recallPeriods: ['last-2-weeks'],
  cutOffSets: [
    {
      appliesTo: 'score',
      edges: 'whole-numbers',
      bands: wholeBands(0, [['minimal', 4], ['mild', 9], ['moderate', 14], ['moderately-severe', 19], ['severe', 27]]),
      source: 'Kroenke 2001 J Gen Intern Med 16:606',
      provenance: 'secondary-source',
    },
  ],
  importantChange: { absolute: 5, source: 'Löwe 2004 Med Care 42:1194; Kroenke', provenance: 'recalled' },
  response: { percent: 50, source: 'Löwe 2004 Med Care 42:1194', provenance: 'recalled' },
  remission: { scoreAtMost: 4, source: 'Kroenke: below 5', provenance: 'recalled' },
  flagRules: [
    {
      code: 'suicide-item',
      item: 'q9',
      atLeast: 1,
      action: 'C-SSRS screener on the same day',
      source: 'Customary practice',
      provenance: 'recalled',
    },
  ],
  licence: { status: 'free', holder: 'Pfizer', note: 'No permission needed to reproduce, translate, display or distribute.', provenance: 'published' },
  loinc: {
    total: '44261-6',
    panel: '44249-1',
    items: {
      q1: '44250-9', q2: '44255-8', q3: '44259-0', q4: '44254-1', q5: '44251-7',
      q6: '44258-2', q7: '44252-5', q8: '44253-3', q9: '44260-8', function: '69722-7',
    },
    note: 'Answers: LA6568-5 is 0, LA6569-3 is 1, LA6570-1 is 2, LA6571-9 is 3.',
    provenance: 'published',
  },
  citation: 'Kroenke K, Spitzer RL, Williams JBW. J Gen Intern Med 2001;16:606-613.',
  compute: (sheet) => {
    const total = proratedSum(sheet, SCORED, MOST_MISSING);
    return { score: total.value, prorated: total.prorated };
  },
});
