import { Refusal } from '../errors/refusal.js';
import type { Work } from './work.js';

const aftermaths = new WeakMap<Refusal, (work: Work) => Promise<void>>();

/**
 * What must stand although the work is refused and undone: a failure that is counted, an entry in the trail. It runs in a
 * transaction of its own, after the refused one is rolled back and before the caller is told.
 */
export function withAftermath(refusal: Refusal, aftermath: (work: Work) => Promise<void>): Refusal {
  aftermaths.set(refusal, aftermath);
  return refusal;
}

export function aftermathOf(fault: unknown): ((work: Work) => Promise<void>) | undefined {
  return fault instanceof Refusal ? aftermaths.get(fault) : undefined;
}
