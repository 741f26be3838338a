/**
 * What an addendum corrects in a record that no longer changes.
 *
 * Pure. A correction names one member of the record by a JSON pointer, and keeps what stands there beside what is right.
 */
export { correctionsOf, type Correction, type CorrectionFault, type Scalar, type StatedCorrection } from './corrections.js';
