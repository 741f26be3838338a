import { defineRule } from '../finding.js';
import type { PrescribingFacts } from '../prescribing-facts.js';

export const S29 = defineRule<PrescribingFacts>({
  code: 'S29',
  severity: 'override',
  title: 'A protocol for the side opposite to the pain is given opposite to the pain',
  source: 'Lefaucheur 2020 Clin Neurophysiol 131:474 (motor cortex contralateral to pain)',
  provenance: 'published',
  violation: ({ side }) => {
    if (side?.rule !== 'contralateral-to-pain') return null;
    const limit = 'the hemisphere opposite to the pain';
    if (side.painSide === null) return { limit, actual: 'side of pain unknown', explanation: 'The protocol stimulates opposite to the pain, and the side of the pain is not on record.' };
    if (side.hemisphere !== side.painSide) return null;
    return { limit, actual: `${side.hemisphere} hemisphere`, explanation: `The protocol stimulates opposite to the pain, and both the pain and the hemisphere chosen are ${side.hemisphere}.` };
  },
});
