import { roundHalfUp, type InstrumentDescription } from '../scoring/index.js';
import { percentImprovement } from './percent-improvement.js';
import { atLeast, atMost } from './thresholds.js';

/** What the judgement of a change needs to know of an instrument. */
export type ChangeRules = Pick<
  InstrumentDescription,
  'direction' | 'measuresChange' | 'scoreDecimals' | 'importantChange' | 'response' | 'remission'
>;

export interface Change {
  /** Current less baseline, rounded to two decimals (or the instrument's own, where it has more). */
  readonly fromBaseline: number | null;
  /** Improvement in percent of the baseline, one decimal; positive is better. */
  readonly percent: number | null;
  readonly unroundedPercent: number | null;
  /** The instrument's own response rule; null where it has none or a score is missing. */
  readonly responder: boolean | null;
  /** At least half better; null where the instrument has no response in percent. */
  readonly substantialResponder: boolean | null;
  /** By the current score alone. */
  readonly remission: boolean | null;
  readonly importantChangeReached: boolean | null;
  /** Worse by the important change: a reason to look. */
  readonly deteriorated: boolean | null;
}

/** Dworkin 2008 J Pain 9:105 (IMMPACT): half or more is a substantial improvement. */
const SUBSTANTIAL_PERCENT = 50;

/**
 * The change between two unrounded scores of one instrument, and what it means by the instrument's own rules.
 *
 * Response is at least 30 % for the pain measures and at least 50 % for the depression measures; the instrument says
 * which, with its source. Thresholds are compared on unrounded values; only what is shown is rounded. An instrument that
 * does not measure change (a diagnostic test, a category, a global impression) gets no difference and no percentage, but
 * a global impression still says whether it is a response.
 *
 * @param baseline null where there is none yet
 * @param current null where the form could not be scored
 */
export function changeFromBaseline(comparison: {
  readonly instrument: ChangeRules;
  readonly baseline: number | null;
  readonly current: number | null;
}): Change {
  const { instrument, current } = comparison;
  const baseline = instrument.measuresChange ? comparison.baseline : null;
  const difference = baseline === null || current === null ? null : current - baseline;
  const percent = percentImprovement(baseline, current, instrument.direction);
  const hasPercentRule = instrument.response?.percent !== undefined;
  return {
    fromBaseline: difference === null ? null : roundHalfUp(difference, Math.max(2, instrument.scoreDecimals)),
    percent: percent === null ? null : roundHalfUp(percent, 1),
    unroundedPercent: percent,
    responder: isResponse(instrument, percent, current),
    substantialResponder: percent === null || !hasPercentRule ? null : atLeast(percent, SUBSTANTIAL_PERCENT),
    remission: isRemission(instrument, current),
    importantChangeReached: isImportant(instrument, difference, percent),
    deteriorated: isDeterioration(instrument, difference, percent),
  };
}

function isResponse({ response }: ChangeRules, percent: number | null, current: number | null): boolean | null {
  if (response?.scoreAtMost !== undefined) return current === null ? null : current <= response.scoreAtMost;
  if (response?.percent === undefined || percent === null) return null;
  return atLeast(percent, response.percent);
}

/** A remission score is published in whole points, so that a prorated 4.6 is read as the 5 which is shown. */
function isRemission({ remission, scoreDecimals }: ChangeRules, current: number | null): boolean | null {
  if (!remission || current === null) return null;
  return atMost(scoreDecimals === 0 ? roundHalfUp(current, 0) : current, remission.scoreAtMost);
}

function improvement({ direction }: ChangeRules, difference: number): number {
  return direction === 'lower-is-better' ? -difference : difference;
}

/** What provenance calls unsure is shown and never acted on. */
function importantChangeOf({ importantChange }: ChangeRules): ChangeRules['importantChange'] {
  return importantChange?.provenance === 'recalled-unsure' ? undefined : importantChange;
}

/** Reached by either figure, where the source gives two. */
function isImportant(instrument: ChangeRules, difference: number | null, percent: number | null): boolean | null {
  const rule = importantChangeOf(instrument);
  if (!rule || difference === null) return null;
  const byPoints = rule.absolute !== undefined && atLeast(improvement(instrument, difference), rule.absolute);
  const byPercent = rule.percent !== undefined && percent !== null && atLeast(percent, rule.percent);
  return byPoints || byPercent;
}

/** By points where the source gives points: from a low score, a point up is a large percentage and means little. */
function isDeterioration(instrument: ChangeRules, difference: number | null, percent: number | null): boolean | null {
  const rule = importantChangeOf(instrument);
  if (!rule || difference === null) return null;
  if (rule.absolute !== undefined) return atLeast(-improvement(instrument, difference), rule.absolute);
  if (rule.percent === undefined || percent === null) return null;
  return atLeast(-percent, rule.percent);
}

/** How many important changes the score is worse by; 0 where the instrument has none. By points where the source gives points. */
export function worsening(instrument: ChangeRules, baseline: number, current: number): number {
  const rule = importantChangeOf(instrument);
  if (rule?.absolute !== undefined) return -improvement(instrument, current - baseline) / rule.absolute;
  const percent = percentImprovement(baseline, current, instrument.direction);
  return rule?.percent === undefined || percent === null ? 0 : -percent / rule.percent;
}
