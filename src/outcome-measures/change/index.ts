/**
 * What a difference between two scores means: percentage, response, remission, important change, deterioration.
 *
 * Pure, and by each instrument's own published rules. Improvement is positive whichever way a scale runs; thresholds
 * are compared on unrounded values.
 */
export {
  BASELINE_RULES,
  FEWEST_DIARY_DAYS,
  screeningAndFirstDayBaseline,
  sevenDayDiaryBaseline,
  singleValueBaseline,
  type Baseline,
  type BaselineRule,
} from './baseline.js';
export { chooseBaseline, type ChosenBaseline, type ScoredPoint } from './choose-baseline.js';
export { isWorseThanTold } from './deterioration.js';
export { changeFromBaseline, type Change, type ChangeRules } from './change-from-baseline.js';
export { classifyPain, type PainChange } from './classify-pain.js';
export { subscoreChanges, worseSubscores, type SubscoreChange, type SubscorePoint, type WorseSubscore } from './subscore-changes.js';
export { percentImprovement } from './percent-improvement.js';
