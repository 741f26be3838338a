import { openIntervals, type Calendar } from './calendar.js';
import { spreadOverWeek } from './week-pattern.js';
import { addDays, weekdayOf } from './wall-clock.js';

/** A stretch of a course with its own rhythm. */
export interface SeriesPhase {
  name: string;
  sessions: number;
  /** At most so many in a week; five days a week unless told. Below 1 it is one session every so many weeks. */
  sessionsPerWeek?: number;
  /** One day every so many, in place of a number a week: 14 is fortnightly, 28 monthly. */
  everyDays?: number;
  sessionsPerDay: number;
  /** From the end of one session to the start of the next. */
  minimumGapMinutes: number;
}

/** A day of the course and the sessions that belong on it. */
export interface PlannedDay {
  date: string;
  phase: SeriesPhase;
  sessions: number;
}

/** A course that finds no end within so many days, for closures or for its own slowness, stops there. */
export const COURSE_HORIZON_DAYS = 1000;

const DAYS_A_WEEK = 7;
const TREATMENT_DAYS_A_WEEK = 5;

interface Days {
  /** ISO weekdays on which the clinic opens and the patient can come, ascending. */
  weekdays: readonly number[];
  isOpen(date: string): boolean;
  /** How many sessions the patient has on a date already. */
  had(date: string): number;
  last: string;
}

/**
 * The days of a course. Sessions a week are spread over the open weekdays; a closed day is made up for by the next open
 * one, so that the course grows longer rather than shorter. Fewer sessions than the phases ask for come back when no
 * open days are left within the horizon. A day on which the patient has all the sessions that it takes already needs no
 * more, and owes none to the next.
 * @param startDate the earliest, `YYYY-MM-DD`
 * @param weekdays ISO weekdays that the patient can come; all open ones when undefined
 * @param sessionsPerDate sessions that the patient has already, by date
 */
export function planDays(
  calendar: Calendar,
  phases: readonly SeriesPhase[],
  startDate: string,
  weekdays?: readonly number[],
  sessionsPerDate: Readonly<Record<string, number>> = {},
): PlannedDay[] {
  const days = { ...openDays(calendar, startDate, weekdays), had: (date: string) => sessionsPerDate[date] ?? 0 };
  const planned: PlannedDay[] = [];
  let from = startDate;
  for (const phase of phases) {
    const rhythm = rhythmOf(phase);
    const previous = planned.at(-1)?.date;
    const ofPhase =
      rhythm.everyDays === undefined ? weekly(phase, rhythm, from, days) : spaced(phase, rhythm, previous === undefined ? from : addDays(previous, rhythm.everyDays), days);
    planned.push(...ofPhase);
    if (sessionsOn(ofPhase) < phase.sessions) break;
    const [first, final] = [ofPhase[0], ofPhase.at(-1)];
    if (!first || !final) continue;
    const isDaily = rhythm.everyDays === undefined && rhythm.daysAWeek >= days.weekdays.length;
    from = rhythm.everyDays !== undefined || isDaily ? addDays(final.date, 1) : sameWeekdayAfter(first.date, final.date);
  }
  return planned;
}

export function sessionsOn(days: readonly PlannedDay[]): number {
  return days.reduce((sum, { sessions }) => sum + sessions, 0);
}

function openDays(calendar: Calendar, startDate: string, wanted?: readonly number[]): Omit<Days, 'had'> {
  const opening = new Set(calendar.openingHours.map(({ weekday }) => weekday));
  const canCome = (weekday: number): boolean => wanted === undefined || wanted.includes(weekday);
  const weekdays = [...opening].filter(canCome).sort((a, b) => a - b);
  // A weekday that is never open is, by exception: such a date makes up for a closed one, and begins no rhythm of its own.
  const isOpen = (date: string): boolean => canCome(weekdayOf(date)) && openIntervals(calendar, date).length > 0;
  return { weekdays, isOpen, last: addDays(startDate, COURSE_HORIZON_DAYS) };
}

interface Rhythm {
  everyDays?: number;
  daysAWeek: number;
  /** Sessions on the days of one round, in turn: 5 a week at 2 a day are 2, 2 and 1. */
  round: readonly number[];
}

function rhythmOf({ sessionsPerWeek, everyDays, sessionsPerDay }: SeriesPhase): Rhythm {
  if (everyDays !== undefined) return { everyDays, daysAWeek: 1, round: [sessionsPerDay] };
  const aWeek = sessionsPerWeek ?? TREATMENT_DAYS_A_WEEK * sessionsPerDay;
  if (aWeek < 1) return { everyDays: Math.round(DAYS_A_WEEK / aWeek), daysAWeek: 1, round: [1] };
  const daysAWeek = Math.ceil(Math.floor(aWeek) / sessionsPerDay);
  return { daysAWeek, round: Array.from({ length: daysAWeek }, (_unused, day) => Math.min(sessionsPerDay, Math.floor(aWeek) - day * sessionsPerDay)) };
}

/** So many days a week in a steady pattern; what falls on a closed day moves to the next open one. */
function weekly(phase: SeriesPhase, { daysAWeek, round }: Rhythm, from: string, { weekdays, isOpen, had, last }: Days): PlannedDay[] {
  const first = nextOpen(from, last, isOpen);
  if (first === undefined) return [];
  const pattern = spreadOverWeek(weekdays, weekdayOf(first), daysAWeek);
  const planned: PlannedDay[] = [];
  let left = phase.sessions;
  let isOwed = false;
  for (let date = first; left > 0 && date <= last; date = addDays(date, 1)) {
    const isDue = pattern.includes(weekdayOf(date));
    if (!isDue && !isOwed) continue;
    isOwed = !isOpen(date);
    if (isOwed) continue;
    const sessions = Math.min(left, round[planned.length % round.length] ?? 1, phase.sessionsPerDay - had(date));
    if (sessions < 1) continue;
    planned.push({ date, phase, sessions });
    left -= sessions;
  }
  return planned;
}

/** One day every so many, back in its rhythm after a closed day; a date that a long closure has swallowed is not crammed in. */
function spaced(phase: SeriesPhase, { everyDays = DAYS_A_WEEK, round }: Rhythm, from: string, { isOpen, had, last }: Days): PlannedDay[] {
  const planned: PlannedDay[] = [];
  let left = phase.sessions;
  let due = from;
  while (left > 0) {
    const date = nextOpen(due, last, isOpen);
    if (date === undefined) break;
    const sessions = Math.min(left, round[0] ?? 1, phase.sessionsPerDay - had(date));
    if (sessions > 0) planned.push({ date, phase, sessions });
    left -= Math.max(0, sessions);
    const tooSoon = addDays(date, Math.floor(everyDays / 2));
    do due = addDays(due, everyDays);
    while (due <= tooSoon);
  }
  return planned;
}

function nextOpen(from: string, last: string, isOpen: (date: string) => boolean): string | undefined {
  for (let date = from; date <= last; date = addDays(date, 1)) if (isOpen(date)) return date;
  return undefined;
}

/** A phase of so many a week ends with its week; the next one begins on the weekday that it began on. */
function sameWeekdayAfter(first: string, final: string): string {
  let start = first;
  while (start <= final) start = addDays(start, DAYS_A_WEEK);
  return start;
}
