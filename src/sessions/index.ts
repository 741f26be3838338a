/**
 * One visit, from booked to signed, and whole series of them.
 *
 * Verbs: `bookSession`, `scheduleCourse`, `checkIn`, `startSession`, `completeSession`, `signSession`. A session occupies
 * its device, room, operator and patient through claims, so nothing is ever booked twice. More than prescribed is refused;
 * a signed session is never changed, not even by SQL: what comes later is an addendum.
 */
export { SessionsModule } from './sessions.module.js';
export { bookSession } from './booking.service.js';
export { scheduleCourse } from './series.service.js';
export { verifyAllSignatures } from './signed-record.js';
