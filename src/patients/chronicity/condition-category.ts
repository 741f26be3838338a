export const CONDITION_CATEGORIES = [
  'neuropathic-pain',
  'musculoskeletal-pain',
  'fibromyalgia',
  'inflammatory-pain',
  'headache',
  'crps',
  'post-stroke-pain',
  'other-pain',
  'depression',
  'anxiety',
  'other',
] as const;

export type ConditionCategory = (typeof CONDITION_CATEGORIES)[number];

const NOT_PAIN: ReadonlySet<ConditionCategory> = new Set(['depression', 'anxiety', 'other']);

export function isPain(category: ConditionCategory): boolean {
  return !NOT_PAIN.has(category);
}
