import { wholeBands } from './bands.js';
import { defineInstrument } from './define-instrument.js';
import type { CutOffSet, ImportantChange } from './instrument.js';
import { item } from './items.js';

/** Farrar 2001 Pain 94:149 (2,724 patients); the paper was seen in abstract, the figures are recalled. */
export const FARRAR_IMPORTANT_CHANGE: ImportantChange = {
  absolute: 2,
  percent: 30,
  source: 'Farrar 2001 Pain 94:149',
  provenance: 'recalled',
};

/** The usual bands of a 0 to 10 pain intensity; recalled. */
const INTENSITY_BANDS: CutOffSet = {
  appliesTo: 'score',
  edges: 'whole-numbers',
  bands: wholeBands(0, [['none', 0], ['mild', 3], ['moderate', 6], ['severe', 10]]),
  source: 'Customary bands of pain intensity',
  provenance: 'recalled',
};

/** Numeric rating scale of pain intensity, 0 to 10. Each recall period is a series of its own. */
export const nrsPain = defineInstrument({
  code: 'nrs-pain',
  version: '1',
  name: 'Numeric rating scale of pain',
  items: [item('pain', 'Pain intensity', 0, 10, { step: 0.1, anchors: '0 no pain, 10 the worst imaginable' })],
  subscores: [],
  direction: 'lower-is-better',
  measuresChange: true,
  scoreRange: { minimum: 0, maximum: 10 },
  scoreDecimals: 2,
  scoringRule: 'The answer is the score. One decimal is accepted, since a value may be the mean of a diary. '
    + 'For its band, a value between two whole numbers is rounded, halves up.',
  missingRule: 'No answer, no score. The mean of a seven-day diary needs at least four days.',
  recallPeriods: ['last-24h-average', 'now', 'last-24h-worst', 'last-24h-least', 'last-7d-average', 'last-7d-worst'],
  cutOffSets: [INTENSITY_BANDS],
  importantChange: FARRAR_IMPORTANT_CHANGE,
  response: { percent: 30, source: 'IMMPACT, Dworkin 2008 J Pain 9:105: at least 30 % is moderate', provenance: 'published' },
  flagRules: [],
  licence: { status: 'free', holder: 'none', note: 'A bare numeric scale; nobody holds it.', provenance: 'published' },
  loinc: {
    total: '72514-3',
    items: { pain: '38208-5' },
    note: '72514-3 verbal 0 to 10, 38208-5 reported, 75893-8 over the past week.',
    provenance: 'published',
  },
  citation: 'Farrar JT et al. Pain 2001;94:149-158.',
  compute: (sheet) => ({ score: sheet.get('pain') ?? null }),
});
