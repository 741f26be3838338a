import type { AnswerSheet } from './answers.js';
import { defineInstrument } from './define-instrument.js';
import { item } from './items.js';

const YES_NO = { anchors: '0 no, 1 yes' };
const AFTER_THOUGHTS = { ...YES_NO, askedOnlyIf: 'q2 is yes' };

/**
 * The category of the answers given: high for intent, plan, or behaviour within three months; moderate for a method or
 * older behaviour; low for a wish or thoughts. Behaviour of unknown date counts as recent, the safer reading.
 */
function riskOf(sheet: AnswerSheet): 'high' | 'moderate' | 'low' | 'none' {
  const yes = (code: string): boolean => sheet.get(code) === 1;
  const olderBehaviourOnly = sheet.get('q6-recent') === 0;
  if (yes('q4') || yes('q5') || yes('q6-recent') || (yes('q6') && !olderBehaviourOnly)) return 'high';
  if (yes('q3') || yes('q6')) return 'moderate';
  return yes('q1') || yes('q2') ? 'low' : 'none';
}

/** Questions 3 to 5 are asked only after a yes to 2. */
function isComplete(sheet: AnswerSheet): boolean {
  const asked = sheet.get('q2') === 1 ? ['q1', 'q2', 'q3', 'q4', 'q5', 'q6'] : ['q1', 'q2', 'q6'];
  return asked.every((code) => sheet.has(code));
}

/**
 * Columbia suicide severity screener (Posner 2011). It has a category and no total. An incomplete form still says high
 * when an answer does; a lower category is given only when nothing unanswered could raise it. Any yes is flagged at once.
 */
export const cSsrsScreener = defineInstrument({
  code: 'c-ssrs-screener',
  version: '1',
  name: 'Columbia Suicide Severity Rating Scale, screener',
  items: [
    item('q1', 'Wish to be dead', 0, 1, YES_NO),
    item('q2', 'Thoughts of suicide', 0, 1, YES_NO),
    item('q3', 'Thoughts of a method', 0, 1, AFTER_THOUGHTS),
    item('q4', 'Some intent', 0, 1, AFTER_THOUGHTS),
    item('q5', 'Plan and intent', 0, 1, AFTER_THOUGHTS),
    item('q6', 'Suicidal behaviour, ever', 0, 1, YES_NO),
    item('q6-recent', 'Suicidal behaviour, last three months', 0, 1, { ...YES_NO, optional: true, askedOnlyIf: 'q6 is yes' }),
  ],
  subscores: [],
  direction: 'none',
  measuresChange: false,
  scoreRange: null,
  scoreDecimals: 0,
  scoringRule: 'No total. High: 4, 5, or behaviour in the last three months. Moderate: 3, or older behaviour. Low: 1 or 2. Else none. '
    + 'High: no stimulation, immediate evaluation. Moderate: a physician on the same day. Low: note.',
  missingRule: 'Questions 3 to 5 may be left out unless 2 is yes. With an asked question unanswered the category is given only when it is high. '
    + 'Behaviour without a date counts as recent.',
  recallPeriods: ['last-month'],
  cutOffSets: [],
  flagRules: [],
  licence: { status: 'free-with-terms', holder: 'Columbia University', note: 'Free under the Columbia Lighthouse terms.', provenance: 'secondary-source' },
  loinc: {
    panel: '93373-9',
    items: { q1: '93246-7', q2: '93247-5', q3: '93248-3', q4: '93249-1', q5: '93250-9', q6: '93267-3' },
    note: 'The item codes are those of the lifetime and recent form (panel 93245-9); the screener may differ.',
    provenance: 'published',
  },
  citation: 'Posner K et al. Am J Psychiatry 2011;168:1266-1277.',
  compute: (sheet) => {
    const risk = riskOf(sheet);
    const complete = isComplete(sheet);
    const known = complete || risk === 'high';
    return {
      score: null,
      severity: known ? risk : null,
      complete,
      reason: known ? 'no-total-score' : 'too-many-missing',
      flags: [...(risk === 'none' ? [] : ['suicide-item']), ...(complete ? [] : ['suicide-item-unanswered'])],
    };
  },
});
