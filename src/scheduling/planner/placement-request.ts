import type { SideBlock } from './side-blocks.js';

/** Hours of the patient's choice, wall clock; on every weekday unless one is named. */
export interface WantedWindow {
  /** ISO: Monday 1 to Sunday 7. */
  weekday?: number;
  from: string;
  to: string;
}

/** What a session asks of the calendar. What is named must be it; what is preferred is tried first. */
export interface PlacementRequest {
  /** Undefined: any device will do. */
  modality?: string;
  durationMinutes: number;
  patientId?: string;
  /** From the end of one session of the patient to the start of the next. */
  minimumGapMinutes: number;
  /** Sessions of the patient in one day of the clinic's calendar. */
  maximumPerDay: number;
  /** Sessions that the patient has already, by date; which of them count is for the caller to say. */
  sessionsPerDate?: Readonly<Record<string, number>>;
  /** Sessions of another kind fill days of their own. */
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
