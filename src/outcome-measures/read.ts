/** What other rooms may read of outcome measures: the registry and what a change means. */
export { BASELINE_RULES, FEWEST_DIARY_DAYS, changeFromBaseline, chooseBaseline, subscoreChanges, type BaselineRule, type Change, type SubscorePoint } from './change/index.js';
export { customInstrument, findInstrument, INSTRUMENTS, roundHalfUp, type CustomMeasure, type Instrument } from './scoring/index.js';
