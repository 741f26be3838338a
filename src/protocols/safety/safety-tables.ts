import type { Provenance } from '../../platform/kernel/provenance.js';

export interface Cited {
  source: string;
  provenance: Provenance;
}

/**
 * The longest train known to be safe, in seconds. `limit`: longer ones showed adverse signs. `longest-tested`: printed with
 * ">", nothing adverse was seen and nothing longer was tried.
 */
export interface TrainCell {
  seconds: number;
  kind: 'limit' | 'longest-tested';
}

export interface TrainTable extends Cited {
  name: string;
  intensitiesPercentRmt: readonly number[];
  /** By rising frequency; the cells stand under the intensities. */
  rows: readonly { frequencyHz: number; cells: readonly TrainCell[] }[];
}

const limit = (seconds: number): TrainCell => ({ seconds, kind: 'limit' });
const tested = (seconds: number): TrainCell => ({ seconds, kind: 'longest-tested' });

/**
 * Longest safe single train (Rossi 2009 Clin Neurophysiol 120:2008, table 4, after Wassermann 1998; recalled). Some prints
 * mark 1 Hz at 120 and 130 % with ">" as well; taken for limits here, which is safer.
 */
export const TABLE_4: TrainTable = {
  name: 'table 4',
  source: 'Rossi 2009 Clin Neurophysiol 120:2008, table 4',
  provenance: 'recalled',
  intensitiesPercentRmt: [90, 100, 110, 120, 130],
  rows: [
    { frequencyHz: 1, cells: [tested(1800), tested(1800), tested(1800), limit(360), limit(50)] },
    { frequencyHz: 5, cells: [tested(10), tested(10), tested(10), tested(10), tested(10)] },
    { frequencyHz: 10, cells: [tested(5), tested(5), tested(5), limit(4.2), limit(2.9)] },
    { frequencyHz: 20, cells: [limit(2.05), limit(2.05), limit(1.6), limit(1.0), limit(0.55)] },
    { frequencyHz: 25, cells: [limit(1.28), limit(1.28), limit(0.84), limit(0.4), limit(0.24)] },
  ],
};

/**
 * Recommended train with a quarter cut off for margin (Chen 1997 Electroencephalogr Clin Neurophysiol 105:415, reprinted in
 * Rossi 2009 as table 5 part B; cells recalled, the cut of 25 % published in the abstract).
 */
export const TABLE_5B: TrainTable = {
  name: 'table 5 part B',
  source: 'Chen 1997 Electroencephalogr Clin Neurophysiol 105:415, in Rossi 2009 Clin Neurophysiol 120:2008, table 5 part B',
  provenance: 'recalled',
  intensitiesPercentRmt: [100, 110, 120, 130],
  rows: [
    { frequencyHz: 1, cells: [tested(270), tested(270), tested(180), limit(50)] },
    { frequencyHz: 5, cells: [limit(10), limit(10), limit(10), limit(10)] },
    { frequencyHz: 10, cells: [limit(5), limit(5), limit(3.2), limit(2.2)] },
    { frequencyHz: 20, cells: [limit(1.5), limit(1.2), limit(0.8), limit(0.4)] },
    { frequencyHz: 25, cells: [limit(1.0), limit(0.7), limit(0.3), limit(0.2)] },
  ],
};

export type PauseVerdict = 'safe' | 'unsafe' | 'insufficient-data';

/**
 * Pauses between ten trains of 20 Hz for 1.6 s (Chen 1997). Published in the abstract: 5 s is safe up to 110 %, 1 s or less
 * is not above 100 %; the cells at 100 % are recalled, 1 s there unsurely, and taken for unsafe.
 */
export const TABLE_5A = {
  name: 'table 5 part A',
  source: 'Chen 1997 Electroencephalogr Clin Neurophysiol 105:415, in Rossi 2009 Clin Neurophysiol 120:2008, table 5 part A',
  provenance: 'recalled',
  intensitiesPercentRmt: [100, 105, 110, 120],
  rows: [
    { interTrainIntervalSeconds: 5, verdicts: ['safe', 'safe', 'safe', 'insufficient-data'] },
    { interTrainIntervalSeconds: 1, verdicts: ['unsafe', 'unsafe', 'unsafe', 'unsafe'] },
    { interTrainIntervalSeconds: 0.25, verdicts: ['unsafe', 'unsafe', 'unsafe', 'unsafe'] },
  ],
} as const satisfies Cited & { name: string; intensitiesPercentRmt: readonly number[]; rows: readonly { interTrainIntervalSeconds: number; verdicts: readonly PauseVerdict[] }[] };
