import { deriveNeurofeedbackDose, exceeds } from '../../dose/index.js';
import type { NeurofeedbackFacts } from '../current-facts.js';
import { defineRule } from '../finding.js';

const USUAL_MINUTES = 40;

export const NEUROFEEDBACK_DURATION = defineRule<NeurofeedbackFacts>({
  code: 'neurofeedback-duration',
  severity: 'warn',
  title: `A session trains for at most ${USUAL_MINUTES} minutes`,
  source: 'Design default; trials in pain trained for 20 to 40 minutes (recalled)',
  provenance: 'design-default',
  violation: ({ dose }) => {
    const { trainingMinutes } = deriveNeurofeedbackDose(dose);
    if (!exceeds(trainingMinutes, USUAL_MINUTES)) return null;
    return { limit: `${USUAL_MINUTES} min`, actual: `${trainingMinutes} min`, explanation: `${trainingMinutes} minutes of training are longer than attention usually lasts; what is learned at the end is tiredness.` };
  },
});
