/** What a single pulse must evoke to count as an answer in a resting muscle, in µV (Rossini 2015 Clin Neurophysiol 126:1071, secondary source). */
export const ANSWER_MICROVOLTS = 50;
/** Fewer pulses at one output settle nothing: the threshold is what half of ten answer to. */
const ENOUGH_TRIALS = 10;

export interface Trial {
  /** % of maximum stimulator output. */
  readonly outputPercentMso: number;
  /** Peak to peak; absent where the muscle was watched. */
  readonly mepMicrovolts?: number;
  /** Seen in the muscle; absent where its potential was recorded. */
  readonly twitch?: boolean;
}

export interface AnswersAtThreshold {
  readonly trials: number;
  readonly answered: number;
}

/** How many pulses at the threshold's own output the muscle answered, where there were enough of them to tell; else null. */
export function answersAtThreshold(trials: readonly Trial[], percentMso: number): AnswersAtThreshold | null {
  const there = trials.filter(({ outputPercentMso }) => outputPercentMso === percentMso);
  if (there.length < ENOUGH_TRIALS) return null;
  return { trials: there.length, answered: there.filter(({ mepMicrovolts, twitch }) => (mepMicrovolts === undefined ? twitch === true : mepMicrovolts > ANSWER_MICROVOLTS)).length };
}
