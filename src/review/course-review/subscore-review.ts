import { roundHalfUp, subscoreChanges, type BaselineRule, type Instrument } from '../../outcome-measures/read.js';
import type { SubscoreReview } from './course-review.dto.js';

interface Form {
  readonly id: string;
  readonly day: string;
  readonly assessedAt: string;
  readonly sessionNumber: number;
  /** Unrounded. */
  readonly subscores: Readonly<Record<string, number | null>>;
}

/** Each subscore that any of the forms has, in order of time, and its change since its own baseline. */
export function reviewSubscores({ subscores, scoreDecimals }: Instrument, rule: BaselineRule, forms: readonly Form[]): SubscoreReview[] {
  const decimals = Math.max(2, scoreDecimals);
  const points = forms.map((form) => ({ id: form.id, day: form.day, subscores: form.subscores, beforeTreatment: form.sessionNumber === 0 }));
  return subscores.flatMap((subscore): SubscoreReview[] => {
    const { code, name, direction } = subscore;
    const series = forms.flatMap(({ id, assessedAt, sessionNumber, subscores: values }) => {
      const value = values[code] ?? null;
      return value === null ? [] : [{ assessmentId: id, assessedAt, sessionNumber, value: roundHalfUp(value, decimals) }];
    });
    const latest = series.at(-1);
    if (!latest) return [];
    const current = points.find(({ id }) => id === latest.assessmentId) ?? { id: latest.assessmentId, subscores: {} };
    const [change] = subscoreChanges({ subscores: [subscore], scoreDecimals }, rule, points, current);
    const { baseline = null, fromBaseline = null, percent = null, importantChangeReached = null, deteriorated = null } = change ?? {};
    return [{ code, name, direction, baseline, latest: latest.value, fromBaseline, percent, importantChangeReached, deteriorated, series }];
  });
}
