import { isPulsed } from '../../dose/index.js';
import { defineRule } from '../finding.js';
import type { DeliveryFacts } from '../delivery-facts.js';
import { DEFAULT_SAFETY_LIMITS } from '../safety-limits.js';

export const S28 = defineRule<DeliveryFacts>({
  code: 'S28',
  severity: 'warn',
  title: 'In the first three sessions a physician is on site or immediately reachable',
  source: DEFAULT_SAFETY_LIMITS.watchedSessions.source,
  provenance: 'design-default',
  violation: ({ modality, sessionNumber, physicianReachable }, { watchedSessions: limit }) => {
    if (!isPulsed(modality) || physicianReachable || sessionNumber > limit.value) return null;
    const explanation = `This is session ${sessionNumber}; in the first ${limit.value}, where seizures cluster, a physician should be on site or immediately reachable.`;
    return { limit: 'physician reachable', actual: 'not confirmed', explanation };
  },
});
