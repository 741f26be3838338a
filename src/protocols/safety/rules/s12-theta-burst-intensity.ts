import { exceeds, isThetaBurst } from '../../dose/index.js';
import { defineRule } from '../finding.js';
import type { PrescribingFacts } from '../prescribing-facts.js';
import { DEFAULT_SAFETY_LIMITS } from '../safety-limits.js';

export const S12 = defineRule<PrescribingFacts>({
  code: 'S12',
  severity: 'hard',
  title: 'Theta burst is at most 120 % of the resting motor threshold',
  source: DEFAULT_SAFETY_LIMITS.thetaBurstIntensityPercentRmt.source,
  provenance: 'design-default',
  violation: ({ modality, stimulation: { intensityPercentRmt } }, { thetaBurstIntensityPercentRmt: limit }) => {
    if (!isThetaBurst(modality) || !exceeds(intensityPercentRmt, limit.value)) return null;
    const explanation = `Theta burst at ${intensityPercentRmt} % of the resting motor threshold is above ${limit.value} %, the intensity of the cleared label.`;
    return { limit: `${limit.value} % RMT`, actual: `${intensityPercentRmt} % RMT`, explanation, source: limit.source };
  },
});
