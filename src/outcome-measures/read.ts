/** What other rooms may read of outcome measures: the registry and what a change means. */
export { changeFromBaseline, type Change } from './change/index.js';
export { findInstrument, INSTRUMENTS, type Instrument } from './scoring/index.js';
