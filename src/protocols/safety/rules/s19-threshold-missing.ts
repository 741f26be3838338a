import { defineRule } from '../finding.js';
import { needsThreshold, type DeliveryFacts } from '../delivery-facts.js';

export const S19 = defineRule<DeliveryFacts>({
  code: 'S19',
  severity: 'hard',
  title: 'A motor threshold is on record',
  source: 'Rossi 2009 Clin Neurophysiol 120:2008 (doses are multiples of the threshold)',
  provenance: 'recalled',
  violation: ({ modality, motorThreshold }) => {
    if (!needsThreshold(modality) || motorThreshold !== null) return null;
    return { limit: 'a motor threshold', actual: 'none', explanation: 'The dose is a percentage of the resting motor threshold, and none is on record.' };
  },
});
