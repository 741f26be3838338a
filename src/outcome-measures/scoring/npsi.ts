import { defineInstrument } from './define-instrument.js';
import { item, numbered } from './items.js';
import { fullSum, meanOfAnswered } from './totals.js';
import type { AnswerSheet } from './answers.js';

const SCORED = numbered(1, 2, 3, 5, 6, 8, 9, 10, 11, 12);
const INTENSITY = { anchors: '0 none, 10 the worst imaginable' };

const mean = (sheet: AnswerSheet, ...numbers: number[]): number | null =>
  meanOfAnswered(sheet, numbered(...numbers), numbers.length).value;

/** Neuropathic Pain Symptom Inventory (Bouhassira 2004); recalled throughout. Items 4 and 7 tell time and are not scored. */
export const npsi = defineInstrument({
  code: 'npsi',
  version: '1',
  name: 'Neuropathic Pain Symptom Inventory',
  items: [
    item('q1', 'Burning', 0, 10, INTENSITY),
    item('q2', 'Squeezing', 0, 10, INTENSITY),
    item('q3', 'Pressure', 0, 10, INTENSITY),
    item('q5', 'Electric shocks', 0, 10, INTENSITY),
    item('q6', 'Stabbing', 0, 10, INTENSITY),
    item('q8', 'Evoked by brushing', 0, 10, INTENSITY),
    item('q9', 'Evoked by pressure', 0, 10, INTENSITY),
    item('q10', 'Evoked by cold', 0, 10, INTENSITY),
    item('q11', 'Pins and needles', 0, 10, INTENSITY),
    item('q12', 'Tingling', 0, 10, INTENSITY),
    item('q4', 'Hours of spontaneous pain a day', 1, 5, { scored: false, optional: true, anchors: '1 permanent, 5 under an hour' }),
    item('q7', 'Number of attacks a day', 1, 5, { scored: false, optional: true, anchors: '1 over twenty, 5 none' }),
  ],
  subscores: [
    { code: 'superficial', name: 'Burning (superficial) pain', minimum: 0, maximum: 10, direction: 'lower-is-better' },
    { code: 'deep', name: 'Pressing (deep) pain', minimum: 0, maximum: 10, direction: 'lower-is-better' },
    { code: 'paroxysmal', name: 'Paroxysmal pain', minimum: 0, maximum: 10, direction: 'lower-is-better' },
    { code: 'evoked', name: 'Evoked pain', minimum: 0, maximum: 10, direction: 'lower-is-better' },
    { code: 'paraesthesia', name: 'Paraesthesia', minimum: 0, maximum: 10, direction: 'lower-is-better' },
  ],
  direction: 'lower-is-better',
  measuresChange: true,
  scoreRange: { minimum: 0, maximum: 100 },
  scoreDecimals: 0,
  scoringRule: 'Sum of the ten intensity items; subscores are the means of their items, shown to two decimals.',
  missingRule: 'All ten are needed; a subscore stands when its own items are answered.',
  recallPeriods: ['last-24h'],
  cutOffSets: [],
  importantChange: { percent: 30, source: 'As for pain intensity; not published for this one', provenance: 'design-default' },
  response: { percent: 30, source: 'IMMPACT, Dworkin 2008 J Pain 9:105, applied to this measure', provenance: 'design-default' },
  flagRules: [],
  licence: { status: 'permission-needed', holder: 'Bouhassira, through Mapi', note: 'Ask Mapi Research Trust.', provenance: 'recalled' },
  citation: 'Bouhassira D et al. Pain 2004;108:248-257.',
  compute: (sheet) => ({
    score: fullSum(sheet, SCORED),
    subscores: {
      superficial: mean(sheet, 1),
      deep: mean(sheet, 2, 3),
      paroxysmal: mean(sheet, 5, 6),
      evoked: mean(sheet, 8, 9, 10),
      paraesthesia: mean(sheet, 11, 12),
    },
  }),
});
