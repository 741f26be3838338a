import { given } from './answers.js';
import { wholeBands } from './bands.js';
import { defineInstrument } from './define-instrument.js';
import { item, numbered, range } from './items.js';
import { fullSum, sum } from './totals.js';

const WEIGHT_LOSS = numbered(16);
const NEEDED = numbered(...range(1, 15), 17);

/** Hamilton Depression Rating Scale, 17 items, rated by a clinician (1960). Its cut-offs differ by source. */
export const hamD17 = defineInstrument({
  code: 'ham-d17',
  version: '1',
  name: 'Hamilton Depression Rating Scale, 17 items',
  items: [
    item('q1', 'Depressed mood', 0, 4),
    item('q2', 'Guilt', 0, 4),
    item('q3', 'Suicide', 0, 4),
    item('q4', 'Insomnia, early', 0, 2),
    item('q5', 'Insomnia, middle', 0, 2),
    item('q6', 'Insomnia, late', 0, 2),
    item('q7', 'Work and activities', 0, 4),
    item('q8', 'Retardation', 0, 4),
    item('q9', 'Agitation', 0, 4),
    item('q10', 'Anxiety, psychic', 0, 4),
    item('q11', 'Anxiety, somatic', 0, 4),
    item('q12', 'Appetite', 0, 2),
    item('q13', 'Somatic symptoms, general', 0, 2),
    item('q14', 'Sexual symptoms', 0, 2),
    item('q15', 'Hypochondriasis', 0, 4),
    item('q16', 'Weight loss', 0, 2),
    item('q17', 'Insight', 0, 2),
  ],
  subscores: [],
  direction: 'lower-is-better',
  measuresChange: true,
  scoreRange: { minimum: 0, maximum: 52 },
  scoreDecimals: 0,
  scoringRule: 'Sum of the seventeen items; weight loss that was not assessed (left out) adds nothing.',
  missingRule: 'All but weight loss are needed.',
  recallPeriods: ['last-7d'],
  cutOffSets: [
    {
      appliesTo: 'score',
      edges: 'whole-numbers',
      bands: wholeBands(0, [['none', 7], ['mild', 13], ['moderate', 18], ['severe', 22], ['very-severe', 52]]),
      source: 'American Psychiatric Association, Handbook of Psychiatric Measures 2000',
      provenance: 'secondary-source',
    },
    {
      appliesTo: 'score',
      edges: 'whole-numbers',
      bands: wholeBands(0, [['none', 7], ['mild', 16], ['moderate', 23], ['severe', 52]]),
      source: 'Zimmerman 2013 J Affect Disord 150:384',
      provenance: 'secondary-source',
    },
  ],
  response: { percent: 50, source: 'Customary in depression trials', provenance: 'secondary-source' },
  remission: { scoreAtMost: 7, source: 'Customary in depression trials', provenance: 'secondary-source' },
  flagRules: [
    {
      code: 'suicide-item',
      item: 'q3',
      atLeast: 2,
      action: 'C-SSRS screener on the same day',
      source: 'Our default',
      provenance: 'design-default',
    },
  ],
  licence: { status: 'free', holder: 'public domain', note: 'Public domain.', provenance: 'recalled' },
  citation: 'Hamilton M. J Neurol Neurosurg Psychiatry 1960;23:56-62.',
  compute: (sheet) => {
    const needed = fullSum(sheet, NEEDED);
    return { score: needed === null ? null : needed + sum(given(sheet, WEIGHT_LOSS)) };
  },
});
