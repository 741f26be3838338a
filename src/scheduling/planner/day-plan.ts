import { openIntervals, type Calendar } from './calendar.js';
import { addDays, weekdayOf } from './wall-clock.js';

/** A stretch of a course with its own rhythm. */
export interface SeriesPhase {
  name: string;
  sessions: number;
  /** 5 unless told. */
  sessionsPerWeek?: number;
  /** One day every so many, in place of a number a week: 14 is fortnightly, 28 monthly. */
  everyDays?: number;
  sessionsPerDay: number;
  minimumGapMinutes?: number;
}

/** A day of the course and the sessions that belong on it. */
export interface PlannedDay {
  date: string;
  phase: SeriesPhase;
  sessions: number;
}

/** A calendar so full of closures that a course finds no end in it stops here. */
const HORIZON_DAYS = 1000;

/**
 * The days of a course. Sessions a week are spread over the open weekdays; a closed day is made up for by the next open
 * one, so that the course grows longer rather than shorter.
 * @param weekdays ISO weekdays that the patient can come; all open ones when undefined
 */
export function planDays(calendar: Calendar, phases: readonly SeriesPhase[], startDate: string, weekdays?: readonly number[]): PlannedDay[] {
  const allowed = [...new Set(calendar.openingHours.map(({ weekday }) => weekday))].filter((day) => weekdays === undefined || weekdays.includes(day)).sort((a, b) => a - b);
  const isOpen = (date: string): boolean => allowed.includes(weekdayOf(date)) && openIntervals(calendar, date).length > 0;
  const last = addDays(startDate, HORIZON_DAYS);
  const days: PlannedDay[] = [];
  let from = startDate;
  for (const phase of phases) {
    const dates = phase.everyDays === undefined ? weekly(phase, from, last, allowed, isOpen) : spaced(phase, days.length === 0 ? from : addDays(days.at(-1)?.date ?? from, phase.everyDays), last, isOpen);
    let left = phase.sessions;
    for (const date of dates) {
      days.push({ date, phase, sessions: Math.min(phase.sessionsPerDay, left) });
      left -= phase.sessionsPerDay;
    }
    from = nextStart(phase, dates, allowed.length, from);
  }
  return days;
}

const daysOf = ({ sessions, sessionsPerDay }: SeriesPhase): number => Math.ceil(sessions / sessionsPerDay);
const daysAWeek = ({ sessionsPerWeek = 5, sessionsPerDay }: SeriesPhase): number => Math.max(1, Math.ceil(sessionsPerWeek / sessionsPerDay));

function weekly(phase: SeriesPhase, from: string, last: string, allowed: readonly number[], isOpen: (date: string) => boolean): string[] {
  const first = nextOpen(from, last, isOpen);
  if (first === undefined) return [];
  const pattern = spread(allowed, weekdayOf(first), daysAWeek(phase));
  const dates: string[] = [];
  let owed = false;
  for (let date = first; dates.length < daysOf(phase) && date <= last; date = addDays(date, 1)) {
    const due = pattern.includes(weekdayOf(date));
    if (isOpen(date) && (due || owed)) {
      dates.push(date);
      owed = false;
    } else if (due) owed = true;
  }
  return dates;
}

function spaced({ everyDays = 7, ...phase }: SeriesPhase, from: string, last: string, isOpen: (date: string) => boolean): string[] {
  const dates: string[] = [];
  let nominal = from;
  while (dates.length < daysOf(phase)) {
    const earliest = dates.length > 0 && nominal <= (dates.at(-1) ?? '') ? addDays(dates.at(-1) ?? nominal, 1) : nominal;
    const date = nextOpen(earliest, last, isOpen);
    if (date === undefined) break;
    dates.push(date);
    nominal = addDays(nominal, everyDays);
  }
  return dates;
}

function nextOpen(from: string, last: string, isOpen: (date: string) => boolean): string | undefined {
  for (let date = from; date <= last; date = addDays(date, 1)) if (isOpen(date)) return date;
  return undefined;
}

/** So many of the allowed weekdays, as far apart as they go, beginning with the one that the phase begins on. */
export function spread(allowed: readonly number[], firstWeekday: number, count: number): number[] {
  if (count >= allowed.length) return [...allowed];
  const start = Math.max(0, allowed.indexOf(firstWeekday));
  const rotated = [...allowed.slice(start), ...allowed.slice(0, start)];
  const step = count === 2 ? rotated.length / 2 : (rotated.length - 1) / Math.max(1, count - 1);
  return Array.from({ length: count }, (_unused, index) => rotated[Math.round(index * step)] ?? firstWeekday);
}

/** After a daily phase the next day; after a slower one the next week of its own rhythm. */
function nextStart(phase: SeriesPhase, dates: readonly string[], openWeekdays: number, from: string): string {
  const [first, final] = [dates[0], dates.at(-1)];
  if (first === undefined || final === undefined) return from;
  if (phase.everyDays !== undefined || daysAWeek(phase) >= openWeekdays) return addDays(final, 1);
  let start = first;
  while (start <= final) start = addDays(start, 7);
  return start;
}
