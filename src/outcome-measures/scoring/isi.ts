import { wholeBands } from './bands.js';
import { defineInstrument } from './define-instrument.js';
import { numbered, numberedItems, range } from './items.js';
import { fullSum } from './totals.js';

const ALL = numbered(...range(1, 7));

/** Insomnia Severity Index (Morin 1993; Bastien 2001). */
export const isi = defineInstrument({
  code: 'isi',
  version: '1',
  name: 'Insomnia Severity Index',
  items: numberedItems(0, 4, [
    'Falling asleep',
    'Staying asleep',
    'Waking too early',
    'Dissatisfaction with sleep',
    'Noticeable to others',
    'Worry about sleep',
    'Interference with the day',
  ]),
  subscores: [],
  direction: 'lower-is-better',
  measuresChange: true,
  scoreRange: { minimum: 0, maximum: 28 },
  scoreDecimals: 0,
  scoringRule: 'Sum of the seven items.',
  missingRule: 'All seven are needed.',
  recallPeriods: ['last-2-weeks'],
  cutOffSets: [
    {
      appliesTo: 'score',
      edges: 'whole-numbers',
      bands: wholeBands(0, [['none', 7], ['subthreshold', 14], ['moderate', 21], ['severe', 28]]),
      source: 'Bastien 2001 Sleep Med 2:297',
      provenance: 'secondary-source',
    },
  ],
  importantChange: { absolute: 6, source: 'Yang 2009 Curr Med Res Opin 25:2487', provenance: 'recalled' },
  remission: { scoreAtMost: 7, source: 'Morin 2011 Sleep 34:601: below 8', provenance: 'recalled' },
  flagRules: [],
  licence: { status: 'permission-needed', holder: 'C. M. Morin, through Mapi', note: 'Ask Mapi Research Trust.', provenance: 'recalled' },
  citation: 'Bastien CH, Vallières A, Morin CM. Sleep Med 2001;2:297-307.',
  compute: (sheet) => ({ score: fullSum(sheet, ALL) }),
});
