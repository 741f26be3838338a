import { defineRule } from '../finding.js';
import type { DailyPulses } from '../prescribing-facts.js';
import { DEFAULT_SAFETY_LIMITS } from '../safety-limits.js';

export const S14 = defineRule<DailyPulses>({
  code: 'S14',
  severity: 'hard',
  title: 'A day has at most 18 000 pulses',
  source: DEFAULT_SAFETY_LIMITS.pulsesPerDayAtMost.source,
  provenance: 'design-default',
  violation: ({ pulsesInDay }, { pulsesPerDayAtMost: limit }) => {
    if (pulsesInDay <= limit.value) return null;
    const explanation = `${pulsesInDay} pulses in one day are more than ${limit.value}, the most that a cleared protocol gives.`;
    return { limit: `${limit.value} pulses a day`, actual: `${pulsesInDay} pulses a day`, explanation, source: limit.source };
  },
});
