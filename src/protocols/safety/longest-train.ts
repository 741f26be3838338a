import { exceeds } from '../dose/index.js';
import { TABLE_4, type TrainCell, type TrainTable } from './safety-tables.js';

export interface TabulatedTrain extends TrainCell {
  /** The tabulated frequency and intensity that were read: the given ones, or the next higher. */
  frequencyHz: number;
  intensityPercentRmt: number;
}

/** The highest frequency and intensity that table 4 has; beyond them nothing is known. */
export const HIGHEST_TABULATED = { frequencyHz: 25, intensityPercentRmt: 130 } as const;

/**
 * The longest train a table knows, read at the next higher tabulated frequency and intensity (a conservative design
 * default); below the lowest column, the lowest. Null where nothing so high is tabulated.
 */
export function longestTrain(table: TrainTable, frequencyHz: number, intensityPercentRmt: number): TabulatedTrain | null {
  const row = table.rows.find((candidate) => !exceeds(frequencyHz, candidate.frequencyHz));
  const column = table.intensitiesPercentRmt.findIndex((candidate) => !exceeds(intensityPercentRmt, candidate));
  const cell = row?.cells[column];
  const intensity = table.intensitiesPercentRmt[column];
  return row && cell && intensity !== undefined ? { ...cell, frequencyHz: row.frequencyHz, intensityPercentRmt: intensity } : null;
}

/**
 * What table 4 forbids for a train, in seconds. Where the cell itself only says what was tested, a limit found at a lower
 * frequency still holds: 5 Hz at 120 % cannot be safer than the 360 s of 1 Hz. Null where no limit is known.
 */
export function trainLimit(frequencyHz: number, intensityPercentRmt: number): TabulatedTrain | null {
  const cell = longestTrain(TABLE_4, frequencyHz, intensityPercentRmt);
  if (cell === null || cell.kind === 'limit') return cell;
  const slower = TABLE_4.rows
    .filter((row) => row.frequencyHz < cell.frequencyHz)
    .map((row) => longestTrain(TABLE_4, row.frequencyHz, intensityPercentRmt))
    .filter((candidate) => candidate?.kind === 'limit');
  return slower[0] ?? null;
}
