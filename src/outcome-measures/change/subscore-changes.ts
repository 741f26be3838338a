import { roundHalfUp, type InstrumentDescription } from '../scoring/index.js';
import type { BaselineRule } from './baseline.js';
import { changeFromBaseline } from './change-from-baseline.js';
import { chooseBaseline, type ScoredPoint } from './choose-baseline.js';

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
  return instrument.subscores.flatMap(({ code, direction, minimum, importantChange, measuresChange = true }): SubscoreChange[] => {
    const points = series.flatMap(({ subscores, ...point }) => {
      const score = subscores[code] ?? null;
      return score === null ? [] : [{ ...point, score }];
    });
    const chosen = measuresChange ? chooseBaseline(rule, points) : null;
    if (!chosen || chosen.covers.has(current.id)) return [];
    const rules = { direction, measuresChange, scoreDecimals: decimals, ...(importantChange && { importantChange }) };
    const change = changeFromBaseline({ instrument: rules, baseline: chosen.value, current: current.subscores[code] ?? null });
    if (change.fromBaseline === null) return [];
    const { fromBaseline, percent, importantChangeReached, deteriorated } = change;
    return [{ code, baseline: roundHalfUp(chosen.value, decimals), fromBaseline, percent: minimum === 0 ? percent : null, importantChangeReached, deteriorated }];
  });
}
