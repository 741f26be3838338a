/**
 * Where the coil goes: the methods of finding the place, what each should record, and what speaks against it.
 *
 * Pure. Warnings only: a target is a clinician's choice.
 */
export { LOCALISATION_METHODS, targetWarnings, type LocalisationMethod, type PlannedTarget, type TargetWarning } from './target-warnings.js';
