import { defineRule } from '../finding.js';
import type { PrescribingFacts } from '../prescribing-facts.js';
import { DEFAULT_SAFETY_LIMITS } from '../safety-limits.js';

export const S10 = defineRule<PrescribingFacts>({
  code: 'S10',
  severity: 'override',
  title: 'A theta burst session has at most 600 pulses unless the protocol is published or cleared with more',
  source: DEFAULT_SAFETY_LIMITS.thetaBurstPulsesPerSession.source,
  provenance: 'design-default',
  violation: ({ thetaBurstPulsesInSession: pulses, validatedException }, { thetaBurstPulsesPerSession: limit }) => {
    if (validatedException || pulses <= limit.value) return null;
    const explanation = `${pulses} pulses of theta burst in a session are more than ${limit.value}, and the protocol is not marked as published or cleared with more.`;
    return { limit: `${limit.value} pulses`, actual: `${pulses} pulses`, explanation, source: limit.source };
  },
});
