/**
 * The published protocols that a clinic's library starts with, each number with how far it can be trusted.
 *
 * Pure data. What is unknown or doubtful is listed and not active.
 */
import type { CatalogueEntry } from './catalogue-entry.js';
import { DEPRESSION_CONVENTIONAL } from './depression-conventional.js';
import { DEPRESSION_DEEP } from './depression-deep.js';
import { DEPRESSION_THETA_BURST } from './depression-theta-burst.js';
import { MIGRAINE } from './migraine.js';
import { PAIN_MOTOR_CORTEX } from './pain-motor-cortex.js';
import { PAIN_PREFRONTAL } from './pain-prefrontal.js';
import { PAIN_SOMATOSENSORY } from './pain-somatosensory.js';
import { TDCS } from './tdcs.js';

export type { CatalogueEntry, CataloguePhase, Clearance, Indication, Parameter, ParameterProvenance, Pattern, TargetRegion } from './catalogue-entry.js';

export const CATALOGUE: readonly CatalogueEntry[] = [
  ...PAIN_MOTOR_CORTEX,
  ...PAIN_PREFRONTAL,
  ...PAIN_SOMATOSENSORY,
  ...MIGRAINE,
  ...DEPRESSION_CONVENTIONAL,
  ...DEPRESSION_THETA_BURST,
  ...DEPRESSION_DEEP,
  ...TDCS,
];
