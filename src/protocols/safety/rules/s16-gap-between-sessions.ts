import { isThetaBurst } from '../../dose/index.js';
import { defineRule, type Violation } from '../finding.js';
import type { DeliveryFacts } from '../delivery-facts.js';
import type { SafetyLimits } from '../safety-limits.js';

export const S16 = defineRule<DeliveryFacts>({
  code: 'S16',
  severity: 'hard',
  title: "From the end of one session to the start of the next the protocol's gap passes, and never less than 15 minutes; between current and pulses less wants a signature",
  source: 'The protocol; 15 minutes at least, 50 for theta burst that states no gap',
  provenance: 'design-default',
  violation: (facts, limits) => {
    const { minutesSinceLastSession: minutes } = facts;
    const required = requiredGapMinutes(facts, limits);
    if (minutes === null || minutes >= required) return otherKind(facts, limits);
    const explanation = `The patient's last session ended ${minutes} minutes before this start; the gap is at least ${required} minutes.`;
    return { limit: `${required} minutes at least`, actual: `${minutes} minutes`, explanation };
  },
});

/** A current right before pulses, or pulses right before a current, act on each other: priming is meant, or it is a mistake. */
function otherKind({ minutesSinceOtherKind: minutes }: DeliveryFacts, { gapMinutes }: SafetyLimits): Violation | null {
  if (minutes === null || minutes >= gapMinutes.value) return null;
  const explanation = `A session of the other kind, current or pulses, ended ${minutes} minutes before this start; so close together each changes what the other does, which wants a signature.`;
  return { limit: `${gapMinutes.value} minutes at least`, actual: `${minutes} minutes`, explanation, severity: 'override', source: 'Siebner 2004 J Neurosci 24:3379; Lang 2004 Biol Psychiatry 56:634', provenance: 'recalled' };
}

/** In minutes, from the end of one session of a patient to the start of the next. */
export function requiredGapMinutes({ modality, minimumGapMinutes }: Pick<DeliveryFacts, 'modality' | 'minimumGapMinutes'>, limits: SafetyLimits): number {
  const usual = isThetaBurst(modality) ? limits.thetaBurstGapMinutes.value : limits.gapMinutes.value;
  return Math.max(minimumGapMinutes ?? usual, limits.gapMinutes.value);
}
