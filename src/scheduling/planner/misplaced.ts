import { Busy, type Calendar } from './calendar.js';
import { obstaclesAt } from './placement.js';
import { reasonsOf, type Reason } from './reasons.js';

/** Asked of nobody in particular: gaps and the fill of days are a patient's. */
const NOBODYS = { minimumGapMinutes: 0, maximumPerDay: Infinity };

/** A booked session with all that it was given. */
export interface Standing {
  id: string;
  startMs: number;
  durationMinutes: number;
  modality?: string;
  deviceId: string;
  roomId: string;
  operatorId: string;
}

/**
 * The sessions that could not be booked any more where they stand, each with every reason: hours, closures, shifts,
 * competences, devices and rooms are looked at as they are now. What stands beside them is not: claims see to that.
 */
export function misplaced(calendar: Calendar, standing: readonly Standing[]): Map<string, Reason[]> {
  const nothingTaken = new Busy([]);
  const found = new Map<string, Reason[]>();
  for (const { id, startMs, ...place } of standing) {
    const obstacles = obstaclesAt(calendar, nothingTaken, { ...place, ...NOBODYS }, startMs);
    if (obstacles.length > 0) found.set(id, reasonsOf(obstacles));
  }
  return found;
}
