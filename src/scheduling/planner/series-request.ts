import type { SeriesPhase } from './day-plan.js';
import type { Placement } from './placement.js';
import type { PlacementRequest } from './placement-request.js';
import type { Reason } from './reasons.js';

/** What a whole course asks of the calendar; gap and daily maximum are those of each phase. */
export interface SeriesRequest extends PlacementRequest {
  phases: readonly SeriesPhase[];
  /** The earliest date, `YYYY-MM-DD`. */
  startDate: string;
  /** ISO weekdays that the patient can come; all open ones when undefined. */
  weekdays?: readonly number[];
  /** Wall-clock times in order of preference. */
  preferredTimes: readonly string[];
  /**
   * What to do where no preferred time works: leave the session out (`skip`; `all-or-nothing` is for the caller to
   * refuse), or put it at the `nearest` free time of the day, else of the next open days.
   */
  policy: 'all-or-nothing' | 'skip' | 'nearest';
  notBeforeMs: number;
}

export interface PlacedSession extends Placement {
  /** From 1 over all phases, in order of time. */
  sequence: number;
  phase: string;
}

export interface UnplacedSession {
  sequence: number;
  /** The day that it belongs on. */
  date: string;
  reasons: Reason[];
  /** Up to three starts that would work beside everything that was placed, the same day first, nearest first. */
  nearest: number[];
}

export interface SeriesPlan {
  placed: PlacedSession[];
  unplaced: UnplacedSession[];
  warnings: { code: 'several-devices' | 'no-open-days'; message: string }[];
}
