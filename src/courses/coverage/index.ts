/**
 * Which treatments payers have approved.
 *
 * Pure. The function beyond_authorisation of the database does the same for what is booked; this is for what may be.
 */
export { coveredDates, type Grant } from './covered-dates.js';
