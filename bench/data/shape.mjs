// The stated data set. Whatever its size, a clinic's day is the same: 50 sessions on five devices, each of another patient in
// the last days of a course. More sessions means more clinics up to 200, and more years of history in each from there on.
export const SESSIONS_A_DAY = 50;
export const DAYS_OF_A_COURSE = 20;
/** Courses without a session yet, for whoever books a whole series. */
export const FRESH_COURSES = 30;
export const ZONE = 'America/New_York';
/** Half past eleven of a Friday in the clinics: whoever is booked from 10:00 to 13:00 may be checked in, and the next day's board is full. */
export const NOW = '2030-02-08T16:30:00.000Z';
/** The first of those sessions of the day, and how many there are. */
export const ARRIVING = { from: 10, sessions: 20 };
export const TODAY = '2030-02-08';
export const LAST_DAY = '2030-02-11';
export const PROTOCOL = 'ldlpfc-hf10-oreardon-2007';
export const PASSWORD = 'a password for the bench only';
const MOST_CLINICS = 200;

/** @param sessions how many the data set holds, a multiple of 10,000 */
export function shapeOf(sessions) {
  const clinics = Math.min(MOST_CLINICS, Math.max(10, sessions / 5000));
  const days = sessions / clinics / SESSIONS_A_DAY;
  if (!Number.isInteger(days) || days % DAYS_OF_A_COURSE !== 0) throw new Error('--scale must be 10000, 1000000, 10000000 or another number of which each clinic gets whole courses of 20 days');
  return { sessions, clinics, days, courses: (days / DAYS_OF_A_COURSE) * SESSIONS_A_DAY };
}

/** Monday to Friday, the last day first. */
export function workingDays(count) {
  const dates = [];
  for (let ms = Date.parse(LAST_DAY); dates.length < count; ms -= 86_400_000) if (![0, 6].includes(new Date(ms).getUTCDay())) dates.push(new Date(ms).toISOString().slice(0, 10));
  return dates;
}

export const hex = (n, digits) => n.toString(16).padStart(digits, '0');
/** The same arithmetic as `bench_id` in fill.sql: which clinic, what kind of row, which of them. */
export const idOf = (clinic, kind, n) => `${hex(clinic, 8)}-${hex(kind, 4)}-7000-8000-${hex(n, 12)}`;
export const KIND = { clinic: 1, staff: 2, device: 3, room: 4, patient: 5, course: 6, session: 7 };
