import { given, type AnswerSheet } from './answers.js';
import { wholeBands } from './bands.js';
import { defineInstrument } from './define-instrument.js';
import { numbered, numberedItems } from './items.js';

const WORST = 3;

/** Items of which each must be answered; a list in the list needs any one, since the form asks for one or the other. */
const DOMAINS: Readonly<Record<string, readonly (readonly string[])[]>> = {
  sleep: [numbered(1), numbered(2), numbered(3), numbered(4)],
  mood: [numbered(5)],
  'appetite-weight': [numbered(6, 7), numbered(8, 9)],
  concentration: [numbered(10)],
  'self-view': [numbered(11)],
  'suicidal-thoughts': [numbered(12)],
  interest: [numbered(13)],
  energy: [numbered(14)],
  psychomotor: [numbered(15), numbered(16)],
};

/** The highest answer of the domain; null while an unanswered question could still raise it. */
function domainScore(sheet: AnswerSheet, questions: readonly (readonly string[])[]): number | null {
  const highest = Math.max(-1, ...given(sheet, questions.flat()));
  const settled = highest === WORST || questions.every((either) => given(sheet, either).length > 0);
  return settled ? highest : null;
}

/** QIDS-SR16, depression over a week (Rush 2003). Nine domains from sixteen items: a plain sum would be wrong. */
export const qidsSr16 = defineInstrument({
  code: 'qids-sr16',
  version: '1',
  name: 'Quick Inventory of Depressive Symptomatology, self-report, 16 items',
  items: numberedItems(0, 3, [
    'Falling asleep',
    'Sleep during the night',
    'Waking too early',
    'Sleeping too much',
    'Sadness',
    'Appetite decreased',
    'Appetite increased',
    'Weight decreased',
    'Weight increased',
    'Concentration and decisions',
    'View of oneself',
    'Thoughts of death or suicide',
    'Interest',
    'Energy',
    'Slowed down',
    'Restless',
  ]),
  subscores: Object.keys(DOMAINS).map((code) => ({
    code,
    name: code.replace('-', ' '),
    minimum: 0,
    maximum: WORST,
    direction: 'lower-is-better' as const,
  })),
  direction: 'lower-is-better',
  measuresChange: true,
  scoreRange: { minimum: 0, maximum: 27 },
  scoreDecimals: 0,
  scoringRule: 'Highest of 1 to 4, plus 5, plus highest of 6 to 9, plus 10, 11, 12, 13, 14, plus highest of 15 and 16.',
  missingRule: 'Every domain must be known: all its items answered (of 6 and 7, and of 8 and 9, one is enough), '
    + 'or one of them answered with the worst. Else no score.',
  recallPeriods: ['last-7d'],
  cutOffSets: [
    {
      appliesTo: 'score',
      edges: 'whole-numbers',
      bands: wholeBands(0, [['none', 5], ['mild', 10], ['moderate', 15], ['severe', 20], ['very-severe', 27]]),
      source: 'Rush 2003 Biol Psychiatry 54:573',
      provenance: 'published',
    },
  ],
  response: { percent: 50, source: 'Customary in depression trials', provenance: 'secondary-source' },
  remission: { scoreAtMost: 5, source: 'Rush 2003 Biol Psychiatry 54:573', provenance: 'published' },
  conversion: {
    to: 'ham-d17',
    pairs: [[5, 7], [8, 11], [10, 13], [12, 16], [15, 18, 19], [16, 20], [20, 25], [25, 32]].map(([score = 0, from = 0, upTo = from]) => ({ score, from, upTo })),
    source: 'Conversion table of ids-qids.org, the scores that were seen of it',
    provenance: 'published',
  },
  flagRules: [
    {
      code: 'suicide-item',
      item: 'q12',
      atLeast: 2,
      action: 'C-SSRS screener on the same day',
      source: 'Our default',
      provenance: 'design-default',
    },
  ],
  licence: { status: 'free', holder: 'A. J. Rush', note: 'Free for clinical and research use.', provenance: 'secondary-source' },
  citation: 'Rush AJ et al. Biol Psychiatry 2003;54:573-583.',
  compute: (sheet) => {
    const domains = Object.entries(DOMAINS).map(([code, questions]) => [code, domainScore(sheet, questions)] as const);
    const score = domains.reduce<number | null>(
      (total, [, value]) => (total === null || value === null ? null : total + value),
      0,
    );
    return { score, subscores: Object.fromEntries(domains), complete: score !== null };
  },
});
