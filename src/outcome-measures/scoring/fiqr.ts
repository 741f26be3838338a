import { touchingBands } from './bands.js';
import { given } from './answers.js';
import { defineInstrument } from './define-instrument.js';
import { numbered, numberedItems, range } from './items.js';
import { proratedSum } from './totals.js';

const DOMAINS = {
  function: { items: numbered(...range(1, 9)), divisor: 3 },
  overall: { items: numbered(10, 11), divisor: 1 },
  symptoms: { items: numbered(...range(12, 21)), divisor: 2 },
};

/** Revised Fibromyalgia Impact Questionnaire (Bennett 2009); the scoring follows the authors' page. */
export const fiqr = defineInstrument({
  code: 'fiqr',
  version: '1',
  name: 'Revised Fibromyalgia Impact Questionnaire',
  items: numberedItems(0, 10, [
    'Difficulty: hair care',
    'Difficulty: walking 20 minutes',
    'Difficulty: cooking a meal',
    'Difficulty: cleaning floors',
    'Difficulty: carrying shopping',
    'Difficulty: one flight of stairs',
    'Difficulty: changing bed sheets',
    'Difficulty: sitting 45 minutes',
    'Difficulty: going shopping',
    'Overall: goals not reached',
    'Overall: overwhelmed',
    'Symptom: pain',
    'Symptom: energy',
    'Symptom: stiffness',
    'Symptom: sleep quality',
    'Symptom: depression',
    'Symptom: memory',
    'Symptom: anxiety',
    'Symptom: tenderness to touch',
    'Symptom: balance',
    'Symptom: sensitivity to noise, light, smell, cold',
  ]),
  subscores: [
    { code: 'function', name: 'Function', minimum: 0, maximum: 30, direction: 'lower-is-better' },
    { code: 'overall', name: 'Overall impact', minimum: 0, maximum: 20, direction: 'lower-is-better' },
    { code: 'symptoms', name: 'Symptoms', minimum: 0, maximum: 50, direction: 'lower-is-better' },
  ],
  direction: 'lower-is-better',
  measuresChange: true,
  scoreRange: { minimum: 0, maximum: 100 },
  scoreDecimals: 2,
  scoringRule: 'Function ÷ 3 + overall impact + symptoms ÷ 2; 10 is always the worst. Shown to two decimals.',
  missingRule: 'A domain of n items with x answered is multiplied by n ÷ x before it is divided. The authors set no least number; '
    + 'a domain without any answer leaves no total, and one answered by less than half is flagged. '
    + 'An activity not done in seven days is rated from the last time; one that cannot be done is 10.',
  recallPeriods: ['last-7d'],
  cutOffSets: [
    {
      appliesTo: 'score',
      edges: 'upper-inclusive',
      bands: touchingBands(0, [['remission', 30], ['mild', 45], ['moderate', 65], ['severe', 100]]),
      source: 'Salaffi 2021 Rheumatology 60:728',
      provenance: 'recalled',
    },
  ],
  importantChange: { percent: 14, source: 'Bennett 2009 J Rheumatol 36:1304, for the original questionnaire', provenance: 'recalled' },
  response: { percent: 30, source: 'As for the pain measures; not published for this one', provenance: 'design-default' },
  remission: { scoreAtMost: 30, source: 'Salaffi 2021 Rheumatology 60:728', provenance: 'recalled' },
  flagRules: [],
  licence: { status: 'free', holder: 'R. Bennett', note: 'Published under CC-BY; ask the authors before commercial use.', provenance: 'published' },
  citation: 'Bennett RM et al. Arthritis Res Ther 2009;11:R120.',
  compute: (sheet) => {
    const domains = Object.entries(DOMAINS).map(([code, { items, divisor }]) => {
      const total = proratedSum(sheet, items, items.length - 1);
      return {
        code,
        value: total.value === null ? null : total.value / divisor,
        prorated: total.prorated,
        sparse: total.prorated && given(sheet, items).length * 2 < items.length,
      };
    });
    const score = domains.reduce<number | null>(
      (total, { value }) => (total === null || value === null ? null : total + value),
      0,
    );
    return {
      score,
      subscores: Object.fromEntries(domains.map(({ code, value }) => [code, value])),
      prorated: domains.some(({ prorated }) => prorated),
      flags: domains.some(({ sparse }) => sparse) ? ['less-than-half-answered'] : [],
    };
  },
});
