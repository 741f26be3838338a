import quantile from '@stdlib/stats-base-dists-chisquare-quantile';

export interface Rate {
  readonly events: number;
  readonly sessions: number;
  /** Events per 1,000 sessions; null without sessions. */
  readonly per1000: number | null;
  /** Exact 95 % limits of it. With no event the lower one is 0 and the upper one about 3.7 per 1,000 in 1,000 sessions. */
  readonly lower: number | null;
  readonly upper: number | null;
}

const ALPHA = 0.05;

/**
 * Events per 1,000 sessions with the exact interval of a Poisson count, from quantiles of the chi-square distribution: a
 * session may have several events, and most have none. Source: Garwood 1936 Biometrika 28:437.
 *
 * @param events whole, from 0
 * @param sessions in which a pulse was given, whole, from 0
 * @throws RangeError on counts that are negative or not whole
 */
export function ratePer1000(events: number, sessions: number): Rate {
  if (![events, sessions].every((count) => Number.isInteger(count) && count >= 0)) throw new RangeError(`Not counts: ${events}, ${sessions}.`);
  if (sessions === 0) return { events, sessions, per1000: null, lower: null, upper: null };
  const scale = 1000 / sessions;
  const lower = events === 0 ? 0 : quantile(ALPHA / 2, 2 * events) / 2;
  return { events, sessions, per1000: events * scale, lower: lower * scale, upper: (quantile(1 - ALPHA / 2, 2 * events + 2) / 2) * scale };
}
