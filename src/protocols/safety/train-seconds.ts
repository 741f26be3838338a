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

/**
 * The shortest pause that table 5 part A has a word on, in seconds: between the trains of a block, or from a block to the next.
 * Less than a second between blocks is none whatever their frequency: a long train must not pass in slices. Null where it speaks of none.
 */
export function shortestPauseSeconds({ stimulation, pauseBetweenBlocksSeconds: between }: { stimulation: Stimulation; pauseBetweenBlocksSeconds: number | null }): number | null {
  const within = pauseMatters(stimulation) ? stimulation.interTrainIntervalSeconds : Infinity;
  const matters = between !== null && (exceeds(stimulation.frequencyHz, 1) || exceeds(1, between));
  const shortest = Math.min(within, matters ? between : Infinity);
  return shortest === Infinity ? null : shortest;
}

/** Whether the pause between trains is one that table 5 part A speaks of: there is one, and pulses come faster than one a second. */
export function pauseMatters({ frequencyHz, trains }: Stimulation): boolean {
  return trains > 1 && exceeds(frequencyHz, 1);
}
