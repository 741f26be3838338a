/**
 * The states of a session and the moves between them.
 *
 * Pure. The one table that the service obeys, the tests try and the reference prints.
 */
export { isAllowed, MOVES, SESSION_ACTIONS, SESSION_STATES, type SessionAction, type SessionState } from './moves.js';
export { stateTable } from './table.js';
