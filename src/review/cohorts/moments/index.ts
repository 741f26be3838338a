/**
 * The times at which a cohort is looked at: at the end, at a session, in a week, so many months after.
 *
 * Pure. Days are the clinic's own, so that a change of clocks moves nothing.
 */
export { parseMoment, type Moment, type SessionMoment, type DayMoment } from './parse-moment.js';
export { isAligned, quarterOf, quarterEnd, quarterStart } from './quarters.js';
