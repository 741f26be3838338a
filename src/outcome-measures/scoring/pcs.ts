import { touchingBands } from './bands.js';
import { defineInstrument } from './define-instrument.js';
import { numbered, numberedItems, range } from './items.js';
import { proratedSum, sum } from './totals.js';

const SUBSCALES = {
  rumination: numbered(8, 9, 10, 11),
  magnification: numbered(6, 7, 13),
  helplessness: numbered(1, 2, 3, 4, 5, 12),
};
const ALL = numbered(...range(1, 13));

/** Pain Catastrophizing Scale (Sullivan 1995). */
export const pcs = defineInstrument({
  code: 'pcs',
  version: '1',
  name: 'Pain Catastrophizing Scale',
  items: numberedItems(0, 4, [
    'Worry whether it will end',
    'Feeling unable to go on',
    'Terrible, never getting better',
    'Awful and overwhelming',
    'Cannot stand it',
    'Fear of worsening',
    'Thinking of other painful events',
    'Anxious wish for it to go',
    'Cannot keep it out of mind',
    'Thinking of how much it hurts',
    'Thinking of wanting it to stop',
    'Nothing can reduce it',
    'Wondering about something serious',
  ]),
  subscores: [
    { code: 'rumination', name: 'Rumination', minimum: 0, maximum: 16, direction: 'lower-is-better' },
    { code: 'magnification', name: 'Magnification', minimum: 0, maximum: 12, direction: 'lower-is-better' },
    { code: 'helplessness', name: 'Helplessness', minimum: 0, maximum: 24, direction: 'lower-is-better' },
  ],
  direction: 'lower-is-better',
  measuresChange: true,
  scoreRange: { minimum: 0, maximum: 52 },
  scoreDecimals: 2,
  scoringRule: 'Sum of the thirteen items; three subscales. A prorated sum is shown to two decimals.',
  missingRule: 'The form allows none. One missing is filled with the mean of its own subscale (our default). '
    + 'More: no total; a subscale still counts when it is complete.',
  recallPeriods: ['in-general'],
  cutOffSets: [
    {
      appliesTo: 'score',
      edges: 'lower-inclusive',
      bands: touchingBands(0, [['below-cut-off', 30], ['clinically-relevant', 52]]),
      source: 'Sullivan, user manual: 30 or more, the 75th centile',
      provenance: 'recalled',
    },
  ],
  importantChange: { absolute: 7, percent: 38, source: 'Scott 2014 Clin J Pain: 38 to 44 %, about 7 points', provenance: 'recalled-unsure' },
  flagRules: [],
  licence: { status: 'free', holder: 'M. J. L. Sullivan', note: 'Free; cite the paper.', provenance: 'recalled' },
  citation: 'Sullivan MJL, Bishop SR, Pivik J. Psychol Assess 1995;7:524-532.',
  compute: (sheet) => {
    const missing = ALL.filter((code) => !sheet.has(code)).length;
    const mostMissing = missing === 1 ? 1 : 0;
    const subscores = {
      rumination: proratedSum(sheet, SUBSCALES.rumination, mostMissing).value,
      magnification: proratedSum(sheet, SUBSCALES.magnification, mostMissing).value,
      helplessness: proratedSum(sheet, SUBSCALES.helplessness, mostMissing).value,
    };
    if (missing > 1) return { score: null, subscores };
    return { score: sum(Object.values(subscores).map((value) => value ?? 0)), subscores, prorated: missing === 1 };
  },
});
