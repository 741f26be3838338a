import { readAnswers, type AnswerSheet } from './answers.js';
import { bandLabel } from './bands.js';
import type {
  Answers,
  Classification,
  Instrument,
  InstrumentDescription,
  ScoreReason,
  ScoreResult,
} from './instrument.js';
import { roundHalfUp } from './rounding.js';

/** What an instrument's own arithmetic yields, unrounded; everything common is added here. */
export interface Outcome {
  readonly score: number | null;
  readonly subscores?: Readonly<Record<string, number | null>>;
  readonly prorated?: boolean;
  /** Where the category does not follow from a cut-off set. */
  readonly severity?: string | null;
  /** Where "every scored item answered" is not the right question. */
  readonly complete?: boolean;
  readonly reason?: ScoreReason;
  readonly flags?: readonly string[];
}

export interface InstrumentDefinition extends InstrumentDescription {
  readonly compute: (sheet: AnswerSheet) => Outcome;
}

/** Joins an instrument's description and its arithmetic into one that validates, rounds, classifies and flags. */
export function defineInstrument({ compute, ...description }: InstrumentDefinition): Instrument {
  return Object.freeze({
    ...description,
    score: (answers: Answers): ScoreResult => {
      const sheet = readAnswers(description, answers);
      return resultOf(description, sheet, compute(sheet));
    },
  });
}

function resultOf(instrument: InstrumentDescription, sheet: AnswerSheet, outcome: Outcome): ScoreResult {
  const unroundedSubscores = outcome.subscores ?? {};
  const classifications = classify(instrument, outcome.score, unroundedSubscores);
  const scored = instrument.items.filter((item) => item.scored);
  const answered = scored.filter((item) => sheet.has(item.code)).length;
  const reason = outcome.reason ?? (outcome.score === null ? 'too-many-missing' : undefined);
  return {
    score: rounded(outcome.score, instrument.scoreDecimals),
    unroundedScore: outcome.score,
    subscores: Object.fromEntries(
      Object.entries(unroundedSubscores).map(([code, value]) => [code, rounded(value, Math.max(2, instrument.scoreDecimals))]),
    ),
    unroundedSubscores,
    severity: outcome.severity ?? classifications.find((band) => band.appliesTo === 'score')?.label ?? null,
    classifications,
    complete: outcome.complete ?? answered === scored.length,
    answered,
    prorated: outcome.prorated ?? false,
    ...(reason === undefined ? {} : { reason }),
    flags: [...flagsOf(instrument, sheet), ...(outcome.flags ?? [])],
  };
}

function classify(
  instrument: InstrumentDescription,
  score: number | null,
  subscores: Readonly<Record<string, number | null>>,
): Classification[] {
  return instrument.cutOffSets.flatMap((cutOffs) => {
    const value = cutOffs.appliesTo === 'score' ? score : (subscores[cutOffs.appliesTo] ?? null);
    const label = value === null ? null : bandLabel(cutOffs, value);
    return label === null ? [] : [{ appliesTo: cutOffs.appliesTo, source: cutOffs.source, label }];
  });
}

/** An unanswered question about suicide is a finding too: somebody should ask. */
function flagsOf(instrument: InstrumentDescription, sheet: AnswerSheet): string[] {
  return instrument.flagRules.flatMap((rule) => {
    const answer = sheet.get(rule.item);
    if (answer === undefined) return [`${rule.code}-unanswered`];
    return answer >= rule.atLeast ? [rule.code] : [];
  });
}

const rounded = (value: number | null, decimals: number): number | null =>
  value === null ? null : roundHalfUp(value, decimals);
