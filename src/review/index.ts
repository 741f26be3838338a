/**
 * What clinicians look at: the review of a course and the clinic's day.
 *
 * Reads everything, writes nothing but the trail of who looked. Every number can be recomputed from the rows it rests on.
 */
export { ReviewModule } from './review.module.js';
