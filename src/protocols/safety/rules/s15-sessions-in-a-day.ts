import { defineRule } from '../finding.js';
import type { DeliveryFacts } from '../delivery-facts.js';

export const S15 = defineRule<DeliveryFacts>({
  code: 'S15',
  severity: 'hard',
  title: 'A day has no more sessions than the protocol prescribes; one that was stopped before half of its dose is repeated with a signature',
  source: 'The protocol',
  provenance: 'design-default',
  violation: ({ sessionsToday, abandonedToday, sessionsPerDayAtMost }) => {
    const withThis = sessionsToday + 1;
    if (withThis <= sessionsPerDayAtMost) return null;
    if (withThis - abandonedToday <= sessionsPerDayAtMost) {
      const explanation = `${abandonedToday} of today's sessions was stopped before half of its dose was given; to give one more today wants a signature.`;
      return { limit: `${sessionsPerDayAtMost} a day`, actual: `${withThis} a day, ${abandonedToday} stopped before half`, explanation, severity: 'override', source: 'Design default' };
    }
    const explanation = `This would be session ${withThis} today; the protocol prescribes ${sessionsPerDayAtMost} a day.`;
    return { limit: `${sessionsPerDayAtMost} a day`, actual: `${withThis} a day`, explanation };
  },
});
