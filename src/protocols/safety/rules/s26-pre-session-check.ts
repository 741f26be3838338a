import { defineRule } from '../finding.js';
import type { DeliveryFacts } from '../delivery-facts.js';

export const S26 = defineRule<DeliveryFacts>({
  code: 'S26',
  severity: 'hard',
  title: "Today's pre-session check is done and nothing in it is open",
  source: 'Rossi 2009 Clin Neurophysiol 120:2008 (what raises the risk from day to day)',
  provenance: 'design-default',
  violation: ({ preSessionCheck }) => {
    if (preSessionCheck === 'passed' || preSessionCheck === 'cleared') return null;
    const explanation =
      preSessionCheck === 'missing' ? "Today's pre-session check has not been done." : "Today's pre-session check has a finding that no clinician has cleared.";
    return { limit: 'check passed or cleared', actual: preSessionCheck, explanation };
  },
});
