import type { Provenance } from '../../platform/kernel/provenance.js';

/** `yes`: always serious. `from-grade-3`: serious when severe. `review`: a clinician decides. */
export type SeriousByDefault = 'yes' | 'from-grade-3' | 'review' | 'no';

export interface AdverseEventCategory {
  readonly code: string;
  readonly topic: string;
  readonly serious: SeriousByDefault;
  /** How often it is met, where a figure is known. */
  readonly expected: string | null;
  readonly source: string | null;
  readonly provenance: Provenance;
}

const CE_PAIN_DEVICE = 'CE-marked device for pain (Nexstim), information for use';
const PASSARD = 'Passard 2007 Brain 130:2661';
const CARRETERO = 'Carretero 2009';
const O_REARDON = 'O’Reardon 2007 Biol Psychiatry 62:1208, label data';
const STMS = 'single-pulse device for migraine (eNeura), published summary';
const LERNER = 'Lerner 2019 Clin Neurophysiol 130:1409';
const TAYLOR = 'Taylor 2021 Brain Stimul 14:965';

type Row = readonly [code: string, topic: string, serious: SeriousByDefault, expected: string | null, source: string | null, provenance: Provenance];

const ROWS: readonly Row[] = [
  ['headache', 'Headache', 'no', '25 % mild in pain treatment; 4 of 15 in one trial', `${CE_PAIN_DEVICE}; ${PASSARD}`, 'published'],
  ['site-pain', 'Pain where the coil was', 'no', '35.8 % against 3.8 % of sham', O_REARDON, 'recalled'],
  ['site-discomfort', 'Discomfort where the coil was', 'no', '10.9 % against 1.3 % of sham', O_REARDON, 'recalled'],
  ['muscle-twitch', 'Muscle twitching', 'no', '20.6 % against 3.2 % of sham', O_REARDON, 'recalled'],
  ['facial-pain', 'Pain of the face', 'no', '6.7 %', O_REARDON, 'recalled'],
  ['jaw-or-tooth-pain', 'Pain of jaw or teeth', 'no', '7.3 %', O_REARDON, 'recalled'],
  ['sleepiness', 'Sleepiness', 'no', '38 % in pain trials', CE_PAIN_DEVICE, 'published'],
  ['fatigue', 'Fatigue', 'no', null, null, 'recalled'],
  ['dizziness', 'Dizziness', 'no', '15 % in pain trials', CE_PAIN_DEVICE, 'published'],
  ['neck-pain', 'Neck pain', 'no', '6 of 14 in one trial', CARRETERO, 'published'],
  ['nausea', 'Nausea', 'no', '1 of 15 in one trial', PASSARD, 'published'],
  ['hearing-change', 'Change of hearing', 'review', 'rare with ear plugs', null, 'recalled'],
  ['tinnitus', 'Ringing in the ears', 'review', '3.9 % with single pulses', STMS, 'published'],
  ['paresthesia', 'Tingling', 'no', '3.9 % with single pulses', STMS, 'published'],
  ['presyncope', 'Near-faint', 'review', 'uncommon, mostly in the first session', null, 'recalled'],
  ['syncope', 'Faint', 'review', 'uncommon, mostly in the first session', null, 'recalled'],
  ['seizure', 'Seizure', 'yes', '0.31 in 10,000 sessions; 0.08 in 1,000 in another survey; most likely in the first sessions', `${TAYLOR}; ${LERNER}`, 'published'],
  ['mania-switch', 'Switch into mania', 'review', 'under 1 %', null, 'secondary-source'],
  ['suicidality', 'Suicidal thoughts, plan or attempt', 'review', null, null, 'design-default'],
  ['suicide-plan-or-attempt', 'Suicide plan or attempt', 'yes', null, null, 'design-default'],
  ['pain-flare', 'More pain for a time', 'no', null, null, 'design-default'],
  ['cognitive-change', 'Trouble with memory or thinking', 'no', 'uncommon', null, 'recalled'],
  ['anxiety', 'Anxiety', 'no', 'uncommon', null, 'recalled'],
  ['insomnia', 'Poor sleep', 'no', 'uncommon', null, 'recalled'],
  ['scalp-burn', 'Burn of the scalp', 'from-grade-3', 'rare', null, 'recalled'],
  ['device-malfunction', 'Malfunction of the device', 'review', null, null, 'design-default'],
  ['wrong-dose', 'Wrong dose given', 'review', null, null, 'design-default'],
  ['wrong-site', 'Wrong place stimulated', 'review', null, null, 'design-default'],
  ['other', 'Something else', 'review', null, null, 'design-default'],
];

export const ADVERSE_EVENTS: readonly AdverseEventCategory[] = ROWS.map(([code, topic, serious, expected, source, provenance]) => ({ code, topic, serious, expected, source, provenance }));

export const ADVERSE_EVENT_CATEGORIES: readonly string[] = ADVERSE_EVENTS.map(({ code }) => code);
