import { defineRule } from '../finding.js';
import type { DeliveryFacts, ScreeningState } from '../delivery-facts.js';

const WHY: Record<Exclude<ScreeningState, 'cleared'>, string> = {
  missing: 'No intake screening is on record.',
  expired: 'The intake screening has expired: it counts for twelve months and for one course.',
  'needs-review': 'The intake screening has findings that no clinician has reviewed.',
  contraindicated: 'The intake screening has a finding that rules stimulation out.',
};

export const S25 = defineRule<DeliveryFacts>({
  code: 'S25',
  severity: 'hard',
  title: 'The intake screening is on record, current and cleared',
  source: 'Rossi 2011 Clin Neurophysiol 122:1686; twelve months are a design default',
  provenance: 'design-default',
  violation: ({ screening }) => (screening === 'cleared' ? null : { limit: 'screening cleared', actual: screening, explanation: WHY[screening] }),
});
