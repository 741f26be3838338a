import { defineInstrument } from './define-instrument.js';
import type { Answers, Band, Instrument, ScoreResult } from './instrument.js';
import type { AnswerSheet } from './answers.js';
import { item } from './items.js';
import { findInstrument } from './registry.js';
import { sum } from './totals.js';

export interface CustomItem {
  readonly code: string;
  readonly topic: string;
  readonly minimum: number;
  readonly maximum: number;
  /** 1 unless given. */
  readonly step?: number;
  /** Counts the other way round: `minimum + maximum − answer`. */
  readonly reversed?: boolean;
}

/** A clinic's own measure, as data: the sum or the mean of ranged items. */
export interface CustomMeasure {
  readonly code: string;
  readonly version: string;
  readonly name: string;
  readonly items: readonly CustomItem[];
  readonly method: 'sum' | 'mean';
  readonly direction: 'lower-is-better' | 'higher-is-better';
  /** All items unless given; missing ones take the share of the range that the answered took. */
  readonly fewestAnswered?: number;
  /** Whole-number bands in ascending order. */
  readonly bands?: readonly Band[];
}

export interface DefinitionIssue {
  readonly pointer: string;
  readonly code: 'bad-code' | 'code-taken' | 'no-items' | 'too-many-items' | 'bad-range' | 'bad-step' | 'bad-fewest' | 'bad-bands';
  readonly message: string;
}

const CODE = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;
const MOST_ITEMS = 200;

/** What is wrong with a clinic's definition; empty when it can be scored. */
export function checkCustomMeasure(measure: CustomMeasure): DefinitionIssue[] {
  return [...checkWhole(measure), ...measure.items.flatMap((one, index) => checkItem(measure, one, index))];
}

/**
 * Scores a clinic's own measure.
 *
 * @throws ImpossibleAnswers
 */
export function scoreCustomMeasure(measure: CustomMeasure, answers: Answers): ScoreResult {
  return customInstrument(measure).score(answers);
}

/** A clinic's own measure in the shape of every other. */
export function customInstrument(measure: CustomMeasure): Instrument {
  const spread = (pick: 'minimum' | 'maximum'): number =>
    measure.items.reduce((total, one) => total + one[pick], 0) / (measure.method === 'mean' ? measure.items.length : 1);
  const fewest = measure.fewestAnswered ?? measure.items.length;
  return defineInstrument({
    code: measure.code,
    version: measure.version,
    name: measure.name,
    items: measure.items.map((one) => item(one.code, one.topic, one.minimum, one.maximum, { step: one.step ?? 1 })),
    subscores: [],
    direction: measure.direction,
    measuresChange: true,
    scoreRange: { minimum: spread('minimum'), maximum: spread('maximum') },
    scoreDecimals: 2,
    scoringRule: measure.method === 'sum' ? 'Sum of the items.' : 'Mean of the items.',
    missingRule: `At least ${fewest} of ${measure.items.length} are needed; the rest take the share of the range that the answered took.`,
    recallPeriods: [],
    cutOffSets: measure.bands
      ? [{ appliesTo: 'score', edges: 'whole-numbers', bands: measure.bands, source: 'The clinic', provenance: 'design-default' }]
      : [],
    flagRules: [],
    licence: { status: 'free', holder: 'the clinic', note: 'Defined by the clinic.', provenance: 'design-default' },
    citation: 'Defined by the clinic.',
    compute: (sheet) => outcomeOf(measure, sheet, fewest),
  });
}

/**
 * Missing items take the share of their range that the answered ones took of theirs, which for items of one scale is
 * the mean of the answered, and never leaves the measure's range.
 */
function outcomeOf(measure: CustomMeasure, sheet: AnswerSheet, fewest: number): { score: number | null; prorated: boolean } {
  const answered = measure.items.filter((one) => sheet.has(one.code));
  if (answered.length < Math.max(fewest, 1)) return { score: null, prorated: false };
  const prorated = answered.length < measure.items.length;
  const points = sum(answered.map((one) => turned(one, sheet.get(one.code) ?? one.minimum)));
  const total = prorated ? filledUp(measure.items, answered, points) : points;
  return { score: measure.method === 'mean' ? total / measure.items.length : total, prorated };
}

const turned = (one: CustomItem, answer: number): number => (one.reversed ? one.minimum + one.maximum - answer : answer);

function filledUp(all: readonly CustomItem[], answered: readonly CustomItem[], points: number): number {
  const lowest = (items: readonly CustomItem[]): number => sum(items.map((one) => one.minimum));
  const width = (items: readonly CustomItem[]): number => sum(items.map((one) => one.maximum - one.minimum));
  return lowest(all) + ((points - lowest(answered)) * width(all)) / width(answered);
}

function checkWhole(measure: CustomMeasure): DefinitionIssue[] {
  const issues: DefinitionIssue[] = [];
  const { items, bands, fewestAnswered } = measure;
  if (!CODE.test(measure.code)) issues.push({ pointer: '/code', code: 'bad-code', message: 'must be words of a to z and digits, joined by hyphens' });
  if (findInstrument(measure.code)) issues.push({ pointer: '/code', code: 'code-taken', message: 'is the code of a measure that the product brings' });
  if (items.length === 0) issues.push({ pointer: '/items', code: 'no-items', message: 'must not be empty' });
  if (items.length > MOST_ITEMS) issues.push({ pointer: '/items', code: 'too-many-items', message: `must be ${MOST_ITEMS} at most` });
  if (fewestAnswered !== undefined && !(Number.isInteger(fewestAnswered) && fewestAnswered >= 1 && fewestAnswered <= items.length)) {
    issues.push({ pointer: '/fewestAnswered', code: 'bad-fewest', message: 'must be a whole number from 1 to the number of items' });
  }
  if (bands && !areConsecutive(bands)) {
    issues.push({ pointer: '/bands', code: 'bad-bands', message: 'must be whole numbers in ascending order without gaps or overlap' });
  }
  return issues;
}

function checkItem(measure: CustomMeasure, one: CustomItem, index: number): DefinitionIssue[] {
  const pointer = `/items/${index}`;
  const issues: DefinitionIssue[] = [];
  const step = one.step ?? 1;
  if (!CODE.test(one.code)) issues.push({ pointer: `${pointer}/code`, code: 'bad-code', message: 'must be words of a to z and digits, joined by hyphens' });
  if (measure.items.findIndex((other) => other.code === one.code) < index) {
    issues.push({ pointer: `${pointer}/code`, code: 'code-taken', message: 'is the code of an earlier item' });
  }
  if (!(Number.isFinite(one.minimum) && Number.isFinite(one.maximum) && one.minimum < one.maximum)) {
    issues.push({ pointer, code: 'bad-range', message: 'the minimum must be below the maximum' });
  }
  if (!(Number.isFinite(step) && step > 0 && step <= one.maximum - one.minimum)) {
    issues.push({ pointer: `${pointer}/step`, code: 'bad-step', message: 'must be above 0 and within the range' });
  }
  return issues;
}

function areConsecutive(bands: readonly Band[]): boolean {
  return bands.every(
    (band, index) =>
      Number.isInteger(band.minimum) &&
      Number.isInteger(band.maximum) &&
      band.minimum <= band.maximum &&
      (index === 0 || band.minimum === (bands[index - 1]?.maximum ?? 0) + 1),
  );
}
