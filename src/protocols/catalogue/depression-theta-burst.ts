import { THETA_BURST, THETA_BURST_REPETITION_HZ } from '../dose/index.js';
import { provenanceOf, weekdays, type CatalogueEntry } from './catalogue-entry.js';

const LEFT_ITBS = {
  modality: 'itbs',
  targetRegion: 'DLPFC',
  hemisphere: 'left',
  pattern: 'intermittent-theta-burst',
  indications: ['depression'],
  offLabel: false,
} as const;

/** Two seconds of bursts, eight seconds of pause. */
const TWO_ON_EIGHT_OFF = {
  frequencyHz: THETA_BURST_REPETITION_HZ,
  burst: THETA_BURST,
  pulsesPerTrain: 30,
  trainDurationSeconds: 2,
  interTrainIntervalSeconds: 8,
} as const;

export const DEPRESSION_THETA_BURST: readonly CatalogueEntry[] = [
  {
    ...LEFT_ITBS,
    code: 'ldlpfc-itbs-threed-2018',
    name: 'Left prefrontal iTBS, three minutes (THREE-D, Blumberger 2018)',
    stimulation: { ...TWO_ON_EIGHT_OFF, intensityPercentRmt: 120, trains: 20, totalPulses: 600 },
    sessionMinutes: 3.33,
    phases: [weekdays(30)],
    evidence: { citation: 'Blumberger 2018 Lancet 391:1683' },
    clearance: [{ region: 'US', year: 2018, id: 'K173620', indications: ['depression'], provenance: 'secondary-source' }],
    validatedException: false,
    parameterProvenance: provenanceOf('recalled', { intensityPercentRmt: 'published', totalPulses: 'published', burst: 'recalled' }),
    active: true,
    note: 'MRI-navigated. Four to six weeks of weekdays; six are planned here, and clinics often bill 36 sessions. HRSD-17 fell from 23.6 to 13.4, as with 10 Hz.',
  },
  {
    ...LEFT_ITBS,
    code: 'ldlpfc-snt-cole-2022',
    name: 'Accelerated iTBS, ten sessions a day for five days (SAINT, Cole 2022)',
    stimulation: { ...TWO_ON_EIGHT_OFF, intensityPercentRmt: 90, trains: 60, totalPulses: 1800 },
    sessionMinutes: 10,
    phases: [{ name: 'induction', sessions: 50, sessionsPerWeek: 50, sessionsPerDay: 10, minimumGapMinutes: 50 }],
    evidence: { citation: 'Cole 2020 Am J Psychiatry 177:716; Cole 2022 Am J Psychiatry 179:132' },
    clearance: [{ region: 'US', year: 2022, indications: ['depression'], provenance: 'published', note: 'Cleared on 6 September 2022 for one system.' }],
    validatedException: true,
    parameterProvenance: provenanceOf('published', { burst: 'recalled', minimumGapMinutes: 'published' }),
    active: true,
    note: 'Five consecutive days, 90 000 pulses in all. Target by individual functional MRI; 90 % of a threshold corrected for the depth of the target.',
  },
];
