import { Temporal } from 'temporal-polyfill';
import type { Due } from './workflow.js';

const FRIDAY = 5;
const WORKING_DAYS = 10;

/** When a step is due, as an instant; null where it only has to be done before the lock is lifted. Days end at midnight in the clinic's zone. */
export function dueAt(due: Due, lockedAtMs: number, timeZone: string): string | null {
  const lockedAt = Temporal.Instant.fromEpochMilliseconds(lockedAtMs);
  if (due === 'before-lifting') return null;
  if (due === 'at-once') return lockedAt.toString();
  let date = lockedAt.toZonedDateTimeISO(timeZone).toPlainDate();
  for (let left = due === 'same-day' ? 0 : WORKING_DAYS; left > 0; ) {
    date = date.add({ days: 1 });
    if (date.dayOfWeek <= FRIDAY) left -= 1;
  }
  return date.add({ days: 1 }).toZonedDateTime(timeZone).toInstant().toString();
}
