import { defineRule } from '../finding.js';
import type { PrescribingFacts } from '../prescribing-facts.js';

export const S30 = defineRule<PrescribingFacts>({
  code: 'S30',
  severity: 'override',
  title: 'An H-coil is not used after a seizure, nor with a raised risk of one unless a clinician signs',
  source: 'Taylor 2021 Brain Stimul 14:965; that a seizure forbids an H-coil is a design default',
  provenance: 'published',
  violation: ({ hCoil, seizureRiskItem, everSeizure }) => {
    if (!hCoil || (!seizureRiskItem && !everSeizure)) return null;
    if (everSeizure) {
      const explanation = 'The patient has had a seizure, or it is not known whether; with an H-coil, with which more seizures were reported (Taylor 2021), that forbids stimulation.';
      return { limit: 'no seizure ever with an H-coil', actual: 'H-coil and a seizure', explanation, severity: 'hard' };
    }
    const explanation = 'The screening or a medicine raises the risk of a seizure, and seizures were more frequent with the H-coil: 5.56 per 1000 patients, against 0.14 with three figure-8 devices (Taylor 2021).';
    return { limit: 'no seizure-risk item with an H-coil', actual: 'H-coil and a seizure-risk item', explanation };
  },
});
