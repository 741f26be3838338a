import { isChronicPain, isPain, type ConditionCategory } from '../patients/read.js';
import type { Warning } from './course.dto.js';
import { targetWarnings, type PlannedTarget } from './target/index.js';

export interface ConditionOfCourse {
  category: ConditionCategory;
  onsetDate: string;
  resolvedDate: string | null;
}

interface Plan {
  target?: object;
  targetRegion: string;
  hemisphere?: string;
  indications: readonly string[];
  condition: ConditionOfCourse | null;
  blocks?: readonly { stimulation: { intensityPercentRmt: number } }[];
}

/** The lowest of the library is 70 %; so little is more often a fraction (1.2 for 120 %) or a share of the output. Design default. */
const LOWEST_PERCENT_RMT = 50;

/** What a prescriber should notice of the plan, short of what has to be answered: place, indication, and pain that is not chronic yet. */
export function planWarnings({ target, targetRegion, hemisphere, indications, condition, blocks = [] }: Plan, today: string): Warning[] {
  const place = target ? targetWarnings(target as PlannedTarget, targetRegion, hemisphere ?? '') : [];
  return [...place.map(({ code, message, source }) => ({ code, message: `${message} (${source})` })), ...(condition ? conditionWarnings(condition, indications, today) : []), ...intensityWarnings(blocks)];
}

function intensityWarnings(blocks: NonNullable<Plan['blocks']>): Warning[] {
  const low = blocks.map(({ stimulation }) => stimulation.intensityPercentRmt).find((percent) => percent < LOWEST_PERCENT_RMT);
  return low === undefined ? [] : [{ code: 'low-intensity', message: `${low} % of the resting motor threshold is less than any published protocol of the library gives: is it a fraction, or a percentage of the stimulator’s output?` }];
}

function conditionWarnings(condition: ConditionOfCourse, indications: readonly string[], today: string): Warning[] {
  const { category } = condition;
  return [
    ...(indications.includes(category) ? [] : [{ code: 'other-indication', message: `The protocol is for ${indications.join(', ')}, the course treats ${category}.` }]),
    ...(isPain(category) && isChronicPain({ ...condition, today }) === false ? [{ code: 'not-chronic', message: 'The pain has lasted three months at most; the trials treated chronic pain (ICD-11 MG30).' }] : []),
  ];
}
