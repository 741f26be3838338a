import { contradictions, ImpossibleDose } from './contradictions.js';
import { withoutDust } from './rounding.js';
import { isThetaBurst, type Modality, type Stimulation } from './stimulation.js';
import { pulsesPerBeat } from './train-pulses.js';

/** What follows from a dose by arithmetic alone. */
export interface DerivedDose {
  totalPulses: number;
  pulsesPerTrain: number;
  /** Bursts in a train; null unless theta burst. */
  burstsPerTrain: number | null;
  /** From the start of one train to the start of the next. */
  cycleSeconds: number;
  /** From the first pulse to the end of the last train: trains × (train + pause) − pause. */
  stimulationSeconds: number;
  /** As publications usually print it, the pause after the last train counted. */
  sessionMinutesWithLastPause: number;
  /** Within a train. */
  pulsesPerSecond: number;
  /** Over the whole of `stimulationSeconds`. */
  meanPulsesPerSecond: number;
  /** The part of a cycle that stimulates; 100 for one train. */
  dutyCyclePercent: number;
}

/**
 * Derives times and rates from a dose that adds up.
 * @throws ImpossibleDose when it does not
 */
export function deriveDose(modality: Modality, stimulation: Stimulation): DerivedDose {
  const found = contradictions(modality, stimulation);
  if (found.length > 0) throw new ImpossibleDose(found);
  const { frequencyHz, pulsesPerTrain, trainDurationSeconds, trains, totalPulses, burst } = stimulation;
  const pauseSeconds = trains === 1 ? 0 : stimulation.interTrainIntervalSeconds;
  const cycleSeconds = withoutDust(trainDurationSeconds + pauseSeconds);
  const stimulationSeconds = withoutDust(trains * cycleSeconds - pauseSeconds);
  const perBeat = pulsesPerBeat(modality, burst);
  return {
    totalPulses,
    pulsesPerTrain,
    burstsPerTrain: isThetaBurst(modality) ? pulsesPerTrain / perBeat : null,
    cycleSeconds,
    stimulationSeconds,
    sessionMinutesWithLastPause: withoutDust((trains * cycleSeconds) / 60),
    pulsesPerSecond: withoutDust(frequencyHz * perBeat),
    // A lone single pulse takes no time at all; a rate over it would mean nothing.
    meanPulsesPerSecond: stimulationSeconds === 0 ? 0 : withoutDust(totalPulses / stimulationSeconds),
    dutyCyclePercent: cycleSeconds === 0 ? 0 : withoutDust((trainDurationSeconds / cycleSeconds) * 100),
  };
}
