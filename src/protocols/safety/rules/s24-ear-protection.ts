import { isPulsed } from '../../dose/index.js';
import { defineRule } from '../finding.js';
import type { DeliveryFacts } from '../delivery-facts.js';

export const S24 = defineRule<DeliveryFacts>({
  code: 'S24',
  severity: 'hard',
  title: 'Ear protection is in before the first pulse',
  source: 'Rossi 2009 Clin Neurophysiol 120:2008',
  provenance: 'recalled',
  violation: ({ modality, earProtectionConfirmed }) => {
    if (!isPulsed(modality) || earProtectionConfirmed !== false) return null;
    return { limit: 'ear protection confirmed', actual: 'not confirmed', explanation: 'Magnetic pulses are loud enough to harm hearing, and ear protection has not been confirmed.' };
  },
});
