import { BOTH_LISTS, KEEL_2001, MEDICARE_L37086, ROSSI_2009, ROSSI_2011, type ScreeningItem } from './screening-item.js';

const DOBEK_2015 = 'Dobek 2015 Neuropsychiatr Dis Treat 11:2975';
const GOOD_PRACTICE = 'good practice of TMS clinics';

/** The rest of the body, the mind, and habits. */
export const GENERAL_ITEMS: readonly ScreeningItem[] = [
  {
    code: 'pregnancy',
    topic: 'Pregnant or possibly so',
    onYes: 'review',
    note: 'Published cases were without harm to the child; a seizure of the mother is the main risk.',
    source: `${KEEL_2001}; ${ROSSI_2011}; checklist after Rossi 2021`,
    provenance: 'secondary-source',
    lists: BOTH_LISTS,
  },
  {
    code: 'medication',
    topic: 'Takes any medication',
    onYes: 'review',
    note: 'Enter the list; it is compared with the medicines that raise the risk of a seizure.',
    source: `${KEEL_2001}; ${ROSSI_2011}`,
    provenance: 'recalled',
    lists: BOTH_LISTS,
  },
  {
    code: 'alcohol-or-drugs',
    topic: 'Heavy drinking, stimulants, or withdrawal to be expected',
    onYes: 'relative',
    raisesSeizureRisk: true,
    note: 'Withdrawal raises the risk of a seizure.',
    source: `${ROSSI_2009}, text`,
    provenance: 'recalled',
    lists: ['rossi-2009-text'],
  },
  {
    code: 'sleep-loss',
    topic: 'Too little sleep, shift work or untreated sleep apnoea',
    onYes: 'review',
    raisesSeizureRisk: true,
    note: 'Stood out among the reported seizures.',
    source: DOBEK_2015,
    provenance: 'published',
    lists: ['rossi-2009-text'],
  },
  {
    code: 'bipolar-or-psychosis',
    topic: 'Bipolar disorder or psychosis',
    onYes: 'review',
    note: 'Risk of a switch into mania; payers exclude current psychosis.',
    source: `device labels; ${MEDICARE_L37086}`,
    provenance: 'published',
    lists: ['device-label'],
  },
  {
    code: 'suicidal-intent',
    topic: 'Present intent or plan of suicide',
    onYes: 'stop',
    note: 'Evaluate today with the C-SSRS screener, before anything else.',
    source: GOOD_PRACTICE,
    provenance: 'design-default',
    lists: ['practice'],
  },
  {
    code: 'unstable-heart-disease',
    topic: 'Unstable heart disease, a recent infarction or arrhythmia',
    onYes: 'review',
    note: 'Ask the cardiologist.',
    source: GOOD_PRACTICE,
    provenance: 'design-default',
    lists: ['practice'],
  },
  {
    code: 'severe-illness',
    topic: 'Severe illness, fever, low sodium or low blood sugar',
    onYes: 'relative',
    raisesSeizureRisk: true,
    note: 'Treat first.',
    source: `${ROSSI_2009}, text`,
    provenance: 'recalled',
    lists: ['rossi-2009-text'],
  },
];
