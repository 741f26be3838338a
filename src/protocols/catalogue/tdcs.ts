import { weekdays, type CatalogueEntry } from './catalogue-entry.js';

export const TDCS: readonly CatalogueEntry[] = [
  {
    code: 'tdcs-m1-2ma-fregni-2006',
    name: 'tDCS 2 mA over the motor cortex, five consecutive days (Fregni 2006)',
    modality: 'tdcs',
    targetRegion: 'M1',
    hemisphere: 'contralateral-to-pain',
    pattern: 'direct-current',
    stimulation: null,
    parameters: { currentMilliamps: 2, durationMinutes: 20, electrodeAreaSquareCentimetres: 35, anode: 'C3', cathode: 'Fp2' },
    sessionMinutes: 20,
    phases: [weekdays(5)],
    indications: ['neuropathic-pain', 'fibromyalgia'],
    evidence: {
      level: 'B: anodal left motor cortex in fibromyalgia (Lefaucheur 2017, recalled)',
      citation: 'Fregni 2006 Pain 122:197 (spinal cord injury); Fregni 2006 Arthritis Rheum 54:3988 (fibromyalgia); Valle 2009 J Pain Manag 2:353',
    },
    clearance: [],
    offLabel: true,
    validatedException: false,
    parameterProvenance: { parameters: 'recalled', phases: 'published' },
    active: true,
    note: 'Anode opposite to the pain, left where the pain is on both sides; for the right hemisphere C4 and Fp1. A version of ten sessions exists, its benefit over the motor cortex lasting to 60 days.',
  },
];
