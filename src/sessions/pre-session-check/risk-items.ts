export type FindingLevel = 'stop' | 'warn' | 'info';

export interface RiskItem {
  readonly code: string;
  /** In our own words; yes is the risk. */
  readonly topic: string;
  readonly level: FindingLevel;
  /** What comes before stimulation today, or what is noted. */
  readonly then: string;
  readonly source: string;
}

export const ROSSI_2009 = 'Rossi 2009 Clin Neurophysiol 120:2008, text';
/** A yes to it overtakes the screening of the patient as well. */
export const NEW_METAL = 'new-metal-or-implant';

const DOBEK_2015 = 'Dobek 2015 Neuropsychiatr Dis Treat 11:2975 (sleep loss among reported seizures)';
const DRUG_LISTS = 'Rossi 2009 Clin Neurophysiol 120:2008, lists of drugs and withdrawal states';
const GOOD_PRACTICE = 'good practice of TMS clinics';

/**
 * What may speak against stimulation today: false for each on a routine day. That these questions are asked before each
 * session, and where the lines are drawn, is a design default built on the sources named. Questions with two lines are
 * two items, the stricter first.
 */
export const RISK_ITEMS: readonly RiskItem[] = [
  { code: 'seizure-or-faint', topic: 'A seizure, blackout or faint since the last session', level: 'stop', then: 'A clinician decides; record an adverse event.', source: ROSSI_2009 },
  { code: 'sleep-under-4-hours', topic: 'Slept less than four hours last night', level: 'stop', then: 'A clinician decides.', source: DOBEK_2015 },
  { code: 'sleep-4-to-6-hours', topic: 'Slept between four and six hours last night', level: 'warn', then: 'Ask for further risks.', source: DOBEK_2015 },
  { code: 'alcohol-excess-24-hours', topic: 'More than three drinks of alcohol in the last 24 hours, or a hangover', level: 'stop', then: 'A clinician decides.', source: ROSSI_2009 },
  { code: 'alcohol-8-hours', topic: 'Any alcohol in the last eight hours', level: 'warn', then: 'Ask for the amount.', source: ROSSI_2009 },
  { code: 'street-drugs-48-hours', topic: 'Cocaine, amphetamines or another drug not prescribed in the last 48 hours', level: 'stop', then: 'No stimulation until a clinician has decided.', source: DRUG_LISTS },
  { code: 'withdrawal', topic: 'Stopped or cut down a benzodiazepine, barbiturate, alcohol, baclofen or a gabapentinoid', level: 'stop', then: 'No stimulation until a clinician has decided.', source: DRUG_LISTS },
  { code: 'new-headache', topic: 'A headache of a new kind, or one that came like a thunderclap', level: 'stop', then: 'A clinician examines first.', source: GOOD_PRACTICE },
  { code: 'fever', topic: 'Fever', level: 'stop', then: 'No stimulation while it lasts.', source: ROSSI_2009 },
  { code: 'other-illness', topic: 'Vomiting, dehydration or a new infection', level: 'warn', then: 'Ask for fluids and food.', source: ROSSI_2009 },
  { code: 'possible-pregnancy', topic: 'May be pregnant, newly so', level: 'stop', then: 'Test first.', source: ROSSI_2009 },
  { code: NEW_METAL, topic: 'New metal, implant, piercing or surgery', level: 'stop', then: 'Screen again first.', source: ROSSI_2009 },
  { code: 'hearing-change', topic: 'New hearing loss or ringing in the ears', level: 'stop', then: 'Check the hearing first.', source: ROSSI_2009 },
  { code: 'self-harm-thoughts', topic: 'Thoughts of self-harm', level: 'stop', then: 'C-SSRS screener now; with intent no stimulation.', source: GOOD_PRACTICE },
  { code: 'elated-mood', topic: 'Unusually high mood, or no need for sleep', level: 'stop', then: 'A clinician looks for mania the same day.', source: GOOD_PRACTICE },
  { code: 'effect-after-last-session', topic: 'Any unwanted effect after the last session', level: 'warn', then: 'Record an adverse event.', source: GOOD_PRACTICE },
  { code: 'meals-or-caffeine', topic: 'Skipped meals, or much more caffeine than usual', level: 'info', then: 'Food and drink first lower the risk of fainting.', source: GOOD_PRACTICE },
];

/**
 * Apart from the others, since its level depends on the drug: a change that lowers the seizure threshold strongly, or of
 * a drug that nobody has looked up, stops; any other warns.
 */
export const MEDICATION_CHANGE: Omit<RiskItem, 'level'> = {
  code: 'medication-change',
  topic: 'A medicine begun, stopped, missed or changed in dose',
  then: 'Enter drug, dose and date; measure the motor threshold again after a change of high risk.',
  source: DRUG_LISTS,
};

/** How strictly a clinic takes a topic; what is off is not asked. */
export type TopicLevel = FindingLevel | 'off';
export type TopicLevels = Readonly<Record<string, TopicLevel>>;

/** Every risk of the form with the level it has unless a clinic decides otherwise; a change of medication stops until it was looked up. */
export const DEFAULT_LEVELS: Readonly<Record<string, FindingLevel>> = Object.fromEntries([...RISK_ITEMS, { ...MEDICATION_CHANGE, level: 'stop' as const }].map(({ code, level }) => [code, level]));

/**
 * What a clinic may take less strictly and must ask all the same: whether somebody is pregnant is to be asked at the start of a
 * course and monthly (design default), which asking before every session does.
 */
export const ALWAYS_ASKED: ReadonlySet<string> = new Set(['possible-pregnancy']);

/** What no clinic may soften: a seizure since the last session, and new metal in the body. Confirmations are not topics at all. */
export const ALWAYS_STRICT: ReadonlySet<string> = new Set(['seizure-or-faint', NEW_METAL]);
