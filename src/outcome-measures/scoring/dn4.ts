import { wholeBands } from './bands.js';
import { defineInstrument } from './define-instrument.js';
import { numbered, numberedItems, range } from './items.js';
import { fullSum } from './totals.js';

const ALL = numbered(...range(1, 10));
const INTERVIEW = numbered(...range(1, 7));

/** DN4, ten yes-or-no questions that tell neuropathic pain (Bouhassira 2005). A diagnostic aid, not a measure of change. */
export const dn4 = defineInstrument({
  code: 'dn4',
  version: '1',
  name: 'DN4, neuropathic pain in four questions',
  items: numberedItems(0, 1, [
    'Burning',
    'Painful cold',
    'Electric shocks',
    'Tingling',
    'Pins and needles',
    'Numbness',
    'Itching',
    'Examination: touch felt less',
    'Examination: pinprick felt less',
    'Examination: brushing hurts or worsens',
  ]),
  subscores: [{ code: 'interview', name: 'Interview items', minimum: 0, maximum: 7, direction: 'lower-is-better', measuresChange: false }],
  direction: 'lower-is-better',
  measuresChange: false,
  scoreRange: { minimum: 0, maximum: 10 },
  scoreDecimals: 0,
  scoringRule: 'Number of yes. Four or more of ten: neuropathic pain is likely. Interview alone: three or more of seven.',
  missingRule: 'All ten are needed; the interview part stands alone when its seven are answered.',
  recallPeriods: ['now'],
  cutOffSets: [
    {
      appliesTo: 'score',
      edges: 'whole-numbers',
      bands: wholeBands(0, [['negative', 3], ['positive', 10]]),
      source: 'Bouhassira 2005 Pain 114:29',
      provenance: 'recalled',
    },
    {
      appliesTo: 'interview',
      edges: 'whole-numbers',
      bands: wholeBands(0, [['negative', 2], ['positive', 7]]),
      source: 'Bouhassira 2005 Pain 114:29, interview only',
      provenance: 'recalled',
    },
  ],
  flagRules: [],
  licence: { status: 'permission-needed', holder: 'Bouhassira, through Mapi', note: 'Ask Mapi Research Trust.', provenance: 'recalled' },
  citation: 'Bouhassira D et al. Pain 2005;114:29-36.',
  compute: (sheet) => ({ score: fullSum(sheet, ALL), subscores: { interview: fullSum(sheet, INTERVIEW) } }),
});
