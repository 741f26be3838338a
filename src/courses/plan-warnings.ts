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
}

/** What a prescriber should notice of the plan, short of what has to be answered: place, indication, and pain that is not chronic yet. */
export function planWarnings({ target, targetRegion, hemisphere, indications, condition }: Plan, today: string): Warning[] {
  const place = target ? targetWarnings(target as PlannedTarget, targetRegion, hemisphere ?? '') : [];
  return [...place.map(({ code, message, source }) => ({ code, message: `${message} (${source})` })), ...(condition ? conditionWarnings(condition, indications, today) : [])];
}

function conditionWarnings(condition: ConditionOfCourse, indications: readonly string[], today: string): Warning[] {
  const { category } = condition;
  return [
    ...(indications.includes(category) ? [] : [{ code: 'other-indication', message: `The protocol is for ${indications.join(', ')}, the course treats ${category}.` }]),
    ...(isPain(category) && isChronicPain({ ...condition, today }) === false ? [{ code: 'not-chronic', message: 'The pain has lasted three months at most; the trials treated chronic pain (ICD-11 MG30).' }] : []),
  ];
}
