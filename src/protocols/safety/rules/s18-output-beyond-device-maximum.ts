import { exceeds } from '../../dose/index.js';
import { defineRule } from '../finding.js';
import type { DeliveryFacts } from '../delivery-facts.js';

export const S18 = defineRule<DeliveryFacts>({
  code: 'S18',
  severity: 'hard',
  title: 'The output stays within the maximum of the device and of the clinic',
  source: "The device's and the clinic's own maximum",
  provenance: 'design-default',
  violation: ({ computedOutputPercentMso: output, maximumOutputPercentMso }, { outputPercentMso }) => {
    const maximum = Math.min(maximumOutputPercentMso ?? outputPercentMso.value, outputPercentMso.value);
    // At 100 % the stimulator itself is the maximum, which S17 says.
    if (output === null || maximum >= 100 || !exceeds(output, maximum)) return null;
    const explanation = `The motor threshold and the prescribed intensity come to ${output} % of maximum output, above the ${maximum} % that the device or the clinic allows.`;
    return { limit: `${maximum} % MSO`, actual: `${output} % MSO`, explanation };
  },
});
