/** What clients of a schedule did and were told, as they saw it. Times are of one clock of this machine, in nanoseconds. */

export type ResourceKind = 'device' | 'room' | 'operator' | 'patient';

/** Time taken of the calendar, in epoch milliseconds, half-open: turnover lies inside what is taken of devices and rooms. */
export interface Taken {
  kind: ResourceKind;
  id: string;
  startMs: number;
  endMs: number;
}

/** A session or a downtime as an answer described it. */
export interface Entry {
  id: string;
  taken: Taken[];
  /** What the row in the database must say as long as nothing else happens to it. */
  facts: Readonly<Record<string, unknown>>;
}

/** A wish for one session or downtime: what would have to be free, each of several alternatives of a kind. */
export interface Wanted {
  /** The entry that is moved stands in nobody's way. */
  moving?: string;
  anyOf: readonly (readonly Taken[])[];
}

export interface Operation {
  key: string;
  kind: 'book' | 'series' | 'move' | 'cancel' | 'close' | 'reopen' | 'edit' | 'read' | 'misuse' | 'stranger';
  /** The entry that is moved, given up, edited or looked at. */
  of?: string;
  wanted?: Wanted;
  /** When the first try was sent, and when an answer came that leaves no doubt. */
  invokedNs: bigint;
  answeredNs: bigint;
  tries: number;
  status: number;
  code?: string;
  /** Done, but perhaps by somebody else in the meantime. */
  byWhom?: 'unsure';
  /** What exists from now on; for a move the new place, for what was given up nothing. */
  made: Entry[];
  /** Of an edit: the state that it says it changes. */
  base?: string;
  /** What an answer on the way, or the last one, should not have been. */
  wrong?: string;
  /** Ids that further answers to the same key named. */
  otherReplies: string[][];
}

/** What the database holds when all is quiet. */
export interface FinalRow {
  id: string;
  live: boolean;
  facts: Readonly<Record<string, unknown>>;
}
export interface FinalState {
  rows: readonly FinalRow[];
  /** Entries of the audit trail by what they tell and of what (`session.moved <id>`), for changes of sessions, downtimes and patients. */
  audited: Readonly<Record<string, number>>;
}

export const overlap = (a: Taken, b: Taken): boolean => a.kind === b.kind && a.id === b.id && a.startMs < b.endMs && b.startMs < a.endMs;
export const isDone = ({ status }: Operation): boolean => status >= 200 && status < 300;
