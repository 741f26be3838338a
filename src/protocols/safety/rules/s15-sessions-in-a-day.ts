import { defineRule } from '../finding.js';
import type { DeliveryFacts } from '../delivery-facts.js';

export const S15 = defineRule<DeliveryFacts>({
  code: 'S15',
  severity: 'hard',
  title: 'A day has no more sessions than the protocol prescribes',
  source: 'The protocol',
  provenance: 'design-default',
  violation: ({ sessionsToday, sessionsPerDayAtMost }) => {
    const withThis = sessionsToday + 1;
    if (withThis <= sessionsPerDayAtMost) return null;
    const explanation = `This would be session ${withThis} today; the protocol prescribes ${sessionsPerDayAtMost} a day.`;
    return { limit: `${sessionsPerDayAtMost} a day`, actual: `${withThis} a day`, explanation };
  },
});
