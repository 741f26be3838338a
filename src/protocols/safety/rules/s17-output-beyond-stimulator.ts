import { exceeds } from '../../dose/index.js';
import { defineRule } from '../finding.js';
import type { DeliveryFacts } from '../delivery-facts.js';

/** The output a stimulator has, in % of its maximum. */
const WHOLE_OUTPUT_PERCENT_MSO = 100;

export const S17 = defineRule<DeliveryFacts>({
  code: 'S17',
  severity: 'hard',
  title: 'The dose can be delivered: threshold × intensity is at most 100 % of the output',
  source: 'Arithmetic',
  provenance: 'arithmetic',
  violation: ({ computedOutputPercentMso: output }) => {
    if (output === null || !exceeds(output, WHOLE_OUTPUT_PERCENT_MSO)) return null;
    const explanation = `The dose cannot be delivered: the motor threshold and the prescribed intensity come to ${output} % of the stimulator's maximum output.`;
    return { limit: '100 % MSO', actual: `${output} % MSO`, explanation };
  },
});
