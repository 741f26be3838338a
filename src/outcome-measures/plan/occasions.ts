import { addDays, addMonths, type Day } from './calendar-day.js';
import type { CourseProgress, DoneAssessment, FollowUpMonths, Moment } from './plan-item.js';
import { stateByDate, stateBySession, type DateWindow, type OpenState, type SessionWindow, type Window } from './windows.js';

/** One time at which a measure is wanted: its window, and how to tell that it was done. */
export interface Occasion {
  /** Stable: `baseline`, `session-10`, `week-2`, `day-3`, `mid`, `end`, `month-3`. */
  readonly occasion: string;
  readonly window: Window;
  /** Its state if nothing was done and nothing skipped. */
  readonly open: OpenState;
  readonly isDoneBy: (assessment: DoneAssessment) => boolean;
}

// All windows are our defaults; no publication sets them.
const BASELINE_DAYS = 14;
const SESSIONS_OF_GRACE = 1;
const DAYS_BEFORE_END = 2;
const DAYS_OF_GRACE_AFTER_END = 7;
const DAYS_TO_MAKE_UP_THE_END = 21;
const FEWEST_SESSIONS_WITH_A_MIDDLE = 4;
const FOLLOW_UP_TOLERANCE_DAYS: Readonly<Record<FollowUpMonths, number>> = { 1: 7, 3: 14, 6: 14 };
const FOLLOW_UP_MAKE_UP_FACTOR = 4;

/** Every occasion that one moment of a plan means for a course, up to the next one. */
export function occasionsOf(at: Moment, course: CourseProgress, today: Day): Occasion[] {
  if (at === 'baseline') return [baseline(course, today)];
  if (at === 'mid') return middle(course, today);
  if (at === 'end') return [end(course, today)];
  if ('everySessions' in at) return everySessions(at.everySessions, course, today);
  if ('everyWeeks' in at) return everyWeeks(at.everyWeeks, course, today);
  if ('everyDays' in at) return everyDays(at.everyDays, course, today);
  return [followUp(at.monthsAfterEnd, course, today)];
}

/** Within two weeks before the first session, and on its day; late until the second. It stays wanted until skipped or the end. */
function baseline(course: CourseProgress, today: Day): Occasion {
  const { startedOn } = course;
  const opensOn = addDays(startedOn ?? today, -BASELINE_DAYS);
  const window: DateWindow = { by: 'date', opensOn, dueOn: startedOn, closesOn: startedOn, lapsesAfter: course.endedOn };
  const late = course.sessionsDelivered > 0 && stateByDate(window, today) === 'due';
  return {
    occasion: 'baseline',
    window,
    open: late ? 'overdue' : stateByDate(window, today),
    isDoneBy: ({ assessedOn, sessionNumber }) =>
      assessedOn >= opensOn && (startedOn === null || assessedOn <= startedOn || sessionNumber <= 1),
  };
}

/** At every n-th visit. An occasion gives way to the next; one form a session cannot be made up for at all. */
function everySessions(every: number, course: CourseProgress, today: Day): Occasion[] {
  const { sessionsDelivered, sessionsPlanned } = course;
  const last = course.endedOn === null ? Math.min(sessionsPlanned, sessionsDelivered + every) : sessionsDelivered;
  return multiples(every, last).map((number) => {
    const isLast = number + every > sessionsPlanned;
    const window: SessionWindow = {
      by: 'session',
      opensAtSession: number,
      dueAtSession: number,
      closesAtSession: number,
      lapsesAfterSessions: isLast ? null : number + every - 1,
    };
    return {
      occasion: `session-${number}`,
      window,
      open: openBySession(window, course, today),
      isDoneBy: ({ sessionNumber }) => sessionNumber >= number && (isLast || sessionNumber < number + every),
    };
  });
}

/** Around the middle session; it can be made up for until the end is due. Very short courses have no middle. */
function middle(course: CourseProgress, today: Day): Occasion[] {
  const { sessionsPlanned, sessionsDelivered, endedOn } = course;
  const number = Math.ceil(sessionsPlanned / 2);
  const neverCame = endedOn !== null && sessionsDelivered < number - 1;
  if (sessionsPlanned < FEWEST_SESSIONS_WITH_A_MIDDLE || neverCame) return [];
  const lapsesAfterSessions = sessionsPlanned - 1;
  const window: SessionWindow = {
    by: 'session',
    opensAtSession: number,
    dueAtSession: number,
    closesAtSession: number + SESSIONS_OF_GRACE,
    lapsesAfterSessions,
  };
  return [
    {
      occasion: 'mid',
      window,
      open: openBySession(window, course, today),
      isDoneBy: ({ sessionNumber }) => sessionNumber >= number && sessionNumber <= lapsesAfterSessions,
    },
  ];
}

