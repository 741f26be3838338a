/**
 * The words of adverse events: categories, grades, causality, expectedness, actions, outcomes; what is serious by itself,
 * and what an event does to the treatment at once.
 *
 * Pure data. A seizure is always serious and locks all stimulation of the patient.
 */
export { ADVERSE_EVENT_CATEGORIES, ADVERSE_EVENTS, type AdverseEventCategory, type SeriousByDefault } from './categories.js';
export { AFTER_A_SEIZURE, immediateConsequence, isSeriousByDefault, type ImmediateConsequence } from './seriousness.js';
export {
  ADVERSE_EVENT_ACTIONS,
  ADVERSE_EVENT_GRADES,
  ADVERSE_EVENT_OUTCOMES,
  CAUSALITIES,
  EXPECTEDNESSES,
  type AdverseEventAction,
  type AdverseEventOutcome,
  type Causality,
  type Expectedness,
} from './terms.js';
