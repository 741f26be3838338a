/**
 * The climb to the prescribed intensity over the first sessions of a course.
 *
 * Pure. A ramp only ever lowers a dose, so no safe dose becomes unsafe by it.
 */
export { rampedIntensityPercentRmt, rampFaults, type RampFault, type RampStep } from './ramped-intensity.js';
