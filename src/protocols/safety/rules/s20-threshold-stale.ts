import { defineRule } from '../finding.js';
import { needsThreshold, type DeliveryFacts } from '../delivery-facts.js';

export const S20 = defineRule<DeliveryFacts>({
  code: 'S20',
  severity: 'override',
  title: 'The motor threshold is recent, and no medicine that shifts it has changed since',
  source: 'Design default',
  provenance: 'design-default',
  violation: ({ modality, motorThreshold }, { thresholdAgeDays: limit }) => {
    if (!needsThreshold(modality) || motorThreshold === null) return null;
    const { ageDays, medicationChangedSince } = motorThreshold;
    const limitText = `${limit.value} days, no medication change`;
    if (medicationChangedSince) {
      const explanation = 'A medicine that shifts the motor threshold has changed since it was measured.';
      return { limit: limitText, actual: 'medication changed since', explanation };
    }
    if (ageDays >= 0 && ageDays <= limit.value) return null;
    const explanation = `The motor threshold is ${ageDays} days old; it counts for ${limit.value} days.`;
    return { limit: limitText, actual: `${ageDays} days`, explanation, source: limit.source };
  },
});
