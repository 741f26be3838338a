/** What kind of treatment a dose is for. Only the first five deliver magnetic pulses. */
export const MODALITIES = ['rtms', 'itbs', 'ctbs', 'deep-tms', 'single-pulse', 'tdcs', 'neurofeedback'] as const;
export type Modality = (typeof MODALITIES)[number];

export type ThetaBurstModality = 'itbs' | 'ctbs';
export type ConventionalModality = 'rtms' | 'deep-tms';

/** A group of pulses that theta burst repeats: 3 pulses at 50 Hz in the original work (Huang 2005 Neuron 45:201, recalled). */
export interface Burst {
  /** Within the burst, in hertz. */
  frequencyHz: number;
  pulses: number;
}

/**
 * One block of magnetic pulses in trains. `pulsesPerTrain` is the truth; the duration follows from it, because devices
 * differ in whether a train ends with its last pulse or one pulse interval later.
 */
export interface Stimulation {
  /** Pulses a second; for theta burst, bursts a second (5 in the original work). */
  frequencyHz: number;
  /** % of the resting motor threshold. */
  intensityPercentRmt: number;
  /** Every pulse of a train: 30 for 2 s of intermittent theta burst, 600 for 40 s of continuous theta burst. */
  pulsesPerTrain: number;
  trainDurationSeconds: number;
  /** The pause from the end of one train to the start of the next; 0 where there is one train. */
  interTrainIntervalSeconds: number;
  trains: number;
  totalPulses: number;
  /** For theta burst alone. */
  burst?: Burst;
}

/** What follows from the rest may be left out: see `completeStimulation`. */
export type StimulationDraft = Pick<Stimulation, 'frequencyHz' | 'intensityPercentRmt' | 'trains'> & Partial<Stimulation>;

export function isThetaBurst(modality: Modality): modality is ThetaBurstModality {
  return modality === 'itbs' || modality === 'ctbs';
}

/** Trains of evenly spaced pulses: what the published tables of safe trains were measured with. */
export function isConventional(modality: Modality): modality is ConventionalModality {
  return modality === 'rtms' || modality === 'deep-tms';
}

export function isPulsed(modality: Modality): boolean {
  return isConventional(modality) || isThetaBurst(modality) || modality === 'single-pulse';
}
