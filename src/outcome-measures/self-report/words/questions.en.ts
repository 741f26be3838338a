import { painPeriodsEn } from './pain-periods.js';
import { inOrder, type MeasureWords } from './words.js';

const PAIN = { low: 'no pain', high: 'the worst pain you can imagine' };
const HINDRANCE = { low: 'not at all', high: 'completely' };
const TWO_WEEKS_OFTEN = ['Not at all', 'Several days', 'More than half the days', 'Nearly every day'];

/**
 * Questions in English. PHQ-9 and GAD-7 stand in their own words, which may be reproduced, translated and shown without
 * permission (Pfizer); everything else is said in ours, and a clinic that holds a form puts its wording in place.
 * What is not here is asked by its topic in the registry.
 */
export const QUESTIONS_EN: Readonly<Record<string, MeasureWords>> = {
  'nrs-pain': { lead: 'Think of the last 24 hours.', ...PAIN, items: { pain: 'How strong was your pain on average?' }, overPeriod: painPeriodsEn() },
  'vas-pain': { lead: 'Think of the last 24 hours.', ...PAIN, items: { pain: 'How strong was your pain on average, from 0 to 100?' }, overPeriod: painPeriodsEn(', from 0 to 100') },
  peg: {
    lead: 'Think of the past week.',
    ...HINDRANCE,
    items: {
      pain: { ask: 'How strong was your pain on average?', ...PAIN },
      enjoyment: 'How much did pain get in the way of enjoying life?',
      activity: 'How much did pain get in the way of your general activity?',
    },
  },
  pgic: {
    lead: 'Since your treatment began:',
    choices: ['Very much better', 'Much better', 'A little better', 'No change', 'A little worse', 'Much worse', 'Very much worse'],
    items: { change: 'How have you changed overall?' },
  },
  'phq-9': {
    form: { credit: 'Patient Health Questionnaire (PHQ-9): R. L. Spitzer, J. B. W. Williams, K. Kroenke and colleagues, with a grant of Pfizer Inc. Free to use.', source: 'phqscreeners.com; seen as reproduced in public questionnaires', provenance: 'secondary-source' },
    lead: 'Over the last 2 weeks, how often have you been bothered by any of the following problems?',
    choices: TWO_WEEKS_OFTEN,
    items: {
      ...inOrder(
        'Little interest or pleasure in doing things',
        'Feeling down, depressed, or hopeless',
        'Trouble falling or staying asleep, or sleeping too much',
        'Feeling tired or having little energy',
        'Poor appetite or overeating',
        'Feeling bad about yourself — or that you are a failure or have let yourself or your family down',
        'Trouble concentrating on things, such as reading the newspaper or watching television',
        'Moving or speaking so slowly that other people could have noticed? Or the opposite — being so fidgety or restless that you have been moving around a lot more than usual',
        'Thoughts that you would be better off dead or of hurting yourself in some way',
      ),
      function: {
        lead: 'If you checked off any problems:',
        ask: 'How difficult have these problems made it for you to do your work, take care of things at home, or get along with other people?',
        choices: ['Not difficult at all', 'Somewhat difficult', 'Very difficult', 'Extremely difficult'],
      },
    },
  },
  'gad-7': {
    form: { credit: 'GAD-7: R. L. Spitzer, J. B. W. Williams, K. Kroenke and colleagues, with a grant of Pfizer Inc. Free to use.', source: 'phqscreeners.com; seen as reproduced in public questionnaires', provenance: 'secondary-source' },
    lead: 'Over the last 2 weeks, how often have you been bothered by the following problems?',
    choices: TWO_WEEKS_OFTEN,
    items: inOrder(
      'Feeling nervous, anxious or on edge',
      'Not being able to stop or control worrying',
      'Worrying too much about different things',
      'Trouble relaxing',
      'Being so restless that it is hard to sit still',
      'Becoming easily annoyed or irritable',
      'Feeling afraid as if something awful might happen',
    ),
  },
  'bpi-sf': { lead: 'Think of the last 24 hours.', ...HINDRANCE, items: painItems() },
  'promis-pain-interference-4a': { lead: 'Think of the past 7 days. How much did pain get in the way?', low: 'not at all', high: 'very much', items: {} },
  'promis-29': { lead: 'Think of the past 7 days.', items: {} },
  pcs: { lead: 'When you are in pain, how much do you have this thought or feeling?', low: 'not at all', high: 'all the time', items: {} },
  fiqr: { lead: 'Think of the last 7 days.', low: 'none', high: 'very severe', items: {} },
  isi: { lead: 'Think of the last 2 weeks. How much of a problem is this?', low: 'none', high: 'very severe', items: {} },
  'qids-sr16': { lead: 'Think of the last 7 days. How much has this been so for you?', low: 'not at all', high: 'very much', items: {} },
  'c-ssrs-screener': { lead: 'Think of the past month. Have you had this?', choices: ['No', 'Yes'], items: {} },
  npsi: { lead: 'Think of the last 24 hours. How strong is this kind of pain?', low: 'none', high: 'the worst you can imagine', items: {} },
  odi: { lead: 'How much does your back limit you in this today?', low: 'not at all', high: 'as much as can be', items: {} },
  'eq-5d-5l': { lead: 'How are you today?', low: 'no problem', high: 'unable, or extreme', items: { vas: { ask: 'How good is your health today, from 0 to 100?', low: 'the worst', high: 'the best' } } },
  'whodas-12': { lead: 'Think of the last 30 days. How hard was this for you?', low: 'not at all', high: 'extremely hard, or impossible', items: {} },
};

function painItems(): MeasureWords['items'] {
  return {
    worst: { ask: 'How strong was your pain at its worst?', ...PAIN },
    least: { ask: 'How strong was your pain at its least?', ...PAIN },
    average: { ask: 'How strong is your pain on average?', ...PAIN },
    now: { lead: 'Right now:', ask: 'How strong is your pain?', ...PAIN },
    relief: { ask: 'How much relief did treatments bring, in percent?', low: 'none', high: 'complete' },
  };
}
