import { screeningAndFirstDayBaseline, sevenDayDiaryBaseline, singleValueBaseline, type Baseline, type BaselineRule } from './baseline.js';

/** One score of a series. */
export interface ScoredPoint {
  readonly id: string;
  /** The clinic's calendar day, YYYY-MM-DD. */
  readonly day: string;
  /** Unrounded. */
  readonly score: number;
  /** No treatment of the course had been delivered yet. */
  readonly beforeTreatment: boolean;
}

export interface ChosenBaseline {
  /** The rule that was used: a series that lacks what the plan's rule needs falls back to its first value. */
  readonly rule: BaselineRule;
  readonly value: number;
  /** How many values it rests on. */
  readonly values: number;
  /** The last of the scores that it rests on; its date is the baseline's. */
  readonly lastId: string;
  /** Scores that are part of the baseline or came before it, so that no change is told of them. */
  readonly covers: ReadonlySet<string>;
}

const DIARY_DAYS = 7;
const DAY_MS = 86_400_000;

/**
 * The baseline of one series of scores, in order of time, by the rule of the plan. A mean of days needs a diary: of a
 * measure that was filled in once before treatment the first value is the baseline, whatever the rule.
 */
export function chooseBaseline(rule: BaselineRule, series: readonly ScoredPoint[]): ChosenBaseline | null {
  const [first] = series;
  if (!first) return null;
  const before = series.filter(({ beforeTreatment }) => beforeTreatment);
  const last = before.at(-1);
  const mean = last && byMean(rule, before, last);
  if (last && mean && mean.value !== null) {
    return { rule: mean.rule, value: mean.value, values: mean.values, lastId: last.id, covers: new Set(before.map(({ id }) => id)) };
  }
  // Until treatment begins the days of a mean are still to come, and no change is told of them.
  const stillTaken = rule !== 'single-value' && before.length === series.length;
  return { ...singleValueBaseline(first.score), value: first.score, lastId: first.id, covers: new Set((stillTaken ? before : [first]).map(({ id }) => id)) };
}

function byMean(rule: BaselineRule, before: readonly ScoredPoint[], last: ScoredPoint): Baseline | null {
  if (rule === 'mean-of-seven-day-diary') return sevenDayDiaryBaseline(lastWeek(before, last.day));
  const [screening] = before;
  if (rule !== 'mean-of-screening-and-first-day' || !screening || screening.day === last.day) return null;
  return screeningAndFirstDayBaseline(screening.score, last.score);
}

/** Daily means of the seven calendar days that end with the last entry before treatment; null for a day without one. */
function lastWeek(before: readonly ScoredPoint[], lastDay: string): (number | null)[] {
  return Array.from({ length: DIARY_DAYS }, (_unused, ago) => {
    const scores = before.filter(({ day }) => daysBetween(day, lastDay) === ago).map(({ score }) => score);
    return scores.length === 0 ? null : scores.reduce((total, score) => total + score, 0) / scores.length;
  });
}

const daysBetween = (from: string, to: string): number => Math.round((Date.parse(to) - Date.parse(from)) / DAY_MS);
