import type { Provenance } from '../../platform/kernel/provenance.js';
import type { ValueSetName } from './eq-5d-value-sets.js';

/** One number per item code; `null`, `undefined` or absent is "not answered". */
export type Answers = Readonly<Record<string, number | null | undefined>>;

export type Direction = 'lower-is-better' | 'higher-is-better' | 'none';

export interface InstrumentItem {
  readonly code: string;
  /** What the item asks about, in our own words: the wording of a form belongs to its holder. */
  readonly topic: string;
  readonly minimum: number;
  readonly maximum: number;
  /** Answers are `minimum` plus a whole number of steps. */
  readonly step: number;
  readonly scored: boolean;
  readonly optional: boolean;
  /** What the ends of the scale mean, where that is not plain from the topic. */
  readonly anchors?: string;
  readonly askedOnlyIf?: string;
}

export interface Subscore {
  readonly code: string;
  readonly name: string;
  readonly minimum: number;
  readonly maximum: number;
  readonly direction: Direction;
  /** Of this subscore alone; the measure's own is that of its score. */
  readonly importantChange?: ImportantChange;
  /** Its worsening is told of by itself; not where it repeats the score, and not without an important change. */
  readonly watched?: true;
  /** True unless told: false for what only says which part of a test was positive. */
  readonly measuresChange?: false;
}

export interface Band {
  readonly label: string;
  readonly minimum: number;
  readonly maximum: number;
}

/**
 * Which band a value on or between two bounds belongs to.
 *
 * - `whole-numbers`: the bands are lists of whole scores; a value between them is first rounded, halves up.
 * - `lower-inclusive`: neighbours share a bound, and the value on it belongs to the upper band.
 * - `upper-inclusive`: neighbours share a bound, and the value on it belongs to the lower band.
 */
export type BandEdges = 'whole-numbers' | 'lower-inclusive' | 'upper-inclusive';

export interface CutOffSet {
  /** `score`, or the code of a subscore. */
  readonly appliesTo: string;
  readonly edges: BandEdges;
  /** In ascending order, without gaps. */
  readonly bands: readonly Band[];
  readonly source: string;
  readonly provenance: Provenance;
}

/** Reached when either the absolute or the percent figure is; both refer to an improvement. */
export interface ImportantChange {
  readonly absolute?: number;
  readonly percent?: number;
  readonly source: string;
  readonly provenance: Provenance;
}

/** A treatment response: an improvement of so many percent, or a score that itself says "improved". */
export interface ResponseRule {
  readonly percent?: number;
  readonly scoreAtMost?: number;
  readonly source: string;
  readonly provenance: Provenance;
}

export interface RemissionRule {
  readonly scoreAtMost: number;
  readonly source: string;
  readonly provenance: Provenance;
}

/** An answer that needs somebody's attention whatever the total, even when there is no total. */
export interface FlagRule {
  readonly code: 'suicide-item';
  readonly item: string;
  readonly atLeast: number;
  readonly action: string;
  readonly source: string;
  readonly provenance: Provenance;
}

export interface Licence {
  /** `permission-needed`: off until the clinic states that it holds the permission. */
  readonly status: 'free' | 'free-with-terms' | 'permission-needed';
  readonly holder: string;
  readonly note: string;
  readonly provenance: Provenance;
}

export interface Loinc {
  readonly panel?: string;
  readonly total?: string;
  readonly subscores?: Readonly<Record<string, string>>;
  readonly items?: Readonly<Record<string, string>>;
  readonly note?: string;
  readonly provenance: Provenance;
}

/** Only the pairs that are published: nothing is read between them. */
export interface Conversion {
  readonly to: string;
  readonly pairs: readonly { readonly score: number; readonly from: number; readonly upTo: number }[];
  readonly source: string;
  readonly provenance: Provenance;
}

export interface Classification {
  readonly appliesTo: string;
  readonly source: string;
  readonly label: string;
}

export type ScoreReason = 'too-many-missing' | 'no-total-score';

export interface ScoreResult {
  /** Rounded to the instrument's `scoreDecimals`, halves up: what people read. */
  readonly score: number | null;
  /** What change, response and averages are computed from. */
  readonly unroundedScore: number | null;
  readonly subscores: Readonly<Record<string, number | null>>;
  readonly unroundedSubscores: Readonly<Record<string, number | null>>;
  /** The score's band in the instrument's first cut-off set. */
  readonly severity: string | null;
  /** The band in every cut-off set, since sources differ. */
  readonly classifications: readonly Classification[];
  /** Every item that the score rests on was answered. */
  readonly complete: boolean;
  /** How many scored items were answered. */
  readonly answered: number;
  readonly prorated: boolean;
  /** Why there is no score; absent where there is one. */
  readonly reason?: ScoreReason;
  readonly flags: readonly string[];
}

export interface InstrumentDescription {
  readonly code: string;
  /** Of our scoring; an assessment keeps the one that it was scored with. */
  readonly version: string;
  readonly name: string;
  /** In the form's order; items that the score does not need come last. */
  readonly items: readonly InstrumentItem[];
  readonly subscores: readonly Subscore[];
  readonly direction: Direction;
  /** False where comparing two scores means nothing: a diagnostic test, a category, a score that is itself a change. */
  readonly measuresChange: boolean;
  readonly scoreRange: { readonly minimum: number; readonly maximum: number } | null;
  readonly scoreDecimals: number;
  readonly scoringRule: string;
  readonly missingRule: string;
  /** Possible recall periods, the default first. Scores over different periods are different series. */
  readonly recallPeriods: readonly string[];
  /** Codes of those that the product brings. */
  readonly valueSets?: readonly string[];
  /** The one that makes the score. */
  readonly valueSet?: ValueSetName;
  /** Items whose answers, one digit after the other, name a state of health. */
  readonly profileItems?: readonly string[];
  /** What its scores correspond to on another measure, as published. */
  readonly conversion?: Conversion;
  readonly cutOffSets: readonly CutOffSet[];
  readonly importantChange?: ImportantChange;
  readonly response?: ResponseRule;
  readonly remission?: RemissionRule;
  readonly flagRules: readonly FlagRule[];
  readonly licence: Licence;
  readonly loinc?: Loinc;
  readonly citation: string;
}

export interface Instrument extends InstrumentDescription {
  /**
   * Scores one filled-in form.
   *
   * @throws ImpossibleAnswers where `validateAnswers` would object; a score never rests on an impossible answer.
   */
  readonly score: (answers: Answers) => ScoreResult;
}
