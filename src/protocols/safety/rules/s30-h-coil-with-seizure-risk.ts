import { defineRule } from '../finding.js';
import type { PrescribingFacts } from '../prescribing-facts.js';

export const S30 = defineRule<PrescribingFacts>({
  code: 'S30',
  severity: 'override',
  title: 'An H-coil is not used with a raised risk of a seizure unless a clinician signs',
  source: 'Taylor 2021 Brain Stimul 14:965',
  provenance: 'published',
  violation: ({ hCoil, seizureRiskItem }) => {
    if (!hCoil || !seizureRiskItem) return null;
    const explanation = 'The screening has an item that raises the risk of a seizure, and seizures were more frequent with the H-coil: 5.56 per 1000 patients, against 0.14 with three figure-8 devices (Taylor 2021).';
    return { limit: 'no seizure-risk item with an H-coil', actual: 'H-coil and a seizure-risk item', explanation };
  },
});
