import { latestThreshold, type CourseFacts, type ThresholdFacts } from '../courses/read.js';
import type { Reader } from '../platform/database/work.js';

/** The threshold that each block of a session rests on, in their order: each side has its own. */
export async function todaysThresholds(reader: Reader, { id, blocks }: CourseFacts): Promise<(ThresholdFacts | undefined)[]> {
  const thresholds: (ThresholdFacts | undefined)[] = [];
  for (const { hemisphere } of blocks) thresholds.push(await latestThreshold(reader, id, hemisphere));
  return thresholds;
}
