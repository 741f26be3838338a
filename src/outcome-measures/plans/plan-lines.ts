import type { Moment, PlanItem } from '../plan/index.js';
import type { PlanLine } from './plan.dto.js';

/** A line as a request writes it, in the kernel's words; a missing number is 0, which the kernel refuses. */
export function toItem({ measure, at, every = 0, months = 0 }: PlanLine): PlanItem {
  return { measure, at: momentOf(at, every, months as 1 | 3 | 6) };
}

function momentOf(at: PlanLine['at'], every: number, months: 1 | 3 | 6): Moment {
  if (at === 'every-sessions') return { everySessions: every };
  if (at === 'every-weeks') return { everyWeeks: every };
  return at === 'follow-up' ? { monthsAfterEnd: months } : at;
}

export function toLine({ measure, at }: PlanItem): PlanLine {
  if (typeof at === 'string') return { measure, at };
  if ('everySessions' in at) return { measure, at: 'every-sessions', every: at.everySessions };
  return 'everyWeeks' in at ? { measure, at: 'every-weeks', every: at.everyWeeks } : { measure, at: 'follow-up', months: at.monthsAfterEnd };
}
