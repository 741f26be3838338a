import { defineRule } from '../finding.js';
import type { PrescribingFacts } from '../prescribing-facts.js';
import { DEFAULT_SAFETY_LIMITS } from '../safety-limits.js';

export const S11 = defineRule<PrescribingFacts>({
  code: 'S11',
  severity: 'hard',
  title: 'A theta burst session has at most 1800 pulses',
  source: DEFAULT_SAFETY_LIMITS.thetaBurstPulsesPerSessionAtMost.source,
  provenance: 'design-default',
  violation: ({ thetaBurstPulsesInSession: pulses }, { thetaBurstPulsesPerSessionAtMost: limit }) => {
    if (pulses <= limit.value) return null;
    const explanation = `${pulses} pulses of theta burst in a session are more than ${limit.value}, the longest session of a cleared protocol.`;
    return { limit: `${limit.value} pulses`, actual: `${pulses} pulses`, explanation, source: limit.source };
  },
});
