/** Where a session can stand, from booked to closed. */
export const SESSION_STATES = ['scheduled', 'checked-in', 'held', 'in-progress', 'completed', 'signed', 'aborted', 'cancelled', 'no-show'] as const;
export type SessionState = (typeof SESSION_STATES)[number];

/** What can be done to one, by the last segment of the route. */
export const SESSION_ACTIONS = ['reschedule', 'cancel', 'no-show', 'check-in', 'clear', 'start', 'progress', 'complete', 'abort', 'sign', 'addenda', 'adverse-events'] as const;
export type SessionAction = (typeof SESSION_ACTIONS)[number];

interface Move {
  /** As a refusal words it: a session that is cancelled cannot be `done`. */
  readonly done: string;
  /** Where it may stand before, and where it can stand then. */
  readonly from: Readonly<Partial<Record<SessionState, readonly SessionState[]>>>;
}

const STAYS = <S extends SessionState>(...states: readonly S[]): Readonly<Record<S, readonly SessionState[]>> =>
  Object.fromEntries(states.map((state) => [state, [state]])) as unknown as Record<S, readonly SessionState[]>;

/**
 * Every move that is allowed; all others are refused. A check of another day has to be answered again, so that even who
 * is checked in can be; and whoever is moved while waiting is checked in anew. A session that was stopped keeps its state when it is signed: the signature closes it all the same.
 */
export const MOVES: Readonly<Record<SessionAction, Move>> = {
  reschedule: { done: 'moved', from: { scheduled: ['scheduled'], 'checked-in': ['scheduled'], held: ['scheduled'] } },
  cancel: { done: 'cancelled', from: { scheduled: ['cancelled'], 'checked-in': ['cancelled'], held: ['cancelled'] } },
  'no-show': { done: 'marked as missed', from: { scheduled: ['no-show'] } },
  'check-in': { done: 'checked in', from: { scheduled: ['checked-in', 'held'], held: ['checked-in', 'held'] } },
  clear: { done: 'cleared', from: { held: ['checked-in'] } },
  start: { done: 'started', from: { 'checked-in': ['in-progress'] } },
  progress: { done: 'reported on', from: STAYS('in-progress') },
  complete: { done: 'completed', from: { 'in-progress': ['completed'] } },
  abort: { done: 'aborted', from: { 'in-progress': ['aborted'] } },
  sign: { done: 'signed', from: { completed: ['signed', 'completed'], aborted: ['aborted'] } },
  addenda: { done: 'given an addendum', from: STAYS('completed', 'signed', 'aborted') },
  'adverse-events': { done: 'followed by an adverse event', from: STAYS('scheduled', 'checked-in', 'held', 'in-progress', 'completed', 'signed', 'aborted') },
};

export const isAllowed = (action: SessionAction, state: string): boolean => Object.hasOwn(MOVES[action].from, state);
