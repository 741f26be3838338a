import { weekly, type CatalogueEntry } from './catalogue-entry.js';

export const PAIN_SOMATOSENSORY: readonly CatalogueEntry[] = [
  {
    code: 's2-hf10-lindholm-2015',
    name: 'Right secondary somatosensory cortex 10 Hz for orofacial pain (Lindholm 2015)',
    modality: 'rtms',
    targetRegion: 'S2',
    hemisphere: 'right',
    pattern: 'high-frequency',
    stimulation: null,
    knownInPart: [{ frequencyHz: 10, intensityPercentRmt: 90, totalPulses: 1000 }],
    sessionMinutes: 15,
    phases: [weekly(1, 1, 'single-session')],
    indications: ['neuropathic-pain'],
    evidence: { citation: 'Lindholm 2015 Pain 156:1276' },
    clearance: [],
    offLabel: true,
    validatedException: false,
    parameterProvenance: { frequencyHz: 'recalled', intensityPercentRmt: 'recalled-unsure', totalPulses: 'recalled-unsure', phases: 'recalled' },
    active: false,
    note: 'A crossover of single sessions; how the pulses divide into trains is not known.',
  },
];
