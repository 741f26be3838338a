/**
 * What a stimulation delivers: its vocabulary, its arithmetic, and whether it contradicts itself.
 *
 * Pure. `pulsesPerTrain` is the truth; durations and totals are derived from it or checked against it.
 */
export { completeStimulation, THETA_BURST, THETA_BURST_REPETITION_HZ, type Completed } from './complete-stimulation.js';
export { contradictions, ImpossibleDose, type Contradiction, type ContradictionCode } from './contradictions.js';
export { deriveDose, type DerivedDose } from './derive-dose.js';
export { doseMinutes, type TimedDose } from './dose-minutes.js';
export {
  deriveNeurofeedbackDose,
  trainingContradictions,
  type BandName,
  type DerivedBand,
  type DerivedNeurofeedbackDose,
  type NeurofeedbackDose,
  type TrainedBand,
  type TrainingContradiction,
} from './neurofeedback-dose.js';
export { exceeds, withoutDust } from './rounding.js';
export { deriveSessionDose, type DerivedSessionDose, type DoseBlock, type SessionDose, type StimulatedSide } from './session-dose.js';
export {
  isConventional,
  isPulsed,
  isThetaBurst,
  MODALITIES,
  type Burst,
  type ConventionalModality,
  type Modality,
  type Stimulation,
  type StimulationDraft,
  type ThetaBurstModality,
} from './stimulation.js';
export { deriveTdcsDose, TDCS_CEILING, TDCS_USUAL_DENSITY, TDCS_WARNING, type DerivedTdcsDose, type TdcsDose } from './tdcs-dose.js';
export { secondsByPulses, TRAIN_TOLERANCE_PERCENT } from './train-pulses.js';
