import type { AnswerSheet } from './answers.js';
import { touchingBands } from './bands.js';
import type { CutOffSet, Direction, ImportantChange } from './instrument.js';
import { fullSum } from './totals.js';

/** A domain of the four-item PROMIS short forms. */
export interface PromisDomain {
  readonly code: string;
  readonly name: string;
  readonly direction: Direction;
  readonly loincTScore: string;
  /** T scores of the raw sums 4 to 20. */
  readonly tScores: readonly number[];
}

const LOWEST_RAW = 4;

/**
 * Raw sum to T score (mean 50, SD 10) for the four-item forms, PROMIS-29 v2.x. Seen in two public tables that cite the
 * HealthMeasures scoring manuals; physical function is version 2.
 */
export const PROMIS_DOMAINS = {
  physicalFunction: {
    code: 'physical-function',
    name: 'Physical function',
    direction: 'higher-is-better',
    loincTScore: '91721-1',
    tScores: [22.5, 26.6, 28.9, 30.5, 31.9, 33.2, 34.4, 35.6, 36.7, 37.9, 39.2, 40.5, 41.9, 43.5, 45.5, 48.3, 57.0],
  },
  anxiety: {
    code: 'anxiety',
    name: 'Anxiety',
    direction: 'lower-is-better',
    loincTScore: '77862-1',
    tScores: [40.3, 48.0, 51.2, 53.7, 55.8, 57.7, 59.5, 61.4, 63.4, 65.3, 67.3, 69.3, 71.2, 73.3, 75.4, 77.9, 81.6],
  },
  depression: {
    code: 'depression',
    name: 'Depression',
    direction: 'lower-is-better',
    loincTScore: '77861-3',
    tScores: [41.0, 49.0, 51.8, 53.9, 55.7, 57.3, 58.9, 60.5, 62.2, 63.9, 65.7, 67.5, 69.4, 71.2, 73.3, 75.7, 79.4],
  },
  fatigue: {
    code: 'fatigue',
    name: 'Fatigue',
    direction: 'lower-is-better',
    loincTScore: '77864-7',
    tScores: [33.7, 39.7, 43.1, 46.0, 48.6, 51.0, 53.1, 55.1, 57.0, 58.8, 60.7, 62.7, 64.6, 66.7, 69.0, 71.6, 75.8],
  },
  sleepDisturbance: {
    code: 'sleep-disturbance',
    name: 'Sleep disturbance',
    direction: 'lower-is-better',
    loincTScore: '77860-5',
    tScores: [32.0, 37.5, 41.1, 43.8, 46.2, 48.4, 50.5, 52.4, 54.3, 56.1, 57.9, 59.8, 61.7, 63.8, 66.0, 68.8, 73.3],
  },
  socialParticipation: {
    code: 'social-participation',
    name: 'Ability to take part in social roles and activities',
    direction: 'higher-is-better',
    loincTScore: '77854-8',
    tScores: [27.5, 31.8, 34.0, 35.7, 37.3, 38.8, 40.5, 42.3, 44.2, 46.2, 48.1, 50.0, 51.9, 53.7, 55.8, 58.3, 64.2],
  },
  painInterference: {
    code: 'pain-interference',
    name: 'Pain interference',
    direction: 'lower-is-better',
    loincTScore: '77865-4',
    tScores: [41.6, 49.6, 52.0, 53.9, 55.6, 57.1, 58.5, 59.9, 61.2, 62.5, 63.8, 65.2, 66.6, 68.0, 69.7, 71.6, 75.6],
  },
} as const satisfies Readonly<Record<string, PromisDomain>>;

/** The T score of four answered items; null when one is missing, since the table needs all four. */
export function tScore(domain: PromisDomain, sheet: AnswerSheet, items: readonly string[]): number | null {
  const raw = fullSum(sheet, items);
  return raw === null ? null : (domain.tScores[raw - LOWEST_RAW] ?? null);
}

/** HealthMeasures' bands of half and whole standard deviations away from the mean; recalled. */
export function severityBands(domain: PromisDomain, appliesTo: string): CutOffSet {
  const better = domain.direction === 'higher-is-better';
  return {
    appliesTo,
    edges: better ? 'upper-inclusive' : 'lower-inclusive',
    bands: better
      ? touchingBands(0, [['severe', 30], ['moderate', 40], ['mild', 45], ['normal', 100]])
      : touchingBands(0, [['normal', 55], ['mild', 60], ['moderate', 70], ['severe', 100]]),
    source: 'HealthMeasures, PROMIS score cut points',
    provenance: 'recalled',
  };
}

/** One figure for every domain: what is known best, for pain interference, is 3 to 4. */
export const PROMIS_IMPORTANT_CHANGE: ImportantChange = { absolute: 4, source: 'Published estimates run from 2 to 6 T points, commonly 3 to 4', provenance: 'recalled' };

export const lowestT = (domain: PromisDomain): number => Math.min(...domain.tScores);

export const highestT = (domain: PromisDomain): number => Math.max(...domain.tScores);
