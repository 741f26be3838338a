import type { Provenance } from '../../platform/kernel/provenance.js';
import { MME_TABLE_VERSION, opioidsIn, type Opioid } from './opioids.js';
import { plainText } from './plain-text.js';
import { doseMg, patchRatesMcgPerHour, withoutPatchRate, type Dose } from './read-dose.js';
import { readFrequency, type Frequency } from './read-frequency.js';

export interface OpioidPrescription {
  readonly name: string;
  readonly dose: Dose;
  readonly frequency: Frequency;
}

export type MmeUndetermined = 'not-an-opioid' | 'several-opioids' | 'no-factor' | 'other-route' | 'dose-unclear' | 'frequency-unclear' | 'as-needed';

export interface DailyMme {
  readonly tableVersion: string;
  /** The opioid, whatever name it was entered by; null where there is none, or not one alone. */
  readonly opioid: string | null;
  /** Morphine milligram equivalents a day, to a hundredth; null where it cannot be determined. */
  readonly dailyMme: number | null;
  readonly reason: MmeUndetermined | null;
  /** How the number came about, or why there is none. */
  readonly explanation: string;
  readonly source: string | null;
  readonly provenance: Provenance | null;
}

/** What is taken a day, in milligrams, where the words leave no doubt. */
export function dailyMg({ dose, frequency }: Pick<OpioidPrescription, 'dose' | 'frequency'>): number | null {
  const [mg, often] = [doseMg(dose), readFrequency(frequency)];
  return mg === null || typeof often === 'string' ? null : mg * often.timesPerDay;
}

type Outcome = Pick<DailyMme, 'dailyMme' | 'reason' | 'explanation'>;

/** The factors hold for what is swallowed. */
const OTHER_ROUTES = /\b(?:iv|im|sc|intravenous(?:ly)?|intramuscular(?:ly)?|subcutaneous(?:ly)?|intrathecal(?:ly)?|epidural(?:ly)?|injections?|infusion|pump|rectal(?:ly)?|suppositor(?:y|ies)|ampoules?)\b/;

/** A patch is worn for two or three days. */
const PATCH_HOURS = { least: 48, most: 72 };

/**
 * Morphine milligram equivalents a day by the factors of the CDC guideline of 2022 (MMWR 71(3)). An estimate of the load,
 * not for switching opioids. Wherever the text leaves a doubt the number is null, with the reason: a wrong number would
 * be worse than none.
 */
export function dailyMme(prescription: OpioidPrescription): DailyMme {
  const [opioid, ...more] = opioidsIn(prescription.name);
  if (!opioid) return answer(null, none('not-an-opioid', 'No opioid of the table.'));
  if (more.length > 0) return answer(null, none('several-opioids', 'More than one opioid in one entry: enter each by itself.'));
  if (opioid.factor === null) return answer(opioid, none('no-factor', `${opioid.drug} has no factor and is left out of the sum.`));
  return answer(opioid, opioid.unit === 'mcg/h' ? byPatch(prescription, opioid.factor) : byMouth(prescription, opioid.factor));
}

function byMouth({ name, dose, frequency }: OpioidPrescription, factor: number): Outcome {
  if (OTHER_ROUTES.test(textOf(name, dose, frequency))) return none('other-route', 'The factors hold for oral doses only.');
  const doseInMg = doseMg(dose);
  if (doseInMg === null) return none('dose-unclear', 'The milligrams of one dose cannot be told from the text.');
  const often = readFrequency(frequency);
  if (often === 'as-needed') return none('as-needed', 'Taken as needed: the daily amount is not known.');
  if (often === 'unclear') return none('frequency-unclear', 'The doses a day cannot be told from the text.');
  const mgPerDay = doseInMg * often.timesPerDay;
  return { dailyMme: hundredths(mgPerDay * factor), reason: null, explanation: `${hundredths(mgPerDay)} mg a day × ${factor}` };
}

/** The rate counts, not how often the patch is changed, as long as it is changed in time and worn always. */
function byPatch({ name, dose, frequency }: OpioidPrescription, factor: number): Outcome {
  const rates = new Set([name, dose, frequency].flatMap((part) => (typeof part === 'string' ? patchRatesMcgPerHour(part) : [])));
  const [rate] = rates;
  if (rate === undefined) return none('other-route', 'Fentanyl has a factor as a patch only: its rate in mcg/h is needed.');
  if (rates.size > 1 || !(rate > 0)) return none('dose-unclear', 'More than one rate, or none, in mcg/h.');
  const change = typeof frequency === 'string' ? withoutPatchRate(frequency) : frequency;
  const often = change === '' || change === 'continuous' ? { timesPerDay: 24 / PATCH_HOURS.most } : readFrequency(change);
  if (often === 'as-needed') return none('as-needed', 'Worn as needed: the daily amount is not known.');
  if (often === 'unclear') return none('frequency-unclear', 'When the patch is changed cannot be told from the text.');
  const hours = 24 / often.timesPerDay;
  if (hours < PATCH_HOURS.least || hours > PATCH_HOURS.most + 1e-9) return none('frequency-unclear', 'A patch is changed after 48 to 72 hours.');
  return { dailyMme: hundredths(rate * factor), reason: null, explanation: `${rate} mcg/h × ${factor}` };
}

function answer(opioid: Opioid | null, outcome: Outcome): DailyMme {
  return { tableVersion: MME_TABLE_VERSION, opioid: opioid?.drug ?? null, ...outcome, source: opioid?.source ?? null, provenance: opioid?.provenance ?? null };
}

function none(reason: MmeUndetermined, explanation: string): Outcome {
  return { dailyMme: null, reason, explanation };
}

function textOf(...parts: readonly (string | object)[]): string {
  return parts.map((part) => (typeof part === 'string' ? plainText(part) : '')).join(' ; ');
}

/** Through fifteen digits first, so that 4.7 × 10.05 and its like are not rounded on binary dust. */
function hundredths(value: number): number {
  return Math.round(Number((value * 100).toPrecision(15))) / 100;
}
