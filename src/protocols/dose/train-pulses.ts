import { withoutDust } from './rounding.js';
import { isThetaBurst, type Burst, type Modality } from './stimulation.js';

/** How far a stated duration may lie from pulses ÷ frequency: vendors round, and define the end of a train differently. Design default. */
export const TRAIN_TOLERANCE_PERCENT = 2;
/** Half of the last place of a duration printed with two decimals. */
const PRINTED_SECONDS_TOLERANCE = 0.005;

interface Train {
  frequencyHz: number;
  trainDurationSeconds: number;
  burst?: Burst;
}

/** 1 for evenly spaced pulses, the pulses of a burst for theta burst. */
export function pulsesPerBeat(modality: Modality, burst: Burst | undefined): number {
  return isThetaBurst(modality) ? (burst?.pulses ?? 1) : 1;
}

/** Frequency × duration (× pulses of a burst), not rounded. */
export function pulsesByDuration(modality: Modality, { frequencyHz, trainDurationSeconds, burst }: Train): number {
  return withoutDust(frequencyHz * trainDurationSeconds * pulsesPerBeat(modality, burst));
}

/** Pulses ÷ frequency, in seconds: a train that ends one interval after its last pulse (40 pulses at 10 Hz: 4 s). */
export function secondsByPulses(modality: Modality, pulses: number, { frequencyHz, burst }: Omit<Train, 'trainDurationSeconds'>): number {
  return withoutDust(pulses / (frequencyHz * pulsesPerBeat(modality, burst)));
}

/** From the first pulse to the last, in seconds: how some vendors count a train (40 pulses at 10 Hz: 3.9 s). */
export function secondsFirstToLastPulse(modality: Modality, pulses: number, { frequencyHz, burst }: Omit<Train, 'trainDurationSeconds'>): number {
  const beats = pulses / pulsesPerBeat(modality, burst);
  const withinBurst = isThetaBurst(modality) && burst ? (burst.pulses - 1) / burst.frequencyHz : 0;
  return withoutDust((beats - 1) / frequencyHz + withinBurst);
}

/** Whether the duration is that of so many pulses, by either definition of a train's end. */
export function durationFits(modality: Modality, pulses: number, train: Train): boolean {
  const expected = pulsesByDuration(modality, train);
  if (Math.abs(pulses - expected) <= withoutDust((expected * TRAIN_TOLERANCE_PERCENT) / 100)) return true;
  const firstToLast = secondsFirstToLastPulse(modality, pulses, train);
  return withoutDust(Math.abs(train.trainDurationSeconds - firstToLast)) <= PRINTED_SECONDS_TOLERANCE;
}
