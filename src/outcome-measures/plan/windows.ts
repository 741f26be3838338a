import type { Day } from './calendar-day.js';

/** A time bound to visits. It opens when visit `opensAtSession` is the next, so that the form can be filled before it. */
export interface SessionWindow {
  readonly by: 'session';
  readonly opensAtSession: number;
  readonly dueAtSession: number;
  /** Overdue once a later session than this one was delivered. */
  readonly closesAtSession: number;
  /** From this number of delivered sessions on it can no longer be made up for; null while it always can. */
  readonly lapsesAfterSessions: number | null;
}

/** A time bound to the calendar. */
export interface DateWindow {
  readonly by: 'date';
  /** Null while its day is not known. */
  readonly opensOn: Day | null;
  readonly dueOn: Day | null;
  /** Overdue on the day after. */
  readonly closesOn: Day | null;
  /** Too late on the day after; null while it can always be made up for. */
  readonly lapsesAfter: Day | null;
}

export type Window = SessionWindow | DateWindow;

export type OpenState = 'upcoming' | 'due' | 'overdue' | 'missed';

export function stateBySession(window: SessionWindow, sessionsDelivered: number): OpenState {
  if (sessionsDelivered < window.opensAtSession - 1) return 'upcoming';
  if (window.lapsesAfterSessions !== null && sessionsDelivered >= window.lapsesAfterSessions) return 'missed';
  return sessionsDelivered > window.closesAtSession ? 'overdue' : 'due';
}

export function stateByDate(window: DateWindow, today: Day): OpenState {
  if (window.opensOn === null || today < window.opensOn) return 'upcoming';
  if (window.lapsesAfter !== null && today > window.lapsesAfter) return 'missed';
  return window.closesOn !== null && today > window.closesOn ? 'overdue' : 'due';
}
