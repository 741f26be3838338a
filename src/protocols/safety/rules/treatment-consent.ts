import { defineRule } from '../finding.js';
import type { DeliveryFacts } from '../delivery-facts.js';

/** The same consent that a course needs to begin: a patient may take it back on any day. */
export const TREATMENT_CONSENT = defineRule<DeliveryFacts>({
  code: 'treatment-consent',
  severity: 'hard',
  title: 'The patient consents to the treatment, today as on the first day',
  source: 'Consent',
  provenance: 'design-default',
  violation: ({ treatmentConsent }) => (treatmentConsent ? null : { limit: 'consent to treatment', actual: 'none', explanation: 'No consent to the treatment is in force: it was withdrawn, and nothing is given without it.' }),
});