/** At the last visit, or when the course ends earlier; three weeks to make up for it. */
function end(course: CourseProgress, today: Day): Occasion {
  const { endedOn, sessionsPlanned } = course;
  if (endedOn === null) {
    const window: SessionWindow = {
      by: 'session',
      opensAtSession: sessionsPlanned,
      dueAtSession: sessionsPlanned,
      closesAtSession: sessionsPlanned,
      lapsesAfterSessions: null,
    };
    const open = openBySession(window, course, today);
    return { occasion: 'end', window, open, isDoneBy: ({ sessionNumber }) => sessionNumber >= sessionsPlanned };
  }
  const opensOn = addDays(endedOn, -DAYS_BEFORE_END);
  const lapsesAfter = addDays(endedOn, DAYS_TO_MAKE_UP_THE_END);
  const window: DateWindow = { by: 'date', opensOn, dueOn: endedOn, closesOn: addDays(endedOn, DAYS_OF_GRACE_AFTER_END), lapsesAfter };
  return {
    occasion: 'end',
    window,
    open: stateByDate(window, today),
    isDoneBy: ({ assessedOn, sessionNumber }) =>
      assessedOn <= lapsesAfter && (assessedOn >= opensOn || sessionNumber >= sessionsPlanned),
  };
}

/** Every n weeks after the first session while the course runs; an occasion gives way to the next. */
function everyWeeks(every: number, course: CourseProgress, today: Day): Occasion[] {
  const { startedOn, endedOn } = course;
  if (startedOn === null) return [];
  const tolerance = every === 1 ? 2 : 4;
  const until = endedOn ?? addDays(today, 7 * every);
  const occasions: Occasion[] = [];
  for (let week = every; addDays(startedOn, 7 * week) <= until; week += every) {
    const dueOn = addDays(startedOn, 7 * week);
    const window = dateWindow(dueOn, tolerance, addDays(dueOn, 7 * every - tolerance - 1));
    occasions.push({ occasion: `week-${week}`, window, open: stateByDate(window, today), isDoneBy: isWithin(window) });
  }
  return occasions;
}

/** On the first day and every n days from it while the course runs; what a day was not asked cannot be made up for on the next. */
function everyDays(every: number, course: CourseProgress, today: Day): Occasion[] {
  const { startedOn, endedOn } = course;
  if (startedOn === null) return [];
  const until = endedOn ?? addDays(today, every);
  const occasions: Occasion[] = [];
  for (let day = 0; addDays(startedOn, day) <= until; day += every) {
    const dueOn = addDays(startedOn, day);
    const window = dateWindow(dueOn, 0, addDays(dueOn, every - 1));
    occasions.push({ occasion: `day-${day + 1}`, window, open: stateByDate(window, today), isDoneBy: isWithin(window) });
  }
  return occasions;
}

/** So many months after the end, with a tolerance that grows with the distance. */
function followUp(months: FollowUpMonths, { endedOn }: CourseProgress, today: Day): Occasion {
  const tolerance = FOLLOW_UP_TOLERANCE_DAYS[months];
  const dueOn = endedOn === null ? null : addMonths(endedOn, months);
  const window: DateWindow =
    dueOn === null
      ? { by: 'date', opensOn: null, dueOn: null, closesOn: null, lapsesAfter: null }
      : dateWindow(dueOn, tolerance, addDays(dueOn, tolerance * FOLLOW_UP_MAKE_UP_FACTOR));
  return { occasion: `month-${months}`, window, open: stateByDate(window, today), isDoneBy: isWithin(window) };
}

function dateWindow(dueOn: Day, toleranceDays: number, lapsesAfter: Day): DateWindow {
  return { by: 'date', opensOn: addDays(dueOn, -toleranceDays), dueOn, closesOn: addDays(dueOn, toleranceDays), lapsesAfter };
}

function isWithin({ opensOn, lapsesAfter }: DateWindow): (assessment: DoneAssessment) => boolean {
  return ({ assessedOn }) => opensOn !== null && assessedOn >= opensOn && (lapsesAfter === null || assessedOn <= lapsesAfter);
}

/** Nothing is due before the course starts; once it has ended, what is open has a week left. */
function openBySession(window: SessionWindow, course: CourseProgress, today: Day): OpenState {
  const { startedOn, endedOn, sessionsDelivered } = course;
  if (sessionsDelivered === 0 && (startedOn === null || today < startedOn)) return 'upcoming';
  const state = stateBySession(window, sessionsDelivered);
  if (endedOn === null || state === 'missed') return state;
  return today > addDays(endedOn, DAYS_OF_GRACE_AFTER_END) ? 'missed' : 'overdue';
}

function multiples(of: number, upTo: number): number[] {
  return Array.from({ length: Math.max(0, Math.floor(upTo / of)) }, (_, index) => (index + 1) * of);
}
