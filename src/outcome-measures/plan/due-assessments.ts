import type { Day } from './calendar-day.js';
import { occasionsOf } from './occasions.js';
import type { CourseProgress, DoneAssessment, PlanItem, SkippedOccasion } from './plan-item.js';
import type { OpenState, Window } from './windows.js';

export interface PlannedAssessment {
  readonly measure: string;
  /** Where the plan names one. */
  readonly recallPeriod?: string;
  readonly occasion: string;
  readonly window: Window;
  readonly state: OpenState | 'done' | 'skipped';
  /** The day of the earliest assessment that counts for it. */
  readonly doneOn?: Day;
  readonly skippedReason?: string;
}

export interface PlanFacts {
  readonly plan: readonly PlanItem[];
  readonly course: CourseProgress;
  /** Valid assessments of this patient and course; an assessment may count for several lines of the plan. */
  readonly done: readonly DoneAssessment[];
  readonly skipped: readonly SkippedOccasion[];
  readonly today: Day;
}

/** Every occasion of the plan up to the next of each rhythm, in the plan's order, with its state. */
export function plannedAssessments({ plan, course, done, skipped, today }: PlanFacts): PlannedAssessment[] {
  return plan.flatMap(({ measure, at, recallPeriod }) => {
    const what = { measure, ...(recallPeriod !== undefined && { recallPeriod }) };
    const isMeant = (one: DoneAssessment): boolean => one.measure === measure && (recallPeriod === undefined || one.recallPeriod === recallPeriod);
    return occasionsOf(at, course, today).map(({ occasion, window, open, isDoneBy }): PlannedAssessment => {
      const doneOn = earliest(done.filter((one) => isMeant(one) && isDoneBy(one)));
      if (doneOn !== undefined) return { ...what, occasion, window, state: 'done', doneOn };
      const skip = skipped.find((one) => one.measure === measure && one.occasion === occasion);
      if (skip) return { ...what, occasion, window, state: 'skipped', skippedReason: skip.reason };
      return { ...what, occasion, window, state: open };
    });
  });
}

/** What should be filled in today: the overdue first, else in the plan's order. Derived from facts, so never stale. */
export function dueAssessments(facts: PlanFacts): PlannedAssessment[] {
  const planned = plannedAssessments(facts);
  return [...planned.filter(({ state }) => state === 'overdue'), ...planned.filter(({ state }) => state === 'due')];
}

function earliest(assessments: readonly DoneAssessment[]): Day | undefined {
  return assessments.map(({ assessedOn }) => assessedOn).sort()[0];
}
