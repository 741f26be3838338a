import type { Day } from './calendar-day.js';

export type Moment =
  | 'baseline'
  | 'mid'
  | 'end'
  | { readonly everySessions: number }
  | { readonly everyWeeks: number }
  | { readonly everyDays: number }
  | { readonly monthsAfterEnd: FollowUpMonths };

export type FollowUpMonths = 1 | 3 | 6;

export const FOLLOW_UP_MONTHS: readonly FollowUpMonths[] = [1, 3, 6];

/** One line of a plan: which measure, when. */
export interface PlanItem {
  readonly measure: string;
  readonly at: Moment;
  /** Over which time it is asked, where the measure knows several; any counts unless told. */
  readonly recallPeriod?: string;
}

/** Where a course stands. */
export interface CourseProgress {
  /** The day of the first session, delivered or booked; null while there is none. */
  readonly startedOn: Day | null;
  readonly sessionsPlanned: number;
  readonly sessionsDelivered: number;
  /** The day of completion or discontinuation. */
  readonly endedOn: Day | null;
}

export interface DoneAssessment {
  readonly measure: string;
  readonly recallPeriod?: string;
  readonly assessedOn: Day;
  /** The session it belongs to: that day's, else the next one to come (so 1 before the first). */
  readonly sessionNumber: number;
}

export interface SkippedOccasion {
  readonly measure: string;
  readonly occasion: string;
  readonly reason: string;
}

export interface PlanIssue {
  readonly pointer: string;
  readonly code: 'bad-moment' | 'duplicate';
  readonly message: string;
}

const MOST_SESSIONS = 200;
const MOST_WEEKS = 52;
const MOST_DAYS = 30;

/** What is wrong with a plan: rhythms out of range, and lines that repeat another. */
export function checkPlan(plan: readonly PlanItem[]): PlanIssue[] {
  const seen = new Set<string>();
  return plan.flatMap(({ measure, at, recallPeriod }, index): PlanIssue[] => {
    const pointer = `/items/${index}`;
    const line = JSON.stringify([measure, at, recallPeriod]);
    if (seen.has(line)) return [{ pointer, code: 'duplicate', message: 'repeats an earlier line' }];
    seen.add(line);
    const message = momentFault(at);
    return message === null ? [] : [{ pointer: `${pointer}/at`, code: 'bad-moment', message }];
  });
}

function momentFault(at: Moment): string | null {
  if (typeof at === 'string') return null;
  if ('everySessions' in at) return rhythmFault('everySessions', at.everySessions, MOST_SESSIONS);
  if ('everyWeeks' in at) return rhythmFault('everyWeeks', at.everyWeeks, MOST_WEEKS);
  if ('everyDays' in at) return rhythmFault('everyDays', at.everyDays, MOST_DAYS);
  return FOLLOW_UP_MONTHS.includes(at.monthsAfterEnd) ? null : `monthsAfterEnd must be one of ${FOLLOW_UP_MONTHS.join(', ')}`;
}

const rhythmFault = (name: string, value: number, most: number): string | null =>
  Number.isInteger(value) && value >= 1 && value <= most ? null : `${name} must be a whole number from 1 to ${most}`;
