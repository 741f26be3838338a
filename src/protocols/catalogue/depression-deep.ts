import { provenanceOf, weekdays, weekly, type CatalogueEntry } from './catalogue-entry.js';

export const DEPRESSION_DEEP: readonly CatalogueEntry[] = [
  {
    code: 'deep-h1-levkovitz-2015',
    name: 'Deep TMS with the H1 coil, 44 sessions (Levkovitz 2015)',
    modality: 'deep-tms',
    targetRegion: 'DLPFC',
    hemisphere: 'left',
    pattern: 'high-frequency',
    stimulation: { frequencyHz: 18, intensityPercentRmt: 120, pulsesPerTrain: 36, trainDurationSeconds: 2, interTrainIntervalSeconds: 20, trains: 55, totalPulses: 1980 },
    sessionMinutes: 20.17,
    phases: [weekdays(20), weekly(24, 2, 'maintenance')],
    indications: ['depression'],
    evidence: { level: 'A: high-frequency left prefrontal with figure-8 or H1 coil, depression (Lefaucheur 2020)', citation: 'Levkovitz 2015 World Psychiatry 14:64' },
    clearance: [{ region: 'US', year: 2013, id: '21 CFR 882.5805', indications: ['depression'], provenance: 'recalled' }],
    offLabel: false,
    coilType: 'h1',
    validatedException: true,
    parameterProvenance: provenanceOf('recalled', { phases: 'secondary-source' }),
    active: true,
  },
];
