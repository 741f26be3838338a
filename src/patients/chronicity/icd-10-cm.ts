import type { Provenance } from '../../platform/kernel/provenance.js';

/** A letter, a digit, a digit or letter, then up to four after a point: the shape of ICD-10-CM. `U` codes included. */
const SHAPE = /^[A-Z]\d[0-9A-Z](?:\.[0-9A-Z]{1,4})?$/;

/** Whether a code has the form of ICD-10-CM (upper case, with its point); that it exists and is billable this year is not said. */
export function isIcd10CmShape(code: string): boolean {
  return SHAPE.test(code);
}

export interface KnownCode {
  readonly code: string;
  readonly topic: string;
  readonly kind: 'pain' | 'mood';
  readonly provenance: Provenance;
}

const ofPain = (code: string, topic: string): KnownCode => ({ code, topic, kind: 'pain', provenance: 'recalled' });
const ofMood = (code: string, topic: string): KnownCode => ({ code, topic, kind: 'mood', provenance: 'recalled' });

/** Codes that such clinics meet, in our own words. To be checked against each year's file. */
export const KNOWN_ICD_10_CM: readonly KnownCode[] = [
  ofPain('G89.0', 'Central pain'),
  ofPain('G89.21', 'Chronic pain after injury'),
  ofPain('G89.22', 'Chronic pain after thoracotomy'),
  ofPain('G89.28', 'Other chronic pain after a procedure'),
  ofPain('G89.29', 'Other chronic pain'),
  ofPain('G89.3', 'Pain of a tumour'),
  ofPain('G89.4', 'Chronic pain syndrome'),
  ofPain('M79.7', 'Fibromyalgia'),
  ofPain('G50.0', 'Trigeminal neuralgia'),
  ofPain('G50.1', 'Atypical facial pain'),
  ofPain('G62.9', 'Polyneuropathy'),
  ofPain('E11.42', 'Polyneuropathy of type 2 diabetes'),
  ofPain('B02.29', 'Nerve pain after shingles'),
  ofPain('G54.6', 'Phantom limb with pain'),
  ofPain('M54.16', 'Lumbar radiculopathy'),
  ofPain('M54.50', 'Low back pain'),
  ofPain('M54.51', 'Low back pain from a vertebra'),
  ofPain('M54.59', 'Other low back pain'),
  ofPain('M54.2', 'Neck pain'),
  ofPain('M96.1', 'Pain after back surgery'),
  ofPain('G43.009', 'Migraine without aura'),
  ofPain('G43.109', 'Migraine with aura'),
  ofPain('G43.709', 'Chronic migraine'),
  ofPain('G44.009', 'Cluster headache'),
  ofPain('R52', 'Pain, unspecified'),
  ofMood('F32.0', 'Depression, single episode, mild'),
  ofMood('F32.1', 'Depression, single episode, moderate'),
  ofMood('F32.2', 'Depression, single episode, severe'),
  ofMood('F32.3', 'Depression, single episode, severe with psychosis'),
  ofMood('F32.4', 'Depression, single episode, in partial remission'),
  ofMood('F32.5', 'Depression, single episode, in full remission'),
  ofMood('F32.89', 'Other depressive episode'),
  ofMood('F32.9', 'Depression, single episode, unspecified'),
  ofMood('F32.A', 'Depression, unspecified'),
  ofMood('F33.0', 'Recurrent depression, mild'),
  ofMood('F33.1', 'Recurrent depression, moderate'),
  ofMood('F33.2', 'Recurrent depression, severe'),
  ofMood('F33.3', 'Recurrent depression, severe with psychosis'),
  ofMood('F33.40', 'Recurrent depression, in remission'),
  ofMood('F33.41', 'Recurrent depression, in partial remission'),
  ofMood('F33.42', 'Recurrent depression, in full remission'),
  ofMood('F33.8', 'Other recurrent depression'),
  ofMood('F33.9', 'Recurrent depression, unspecified'),
];

/** Families whose last characters say side and place. */
const KNOWN_FAMILIES: readonly KnownCode[] = [ofPain('G90.5', 'Complex regional pain syndrome, type I'), ofPain('G56.4', 'Causalgia of an arm')];

const BY_CODE: ReadonlyMap<string, KnownCode> = new Map(KNOWN_ICD_10_CM.map((known) => [known.code, known]));

/** What a code stands for, where it is one that such clinics often meet. */
export function knownIcd10Cm(code: string): KnownCode | null {
  return BY_CODE.get(code) ?? KNOWN_FAMILIES.find((family) => code.startsWith(family.code) && isIcd10CmShape(code)) ?? null;
}
