/**
 * The combined plan: what is given beside the pulses, when, in which order, and what is known of the combination.
 *
 * Pure. Only a current given with the pulses asks for a clinician's word; all else is advice.
 */
export { isTreatment, reservationOf, type PlannedAdjunct, type Reservation } from './reservation.js';
export { adjunctFindings, plannedBlock, type AdjunctFinding, type AdjunctKind, type AdjunctTiming, type PlannedBlock } from './adjunct-timing.js';
