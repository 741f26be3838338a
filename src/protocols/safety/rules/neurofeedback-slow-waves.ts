import { exceeds } from '../../dose/index.js';
import type { NeurofeedbackFacts } from '../current-facts.js';
import { defineRule } from '../finding.js';

/** Where theta ends. */
const SLOW_BELOW_HZ = 8;

export const NEUROFEEDBACK_SLOW_WAVES = defineRule<NeurofeedbackFacts>({
  code: 'neurofeedback-slow-waves',
  severity: 'warn',
  title: 'Waves slower than 8 Hz are not rewarded; where the risk of a seizure is raised, a clinician signs',
  source: 'Design default; training against seizures rewards the sensorimotor rhythm and inhibits slow waves (Sterman 1974 Epilepsia 15:395, recalled)',
  provenance: 'design-default',
  violation: ({ dose: { bands }, seizureRiskItem, everSeizure }) => {
    const slow = bands.filter(({ direction, lowHz }) => direction === 'reward' && exceeds(SLOW_BELOW_HZ, lowHz));
    if (slow.length === 0) return null;
    const atRisk = seizureRiskItem || everSeizure;
    const printed = slow.map(({ lowHz, highHz }) => `${lowHz} to ${highHz} Hz`).join(', ');
    const explanation = `Rewarding ${printed} trains slow waves, the opposite of what is trained against seizures${atRisk ? ', in a patient whose risk of one is raised' : ''}.`;
    return { limit: `no reward below ${SLOW_BELOW_HZ} Hz`, actual: printed, explanation, ...(atRisk && { severity: 'override' as const }) };
  },
});
