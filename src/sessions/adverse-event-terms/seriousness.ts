import { ADVERSE_EVENTS } from './categories.js';

const BY_CODE = new Map(ADVERSE_EVENTS.map((category) => [category.code, category]));

/** Life-threatening, and death: serious by ICH E2A whatever it was. */
const SERIOUS_FROM_GRADE = 4;

/**
 * Whether an event is logged as serious unless somebody says more: a seizure always is (design default), and so is
 * whatever threatened life (ICH E2A). What is left to a clinician's review is not yet serious.
 *
 * @param grade 1 to 5; left out, only the category is judged
 */
export function isSeriousByDefault(category: string, grade?: number): boolean {
  if (grade !== undefined && grade >= SERIOUS_FROM_GRADE) return true;
  const serious = BY_CODE.get(category)?.serious;
  return serious === 'yes' || (serious === 'from-grade-3' && grade !== undefined && grade >= 3);
}

/**
 * What an event does to the patient's treatment at once. `stimulation-lock`: no TMS and no tDCS in any course until it
 * is lifted; `decision-today`: a clinician decides the same day; `pause`: the course pauses until examined.
 */
export type ImmediateConsequence = 'stimulation-lock' | 'decision-today' | 'pause' | 'none';

/** @param earlierSyncopes faints of this patient on record before this one: a second locks too */
export function immediateConsequence(category: string, earlierSyncopes = 0): ImmediateConsequence {
  if (category === 'seizure') return 'stimulation-lock';
  if (category === 'syncope') return earlierSyncopes > 0 ? 'stimulation-lock' : 'decision-today';
  if (category === 'mania-switch' || category === 'suicidality' || category === 'suicide-plan-or-attempt') return 'decision-today';
  return category === 'hearing-change' || category === 'tinnitus' ? 'pause' : 'none';
}

/** What must have happened before anybody is stimulated again after a seizure. Recalled and design defaults. */
export const AFTER_A_SEIZURE: readonly string[] = [
  'neurological review, with EEG or imaging as ordered',
  'a cause sought and written down',
  'written sign-off by the treating physician and by the medical director',
  'a new screening',
  'a new motor threshold',
  'a new consent',
  'a changed protocol: lower intensity, longer pauses, or a figure-8 coil instead of an H-coil',
];
