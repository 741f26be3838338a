import { roundHalfUp, type InstrumentDescription, type Subscore } from '../scoring/index.js';
import type { BaselineRule } from './baseline.js';
import { changeFromBaseline, type ChangeRules } from './change-from-baseline.js';
import { chooseBaseline, type ScoredPoint } from './choose-baseline.js';
import { isWorseThanTold } from './deterioration.js';

export type Subscores = Readonly<Record<string, number | null>>;

export interface SubscorePoint extends Omit<ScoredPoint, 'score'> {
  readonly subscores: Subscores;
}

/** What became of one subscore since its own baseline. */
export interface SubscoreChange {
  readonly code: string;
  readonly baseline: number;
  readonly fromBaseline: number;
  /** Null on a scale without a true zero (T scores, an index): a share of it says nothing. */
  readonly percent: number | null;
  /** Null where no source gives an important change. */
  readonly importantChangeReached: boolean | null;
  readonly deteriorated: boolean | null;
}

/**
 * The change of every subscore that has a baseline of its own, by the rule of the plan: a profile without a total has no
 * other change, and a form may lack its score and still hold a subscore.
 */
export function subscoreChanges(
  instrument: Pick<InstrumentDescription, 'subscores' | 'scoreDecimals'>,
  rule: BaselineRule,
  series: readonly SubscorePoint[],
  current: { readonly id: string; readonly subscores: Subscores },
): SubscoreChange[] {
  const decimals = Math.max(2, instrument.scoreDecimals);
  return instrument.subscores.flatMap((subscore): SubscoreChange[] => {
    const { code, minimum, measuresChange = true } = subscore;
    const chosen = measuresChange ? chooseBaseline(rule, pointsOf(series, code)) : null;
    if (!chosen || chosen.covers.has(current.id)) return [];
    const change = changeFromBaseline({ instrument: rulesOf(subscore, decimals), baseline: chosen.value, current: current.subscores[code] ?? null });
    if (change.fromBaseline === null) return [];
    const { fromBaseline, percent, importantChangeReached, deteriorated } = change;
    return [{ code, baseline: roundHalfUp(chosen.value, decimals), fromBaseline, percent: minimum === 0 ? percent : null, importantChangeReached, deteriorated }];
  });
}

export interface WorseSubscore {
  readonly name: string;
  /** The last form says so, and nobody has been told. */
  readonly isNews: boolean;
}

/** The watched subscores that are worse than their own baseline by their important change, by the last form that holds them. */
export function worseSubscores(
  instrument: Pick<InstrumentDescription, 'subscores' | 'scoreDecimals'>,
  rule: BaselineRule,
  series: readonly SubscorePoint[],
): WorseSubscore[] {
  return instrument.subscores.flatMap((subscore): WorseSubscore[] => {
    if (subscore.watched !== true) return [];
    const points = pointsOf(series, subscore.code);
    const chosen = chooseBaseline(rule, points);
    const after = points.filter(({ id }) => !chosen?.covers.has(id));
    const last = after.at(-1);
    if (!chosen || !last) return [];
    const rules = rulesOf(subscore, instrument.scoreDecimals);
    if (changeFromBaseline({ instrument: rules, baseline: chosen.value, current: last.score }).deteriorated !== true) return [];
    const isNews = last.id === series.at(-1)?.id && isWorseThanTold(rules, chosen.value, after.map(({ score }) => score));
    return [{ name: subscore.name, isNews }];
  });
}

const pointsOf = (series: readonly SubscorePoint[], code: string): ScoredPoint[] =>
  series.flatMap(({ subscores, ...point }) => {
    const score = subscores[code] ?? null;
    return score === null ? [] : [{ ...point, score }];
  });

const rulesOf = ({ direction, measuresChange, importantChange }: Subscore, scoreDecimals: number): ChangeRules =>
  ({ direction, measuresChange: measuresChange ?? true, scoreDecimals, ...(importantChange && { importantChange }) });
