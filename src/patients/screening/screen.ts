import type { Provenance } from '../../platform/kernel/provenance.js';
import { completedYears } from './completed-years.js';
import { SCREENING_FORM } from './form.js';
import type { OnYes, ScreeningItem } from './screening-item.js';
import { validateAnswers, type AnswerIssue } from './validate-answers.js';

export type ScreeningOutcome = 'clear' | 'needs-review' | 'contraindicated';

/** By item code, checked before they are judged: `true` is the risk, null is not known. An item that is absent is not known either. */
export type ScreeningAnswers = Readonly<Record<string, unknown>>;

export interface ScreeningFinding {
  readonly code: string;
  readonly answer: 'yes' | 'unknown';
  readonly onYes: OnYes;
  readonly message: string;
  readonly source: string;
  readonly provenance: Provenance;
}

export interface Screening {
  readonly formVersion: string;
  readonly outcome: ScreeningOutcome;
  readonly findings: readonly ScreeningFinding[];
}

export interface ScreeningFacts {
  readonly answers: ScreeningAnswers;
  /** `YYYY-MM-DD` */
  readonly birthDate: string;
  /** The day of the screening where the clinic is, `YYYY-MM-DD`. */
  readonly screenedOn: string;
}

/** Thrown when a form with impossible answers is judged all the same. */
export class ImpossibleScreening extends RangeError {
  constructor(readonly issues: readonly AnswerIssue[]) {
    super(issues.map(({ pointer, message }) => `${pointer}: ${message}`).join('; '));
    this.name = 'ImpossibleScreening';
  }
}

/** Devices are cleared for adults; one for people of 15 to 21 as an add-on (K251125, 2025). */
const LEAST_AGE_YEARS = 18;

/**
 * Judges an intake form. A yes is not in itself a reason to refuse (Rossi 2011 Clin Neurophysiol 122:1686): a clinician
 * weighs it, unless the item is absolute. What is not known counts as a yes that a clinician must look at, never as a
 * no; it does not by itself forbid stimulation, since asking again may settle it.
 *
 * @throws ImpossibleScreening on unknown items or answers of another type
 * @throws RangeError where a date is none
 */
export function screen({ answers, birthDate, screenedOn }: ScreeningFacts): Screening {
  const issues = validateAnswers(answers);
  if (issues.length > 0) throw new ImpossibleScreening(issues);
  const given = new Map(Object.entries(answers));
  const findings = [
    ...SCREENING_FORM.items.flatMap((item) => findingOf(item, given.get(item.code)) ?? []),
    ...findingOfAge(completedYears(birthDate, screenedOn)),
  ];
  return { formVersion: SCREENING_FORM.version, outcome: outcomeOf(findings), findings };
}

function findingOf(item: ScreeningItem, answer: unknown): ScreeningFinding | null {
  if (answer === false) return null;
  const { code, topic, onYes, note, source, provenance } = item;
  if (answer === true) return { code, answer: 'yes', onYes, message: `${topic}: yes. ${note}`, source, provenance };
  return { code, answer: 'unknown', onYes, message: `${topic}: not known, which counts as a yes until it is. ${note}`, source, provenance };
}

function findingOfAge(ageYears: number): ScreeningFinding[] {
  if (ageYears >= LEAST_AGE_YEARS) return [];
  return [
    {
      code: 'age-under-18',
      answer: 'yes',
      onYes: 'relative',
      message: `${ageYears} years old: under ${LEAST_AGE_YEARS}, for whom most devices are not cleared.`,
      source: 'device labels; an add-on clearance for ages 15 to 21 exists (K251125, 2025)',
      provenance: 'published',
    },
  ];
}

function outcomeOf(findings: readonly ScreeningFinding[]): ScreeningOutcome {
  if (findings.some(({ answer, onYes }) => answer === 'yes' && onYes === 'absolute')) return 'contraindicated';
  return findings.length > 0 ? 'needs-review' : 'clear';
}
