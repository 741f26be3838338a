/**
 * Which hemisphere a course stimulates, from the protocol's rule and the side of pain; and rule S29, where that is in doubt.
 *
 * Pure.
 */
export { sideFinding, type SideFinding, type SidePlan } from './side-finding.js';
export { sideToStimulate, type Hemisphere, type HemisphereRule, type PainSide } from './side-to-stimulate.js';
