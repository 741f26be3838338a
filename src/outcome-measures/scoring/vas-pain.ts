import { wholeBands } from './bands.js';
import { defineInstrument } from './define-instrument.js';
import { item } from './items.js';
import { FARRAR_IMPORTANT_CHANGE } from './nrs-pain.js';

/** Visual analogue scale of pain, 0 to 100 mm; a series of its own, never mixed with the numeric scale. */
export const vasPain = defineInstrument({
  code: 'vas-pain',
  version: '1',
  name: 'Visual analogue scale of pain',
  items: [item('pain', 'Pain intensity, mark on a 100 mm line', 0, 100, { step: 0.1, anchors: 'millimetres from the no-pain end' })],
  subscores: [
    { code: 'nrs-equivalent', name: 'Millimetres divided by ten', minimum: 0, maximum: 10, direction: 'lower-is-better', importantChange: FARRAR_IMPORTANT_CHANGE },
  ],
  direction: 'lower-is-better',
  measuresChange: true,
  scoreRange: { minimum: 0, maximum: 100 },
  scoreDecimals: 1,
  scoringRule: 'Millimetres from the no-pain end. Divided by ten it compares with the numeric scale, as a series of its own.',
  missingRule: 'No answer, no score.',
  recallPeriods: ['last-24h-average', 'now', 'last-24h-worst', 'last-24h-least', 'last-7d-average', 'last-7d-worst'],
  cutOffSets: [
    {
      appliesTo: 'score',
      edges: 'whole-numbers',
      bands: wholeBands(0, [['none', 4], ['mild', 44], ['moderate', 74], ['severe', 100]]),
      source: 'Jensen 2003 J Pain 4:407',
      provenance: 'recalled',
    },
  ],
  importantChange: { absolute: 20, percent: 30, source: 'Farrar 2001 Pain 94:149, 2 points of the numeric scale; IMMPACT, Dworkin 2008 J Pain 9:105', provenance: 'recalled' },
  response: { percent: 30, source: 'IMMPACT, Dworkin 2008 J Pain 9:105: at least 30 % is moderate', provenance: 'published' },
  flagRules: [],
  licence: { status: 'free', holder: 'none', note: 'A bare line; nobody holds it.', provenance: 'published' },
  citation: 'Huskisson EC. Lancet 1974;2:1127-1131.',
  compute: (sheet) => {
    const millimetres = sheet.get('pain') ?? null;
    return { score: millimetres, subscores: { 'nrs-equivalent': millimetres === null ? null : millimetres / 10 } };
  },
});
