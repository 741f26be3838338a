import { exceeds, secondsByPulses, withoutDust, type Modality, type Stimulation } from '../dose/index.js';

/**
 * How long a conventional train really runs, in seconds: the longer of what is stated and what its pulses take. Trains
 * with no pause that could be told from a pulse interval are one train, so that a long train cannot pass in slices.
 */
export function uninterruptedTrainSeconds(modality: Modality, stimulation: Stimulation): number {
  const { trainDurationSeconds, pulsesPerTrain, frequencyHz, interTrainIntervalSeconds, trains } = stimulation;
  const byPulses = secondsByPulses(modality, pulsesPerTrain, stimulation);
  if (hasPause(frequencyHz, interTrainIntervalSeconds)) return Math.max(trainDurationSeconds, byPulses);
  // Reckoned from all pulses at once: the rounding of one slice must not add up over hundreds of them.
  const stretched = exceeds(trainDurationSeconds, byPulses + ROUNDING_SECONDS) ? trainDurationSeconds / byPulses : 1;
  return withoutDust(secondsByPulses(modality, pulsesPerTrain * trains, stimulation) * stretched);
}

const ROUNDING_SECONDS = 1e-6;

function hasPause(frequencyHz: number, interTrainIntervalSeconds: number): boolean {
  return !exceeds(1 / frequencyHz, interTrainIntervalSeconds);
}

/** Whether the pause between trains is one that table 5 part A speaks of: there is one, and pulses come faster than one a second. */
export function pauseMatters({ frequencyHz, trains }: Stimulation): boolean {
  return trains > 1 && exceeds(frequencyHz, 1);
}
