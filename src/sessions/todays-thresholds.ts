import { latestThreshold, type CourseFacts, type ThresholdFacts } from '../courses/read.js';
import { together } from '../platform/database/together.js';
import type { Reader } from '../platform/database/work.js';

/** The threshold that each block of a session rests on, in their order: each side has its own. */
export function todaysThresholds(reader: Reader, { id, blocks }: CourseFacts): Promise<(ThresholdFacts | undefined)[]> {
  return together(...blocks.map(({ hemisphere }) => latestThreshold(reader, id, hemisphere)));
}
