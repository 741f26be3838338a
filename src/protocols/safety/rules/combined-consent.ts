import type { DeliveryFacts } from '../delivery-facts.js';
import { defineRule } from '../finding.js';

/** Rossi 2021 has a chapter of its own on the two together (abstract seen); the consent of its own is a design default. */
export const COMBINED_CONSENT = defineRule<DeliveryFacts>({
  code: 'combined-consent',
  severity: 'hard',
  title: 'Pulses and a current in one plan have a consent of their own',
  source: 'Design default; Rossi 2021 Clin Neurophysiol 132:269 on the combination of TMS with electric currents',
  provenance: 'design-default',
  violation: ({ combined, combinedConsent }) =>
    !combined || combinedConsent ? null : { limit: 'consent to combined stimulation', actual: 'none', explanation: 'The plan gives a current beside the pulses, and no consent of the patient to the combination is in force.' },
});
