import { exceeds } from '../../dose/index.js';
import { defineRule } from '../finding.js';
import type { DeliveryFacts } from '../delivery-facts.js';

export const S23 = defineRule<DeliveryFacts>({
  code: 'S23',
  severity: 'hard',
  title: 'The operator may lower the prescribed intensity, never raise it',
  source: 'The prescription',
  provenance: 'design-default',
  violation: ({ prescribedIntensityPercentRmt: prescribed, chosenIntensityPercentRmt: chosen }) => {
    if (prescribed === null || chosen === null || !exceeds(chosen, prescribed)) return null;
    const explanation = `${chosen} % of the motor threshold is more than the ${prescribed} % that are prescribed.`;
    return { limit: `${prescribed} % RMT`, actual: `${chosen} % RMT`, explanation };
  },
});
