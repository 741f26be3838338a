import { defineInstrument } from './define-instrument.js';
import { item, numbered, range } from './items.js';
import { highestT, lowestT, PROMIS_DOMAINS, PROMIS_IMPORTANT_CHANGE, severityBands, tScore } from './promis-t-scores.js';

const DOMAIN = PROMIS_DOMAINS.painInterference;
const ALL = numbered(...range(1, 4));
const SCALE = { anchors: '1 not at all, 5 very much' };

/** PROMIS pain interference, short form 4a: the pain interference part of the PROMIS-29 by itself. */
export const promisPainInterference4a = defineInstrument({
  code: 'promis-pain-interference-4a',
  version: '1',
  name: 'PROMIS Pain Interference, short form 4a',
  items: [
    item('q1', 'Interference with the day', 1, 5, SCALE),
    item('q2', 'Interference with work at home', 1, 5, SCALE),
    item('q3', 'Interference with taking part socially', 1, 5, SCALE),
    item('q4', 'Interference with chores', 1, 5, SCALE),
  ],
  subscores: [{ code: 'raw', name: 'Raw sum', minimum: 4, maximum: 20, direction: 'lower-is-better' }],
  direction: 'lower-is-better',
  measuresChange: true,
  scoreRange: { minimum: lowestT(DOMAIN), maximum: highestT(DOMAIN) },
  scoreDecimals: 1,
  scoringRule: 'Sum of the four items (4 to 20), turned into a T score (mean 50, SD 10) by the table.',
  missingRule: 'All four are needed.',
  recallPeriods: ['last-7d'],
  cutOffSets: [severityBands(DOMAIN, 'score')],
  importantChange: PROMIS_IMPORTANT_CHANGE,
  flagRules: [],
  licence: {
    status: 'free-with-terms',
    holder: 'PROMIS Health Organization',
    note: 'No fee for standard use; ask for translations and commercial electronic forms.',
    provenance: 'recalled',
  },
  loinc: { total: DOMAIN.loincTScore, provenance: 'published' },
  citation: 'Amtmann D et al. Pain 2010;150:173-182; HealthMeasures scoring manual.',
  compute: (sheet) => {
    const score = tScore(DOMAIN, sheet, ALL);
    const raw = score === null ? null : ALL.reduce((total, code) => total + (sheet.get(code) ?? 0), 0);
    return { score, subscores: { raw } };
  },
});
