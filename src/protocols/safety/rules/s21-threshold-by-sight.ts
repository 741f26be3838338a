import { defineRule } from '../finding.js';
import { needsThreshold, type DeliveryFacts } from '../delivery-facts.js';

export const S21 = defineRule<DeliveryFacts>({
  code: 'S21',
  severity: 'warn',
  title: 'The motor threshold was measured by EMG, as the safety tables were',
  source: 'Westin 2014 Clin Neurophysiol 125:142',
  provenance: 'published',
  violation: ({ modality, motorThreshold }) => {
    if (!needsThreshold(modality) || motorThreshold?.method !== 'visual') return null;
    const explanation =
      'The threshold was judged by sight, which reads 11.3 % higher on average (0 to 27.8 %) than by EMG: the true dose may be higher than shown, and the safety tables rest on EMG.';
    return { limit: 'measured by EMG', actual: 'measured by sight', explanation };
  },
});
