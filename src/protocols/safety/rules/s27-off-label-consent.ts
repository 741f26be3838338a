import { defineRule } from '../finding.js';
import type { DeliveryFacts } from '../delivery-facts.js';

export const S27 = defineRule<DeliveryFacts>({
  code: 'S27',
  severity: 'hard',
  title: 'A protocol that is off-label for the condition has the consent to it',
  source: 'Consent',
  provenance: 'design-default',
  violation: ({ offLabel, offLabelConsent }) => {
    if (!offLabel || offLabelConsent) return null;
    const explanation = "The protocol is off-label for the patient's condition, and no off-label consent is in force.";
    return { limit: 'off-label consent', actual: 'none', explanation };
  },
});
