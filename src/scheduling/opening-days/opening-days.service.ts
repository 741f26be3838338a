import { toInstant } from '../../platform/clock/clock.js';
import type { Reader } from '../../platform/database/work.js';
import { invalid } from '../../platform/errors/refusal.js';
import { addDays, dayBounds, openIntervals, ruleOn } from '../planner/index.js';
import { calendarFor } from '../read.js';
import { readClinic } from '../../clinics/read.js';
import type { OpeningDay, OpeningDaysAnswer, OpeningDaysQuery } from './opening-days.dto.js';

const MOST_DAYS = 400;

/** Each day as booking sees it, with what decides about it. */
export async function openingDays(reader: Reader, { from, to }: OpeningDaysQuery): Promise<OpeningDaysAnswer> {
  if (to < from) throw invalid('/to', 'ends-before-it-begins', 'must not be before from');
  if (to > addDays(from, MOST_DAYS)) throw invalid('/to', 'too-long', `must be within ${MOST_DAYS} days of from`);
  const { timeZone } = await readClinic(reader);
  const calendar = await calendarFor(reader, { fromMs: dayBounds(from, timeZone).startMs, toMs: dayBounds(to, timeZone).endMs }, undefined);
  const days: OpeningDay[] = [];
  for (let date = from; date <= to; date = addDays(date, 1)) {
    const { because, name } = ruleOn(calendar, date);
    days.push({ date, open: openIntervals(calendar, date).map(({ startMs, endMs }) => ({ startsAt: toInstant(startMs), endsAt: toInstant(endMs) })), because, name });
  }
  return { id: reader.actor.clinicId, timeZone, days };
}
