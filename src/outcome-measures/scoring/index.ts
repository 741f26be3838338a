/**
 * What every measure asks and how it is scored: one instrument a file, each with its sources.
 *
 * Pure: answers in, score out. A score never rests on an impossible answer, never on more missing ones than the
 * instrument allows, and is never recomputed in place: an assessment keeps the version that scored it. People read the
 * rounded score; change is computed from the unrounded one.
 */
export { ImpossibleAnswers, validateAnswers, type AnswerIssue, type AnswerIssueCode } from './answers.js';
export {
  checkCustomMeasure,
  customInstrument,
  scoreCustomMeasure,
  type CustomItem,
  type CustomMeasure,
  type DefinitionIssue,
} from './custom-measure.js';
export type {
  Answers,
  Band,
  BandEdges,
  Classification,
  CutOffSet,
  Direction,
  FlagRule,
  ImportantChange,
  Instrument,
  InstrumentDescription,
  InstrumentItem,
  Licence,
  Loinc,
  RemissionRule,
  ResponseRule,
  ScoreReason,
  ScoreResult,
  Subscore,
} from './instrument.js';
export { eq5d5lWith } from './eq-5d-5l.js';
export {
  DEFAULT_VALUE_SET,
  decrementsOf,
  DIMENSIONS,
  VALUE_SETS,
  type Coefficient,
  type Dimension,
  type ValueSet,
  type ValueSetName,
} from './eq-5d-value-sets.js';
export { findInstrument, INSTRUMENTS } from './registry.js';
export { roundHalfUp } from './rounding.js';
