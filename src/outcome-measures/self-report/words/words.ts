import type { Provenance } from '../../../platform/kernel/provenance.js';

/** The languages that a patient can answer in; one table of words each. */
export const LANGUAGES = ['en', 'de'] as const;
export type Language = (typeof LANGUAGES)[number];

/** Everything the pages say that is not a question. `{name}` and the like are filled in. */
export interface PageWords {
  readonly languageName: string;
  readonly greeting: string;
  readonly greetingWithoutName: string;
  readonly introduction: string;
  readonly introductionDiary: string;
  readonly privacy: string;
  readonly start: string;
  readonly goOn: string;
  readonly progress: string;
  readonly yourAnswer: string;
  readonly skip: string;
  readonly back: string;
  readonly next: string;
  readonly numberBetween: string;
  readonly numberWrong: string;
  readonly reviewTitle: string;
  readonly reviewAll: string;
  readonly reviewNone: string;
  readonly reviewOpen: string;
  readonly toOpenQuestions: string;
  readonly send: string;
  readonly saved: string;
  readonly thanksTitle: string;
  readonly thanks: string;
  readonly thanksDiary: string;
  readonly handBack: string;
  readonly refusedTitle: string;
  readonly refused: string;
  readonly throttledTitle: string;
  readonly throttled: string;
  readonly neutralTitle: string;
  readonly neutral: string;
  readonly helpTitle: string;
  readonly help: string;
  readonly helpStaff: string;
  readonly carryOn: string;
  readonly mailSubject: string;
  readonly mailText: string;
  readonly mailSubjectDiary: string;
  readonly mailTextDiary: string;
}

/** Somebody to talk to at once, by country. */
export interface HelpLineWords {
  readonly name: string;
  readonly contact: string;
}

/** A question as it is put; what is absent is taken from its measure. */
export interface ItemWords {
  readonly ask: string;
  readonly lead?: string;
  /** What the lowest and the highest answer mean. */
  readonly low?: string;
  readonly high?: string;
  /** One label for every answer, from the lowest up. */
  readonly choices?: readonly string[];
}

/** Which wording it is, where it is a form's own; absent where the questions are put in our words. */
export interface FormWording {
  /** As shown beneath the question, in its language. */
  readonly credit: string;
  readonly source: string;
  readonly provenance: Provenance;
}

export interface MeasureWords {
  readonly form?: FormWording;
  /** Said above each question: over which time, and what is wanted. */
  readonly lead: string;
  readonly low?: string;
  readonly high?: string;
  readonly choices?: readonly string[];
  /** Put otherwise where it is asked over another time than the lead says; of measures with one question. */
  readonly overPeriod?: Readonly<Record<string, ItemWords>>;
  /** By item code; a text alone is its `ask`. */
  readonly items: Readonly<Record<string, string | ItemWords>>;
}

/** Questions q1, q2, … in the form's order. */
export const inOrder = (...texts: readonly string[]): Record<string, string> => Object.fromEntries(texts.map((text, index) => [`q${index + 1}`, text]));
