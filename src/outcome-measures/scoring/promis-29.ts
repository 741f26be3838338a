import { defineInstrument } from './define-instrument.js';
import type { InstrumentItem } from './instrument.js';
import { item, numbered, range } from './items.js';
import { FARRAR_IMPORTANT_CHANGE } from './nrs-pain.js';
import { highestT, lowestT, PROMIS_DOMAINS, PROMIS_IMPORTANT_CHANGE, severityBands, tScore, type PromisDomain } from './promis-t-scores.js';

const ITEMS_PER_DOMAIN = 4;
const EASE = '5 without difficulty, 1 unable';
const FREQUENCY = '1 never, 5 always';
const EXTENT = '1 not at all, 5 very much';
const FREEDOM = '5 never limited, 1 always';

/**
 * In the form's order. An answer is the number printed beside it on the form: there the good sleep items, function and
 * social items already run backwards, so that a domain's plain sum follows its trait.
 */
const DOMAINS: readonly { readonly domain: PromisDomain; readonly topics: readonly (readonly [topic: string, anchors: string])[] }[] = [
  {
    domain: PROMIS_DOMAINS.physicalFunction,
    topics: [['Chores', EASE], ['Stairs', EASE], ['Walking 15 minutes', EASE], ['Errands and shopping', EASE]],
  },
  {
    domain: PROMIS_DOMAINS.anxiety,
    topics: [['Fear', FREQUENCY], ['Only the anxiety in mind', FREQUENCY], ['Worries too strong', FREQUENCY], ['Unease', FREQUENCY]],
  },
  {
    domain: PROMIS_DOMAINS.depression,
    topics: [['Worthless', FREQUENCY], ['Helpless', FREQUENCY], ['Depressed', FREQUENCY], ['Hopeless', FREQUENCY]],
  },
  {
    domain: PROMIS_DOMAINS.fatigue,
    topics: [['Fatigued', EXTENT], ['Trouble starting', EXTENT], ['Run-down on average', EXTENT], ['Fatigued on average', EXTENT]],
  },
  {
    domain: PROMIS_DOMAINS.sleepDisturbance,
    topics: [
      ['Sleep quality', '5 very poor, 1 very good'],
      ['Sleep was refreshing', '5 not at all, 1 very much'],
      ['Problem with sleep', EXTENT],
      ['Trouble falling asleep', EXTENT],
    ],
  },
  {
    domain: PROMIS_DOMAINS.socialParticipation,
    topics: [
      ['Leisure with others', FREEDOM],
      ['Activities with family', FREEDOM],
      ['Usual work', FREEDOM],
      ['Activities with friends', FREEDOM],
    ],
  },
  {
    domain: PROMIS_DOMAINS.painInterference,
    topics: [
      ['Interference with the day', EXTENT],
      ['Interference with work at home', EXTENT],
      ['Interference with taking part socially', EXTENT],
      ['Interference with chores', EXTENT],
    ],
  },
];

const itemsOf = (index: number): string[] =>
  numbered(...range(index * ITEMS_PER_DOMAIN + 1, (index + 1) * ITEMS_PER_DOMAIN));

const items: InstrumentItem[] = DOMAINS.flatMap(({ domain, topics }, index) =>
  topics.map(([topic, anchors], position) => item(itemsOf(index)[position] ?? '', `${domain.name}: ${topic}`, 1, 5, { anchors })),
);

/** PROMIS-29 profile v2.x: seven T scores and pain intensity. A profile has no total. */
export const promis29 = defineInstrument({
  code: 'promis-29',
  version: '1',
  name: 'PROMIS-29 profile v2',
  items: [
    ...items,
    item('q29', 'Pain intensity on average', 0, 10, { scored: false, optional: true, anchors: '0 no pain, 10 the worst imaginable' }),
  ],
  subscores: [
    ...DOMAINS.map(({ domain }) => ({
      code: domain.code,
      name: domain.name,
      minimum: lowestT(domain),
      maximum: highestT(domain),
      direction: domain.direction,
      importantChange: PROMIS_IMPORTANT_CHANGE,
      watched: true as const,
    })),
    { code: 'pain-intensity', name: 'Pain intensity', minimum: 0, maximum: 10, direction: 'lower-is-better' as const, importantChange: FARRAR_IMPORTANT_CHANGE, watched: true as const },
  ],
  direction: 'none',
  measuresChange: false,
  scoreRange: null,
  scoreDecimals: 1,
  scoringRule: 'Each domain: sum of its four items as printed, turned into a T score (mean 50, SD 10) by the table; higher is more of the trait. '
    + 'Pain intensity stays as answered. There is no total.',
  missingRule: 'A domain needs all four of its items.',
  recallPeriods: ['last-7d'],
  cutOffSets: DOMAINS.map(({ domain }) => severityBands(domain, domain.code)),
  flagRules: [],
  licence: {
    status: 'free-with-terms',
    holder: 'PROMIS Health Organization',
    note: 'No fee for standard use; ask for translations and commercial electronic forms.',
    provenance: 'recalled',
  },
  loinc: {
    panel: '62337-1',
    subscores: Object.fromEntries(DOMAINS.map(({ domain }) => [domain.code, domain.loincTScore])),
    provenance: 'published',
  },
  citation: 'Cella D et al. J Clin Epidemiol 2010;63:1179-1194; HealthMeasures scoring manual.',
  compute: (sheet) => {
    const scores = DOMAINS.map(({ domain }, index) => [domain.code, tScore(domain, sheet, itemsOf(index))] as const);
    return {
      score: null,
      subscores: { ...Object.fromEntries(scores), 'pain-intensity': sheet.get('q29') ?? null },
      reason: scores.some(([, value]) => value !== null) ? 'no-total-score' : 'too-many-missing',
    };
  },
});
