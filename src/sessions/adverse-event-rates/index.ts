/** How often adverse events come, with exact intervals. Pure. */
export { ratePer1000, type Rate } from './exact-interval.js';
