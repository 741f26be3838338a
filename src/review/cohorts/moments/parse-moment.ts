/** A number of delivered treatments; the assessment nearest to it counts, one treatment off at most. */
export interface SessionMoment {
  readonly by: 'session';
  readonly session: number;
  readonly tolerance: number;
  readonly inWords: string;
}

/** A day counted from the start or the end of the course; the assessment nearest to it within the window counts. */
export interface DayMoment {
  readonly by: 'day';
  readonly from: 'start' | 'end';
  readonly months: number;
  readonly days: number;
  readonly daysBefore: number;
  readonly daysAfter: number;
  /** What was taken after the last treatment counts too, however long before the end of the course that was. */
  readonly orAfterLastTreatment: boolean;
  readonly inWords: string;
}

export type Moment = SessionMoment | DayMoment;

const SESSION_TOLERANCE = 1;
/** As in the plan of assessments: from two days before the end, and three weeks to make up for it. */
const END_WINDOW = { daysBefore: 2, daysAfter: 21 };
/** Half a week to each side, so that the windows of two weeks never meet. */
const WEEK_WINDOW = { daysBefore: 3, daysAfter: 3 };
const END_IN_WORDS = 'after the last treatment or from 2 days before the end of the course, to 21 days after it';
const MOST_SESSIONS = 500;
const MOST_WEEKS = 104;
const MOST_MONTHS = 24;

/** `end`, `session:10`, `week:3` or `follow-up:3m`; null for anything else. All windows are our defaults. */
export function parseMoment(text: string): Moment | null {
  if (text === 'end') return { by: 'day', from: 'end', months: 0, days: 0, ...END_WINDOW, orAfterLastTreatment: true, inWords: END_IN_WORDS };
  const [, kind, digits, unit] = /^(session|week|follow-up):([1-9]\d{0,2})(m?)$/.exec(text) ?? [];
  const count = Number(digits);
  if (kind === 'session' && unit === '' && count <= MOST_SESSIONS) {
    return { by: 'session', session: count, tolerance: SESSION_TOLERANCE, inWords: `after ${count} treatments, one more or less at most` };
  }
  if (kind === 'week' && unit === '' && count <= MOST_WEEKS) {
    return { by: 'day', from: 'start', months: 0, days: 7 * count, ...WEEK_WINDOW, orAfterLastTreatment: false, inWords: window(`${count} weeks after the first treatment`, WEEK_WINDOW) };
  }
  if (kind === 'follow-up' && unit === 'm' && count <= MOST_MONTHS) {
    const tolerance = count === 1 ? 7 : 14;
    const days = { daysBefore: tolerance, daysAfter: tolerance };
    return { by: 'day', from: 'end', months: count, days: 0, ...days, orAfterLastTreatment: false, inWords: window(`${count} months after the end of the course`, days) };
  }
  return null;
}

const window = (day: string, { daysBefore, daysAfter }: { daysBefore: number; daysAfter: number }): string =>
  `${day}, from ${daysBefore} days before to ${daysAfter} days after`;
