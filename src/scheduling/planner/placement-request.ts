import type { Interval } from './intervals.js';
import type { SideBlock } from './side-blocks.js';

/** Hours of the patient's choice, wall clock; on every weekday unless one is named. */
export interface WantedWindow {
  /** ISO: Monday 1 to Sunday 7. */
  weekday?: number;
  from: string;
  to: string;
}

/** Another session of the patient, from which this one keeps its distance. */
export interface Neighbour extends Interval {
  id: string;
  /** What is given in it, as in the request. */
  countedAs?: string;
  /** It asks itself for so many minutes between it and one of its kind. */
  minimumGapMinutes: number;
}

/** What a session asks of the calendar. What is named must be it; what is preferred is tried first. */
export interface PlacementRequest {
  /** Undefined: any device will do. */
  modality?: string;
  durationMinutes: number;
  patientId?: string;
  /** From the end of one session of the patient to the start of the next of its kind; where the other asks for more, that. */
  minimumGapMinutes: number;
  /** Other kinds, from whose sessions it keeps so far. */
  apart?: { kinds: readonly string[]; minutes: number };
  /** The patient's other sessions that stand and are not among those being planned. */
  neighbours?: readonly Neighbour[];
  /** Sessions of the patient in one day of the clinic's calendar. */
  maximumPerDay: number;
  /** Sessions that the patient has already, by date; which of them count is for the caller to say. */
  sessionsPerDate?: Readonly<Record<string, number>>;
  /** What is given: sessions of another kind fill days of their own, and no gap lies between them. */
  countedAs?: string;
  /** Where a session may lie at all; anywhere in opening hours when empty. */
  windows?: readonly WantedWindow[];
  /** Nothing begins before this instant. */
  notBeforeMs?: number;
  /** Other parts of the plan that are given before or after the session on the same day. */
  blocks?: readonly SideBlock[];
  deviceId?: string;
  roomId?: string;
  operatorId?: string;
  /** An operator or a room may be one that other sessions have at that time; a device and the patient may not. */
  sharing?: boolean;
  preferredDeviceId?: string;
  preferredOperatorId?: string;
}
