import type { Moment, PlanItem } from '../plan/index.js';
import type { PlanLine } from './plan.dto.js';

/** A line as a request writes it, in the kernel's words; a missing number is 0, which the kernel refuses. */
export function toItem({ measure, at, every = 0, months = 0, recallPeriod }: PlanLine): PlanItem {
  return { measure, at: momentOf(at, every, months as 1 | 3 | 6), ...(recallPeriod !== undefined && { recallPeriod }) };
}

function momentOf(at: PlanLine['at'], every: number, months: 1 | 3 | 6): Moment {
  if (at === 'every-sessions') return { everySessions: every };
  if (at === 'every-weeks') return { everyWeeks: every };
  if (at === 'every-days') return { everyDays: every };
  return at === 'follow-up' ? { monthsAfterEnd: months } : at;
}

export function toLine({ measure, at, recallPeriod }: PlanItem): PlanLine {
  const what = { measure, ...(recallPeriod !== undefined && { recallPeriod }) };
  if (typeof at === 'string') return { ...what, at };
  if ('everySessions' in at) return { ...what, at: 'every-sessions', every: at.everySessions };
  if ('everyDays' in at) return { ...what, at: 'every-days', every: at.everyDays };
  return 'everyWeeks' in at ? { ...what, at: 'every-weeks', every: at.everyWeeks } : { ...what, at: 'follow-up', months: at.monthsAfterEnd };
}
