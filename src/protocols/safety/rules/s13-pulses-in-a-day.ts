import { defineRule } from '../finding.js';
import type { DailyPulses } from '../prescribing-facts.js';
import { DEFAULT_SAFETY_LIMITS } from '../safety-limits.js';

export const S13 = defineRule<DailyPulses>({
  code: 'S13',
  severity: 'override',
  title: 'A day has at most 3000 pulses unless several sessions a day are what was published or cleared',
  source: DEFAULT_SAFETY_LIMITS.pulsesPerDay.source,
  provenance: 'design-default',
  violation: ({ pulsesInDay, spacingIsValidated }, { pulsesPerDay: limit }) => {
    if (spacingIsValidated || pulsesInDay <= limit.value) return null;
    const explanation = `${pulsesInDay} pulses in one day are more than ${limit.value}, the most that conventional labels give.`;
    return { limit: `${limit.value} pulses a day`, actual: `${pulsesInDay} pulses a day`, explanation, source: limit.source };
  },
});
