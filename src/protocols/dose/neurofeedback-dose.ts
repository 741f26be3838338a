import { withoutDust } from './rounding.js';

/** A stretch of the EEG's spectrum whose power is to rise (rewarded) or to fall (inhibited). */
export interface TrainedBand {
  lowHz: number;
  highHz: number;
  direction: 'reward' | 'inhibit';
}

/** One session of neurofeedback at one place of the international 10-20 system. */
export interface NeurofeedbackDose {
  site: string;
  bands: TrainedBand[];
  rounds: number;
  roundMinutes: number;
  /** Between two rounds. */
  pauseMinutes: number;
}

export type BandName = 'delta' | 'theta' | 'alpha' | 'sensorimotor rhythm' | 'beta' | 'gamma';

export interface DerivedBand extends TrainedBand {
  /** By its middle; the usual division of the EEG's spectrum (recalled). */
  name: BandName;
  centreHz: number;
  widthHz: number;
  /** The shortest stretch of EEG in which so narrow a band can be told from its neighbours: 1 / width. */
  shortestWindowSeconds: number;
}

export interface DerivedNeurofeedbackDose {
  trainingMinutes: number;
  /** Rounds and the pauses between them. */
  sessionMinutes: number;
  bands: DerivedBand[];
}

/** One thing about a training that cannot be so, addressed as a JSON pointer into `{training}`. */
export interface TrainingContradiction {
  pointer: string;
  message: string;
}

/** Everything about a training that contradicts itself; empty when it can be given. */
export function trainingContradictions({ bands }: NeurofeedbackDose): TrainingContradiction[] {
  const backwards = bands.flatMap(({ lowHz, highHz }, index) => (lowHz < highHz ? [] : [{ pointer: `/training/bands/${index}/highHz`, message: 'must be above lowHz' }]));
  if (backwards.length > 0) return backwards;
  const nothingRewarded = bands.some(({ direction }) => direction === 'reward') ? [] : [{ pointer: '/training/bands', message: 'must reward one band at least: nothing is learned by inhibition alone' }];
  const contrary = bands.flatMap((band, index) => {
    const earlier = bands.slice(0, index).find((other) => other.lowHz < band.highHz && band.lowHz < other.highHz);
    return earlier ? [{ pointer: `/training/bands/${index}`, message: `overlaps the band from ${earlier.lowHz} to ${earlier.highHz} Hz; the same power cannot be judged twice` }] : [];
  });
  return [...nothingRewarded, ...contrary];
}

/** Minutes and bands of a training: 10 rounds of 3 minutes with a minute between are 30 minutes of training in 39. */
export function deriveNeurofeedbackDose({ bands, rounds, roundMinutes, pauseMinutes }: NeurofeedbackDose): DerivedNeurofeedbackDose {
  const trainingMinutes = withoutDust(rounds * roundMinutes);
  return { trainingMinutes, sessionMinutes: withoutDust(trainingMinutes + (rounds - 1) * pauseMinutes), bands: bands.map(derivedBand) };
}

function derivedBand(band: TrainedBand): DerivedBand {
  const widthHz = withoutDust(band.highHz - band.lowHz);
  const centreHz = withoutDust((band.lowHz + band.highHz) / 2);
  return { ...band, name: nameOf(centreHz), centreHz, widthHz, shortestWindowSeconds: withoutDust(1 / widthHz) };
}

function nameOf(centreHz: number): BandName {
  if (centreHz < 4) return 'delta';
  if (centreHz < 8) return 'theta';
  if (centreHz < 12) return 'alpha';
  if (centreHz < 15) return 'sensorimotor rhythm';
  return centreHz < 30 ? 'beta' : 'gamma';
}
