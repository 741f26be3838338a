import type { Claim } from './calendar.js';
import type { Interval } from './intervals.js';
import type { Neighbour, PlacementRequest } from './placement-request.js';

const MINUTE_MS = 60_000;

type Spaced = Pick<PlacementRequest, 'countedAs' | 'minimumGapMinutes' | 'apart' | 'neighbours'>;

/** So far a session stays from another of the patient; null where neither asks for anything (that they do not overlap, their claims see to). */
function distanceMinutes({ countedAs, minimumGapMinutes, apart }: Spaced, other: Neighbour): number | null {
  if (other.countedAs === countedAs) return Math.max(minimumGapMinutes, other.minimumGapMinutes);
  return apart && other.countedAs !== undefined && apart.kinds.includes(other.countedAs) ? apart.minutes : null;
}

/** The patient's other sessions that are too near, each with the minutes that are asked for between the two. */
export function tooNear(request: Spaced, session: Interval): { other: Neighbour; minutes: number }[] {
  const found: { other: Neighbour; minutes: number }[] = [];
  for (const other of request.neighbours ?? []) {
    const minutes = distanceMinutes(request, other);
    if (minutes === null) continue;
    const gapMs = minutes * MINUTE_MS;
    if (session.startMs < other.endMs + gapMs && other.startMs < session.endMs + gapMs) found.push({ other, minutes });
  }
  return found;
}

/** What stands in the way of whoever comes too near: the other session with the pause after it. */
export const pausedAfter = (patientId: string, { other, minutes }: { other: Neighbour; minutes: number }): Claim =>
  ({ kind: 'patient', resourceId: patientId, startMs: other.startMs, endMs: other.endMs + minutes * MINUTE_MS, occupant: 'session', occupantId: other.id });

/** What a session is to others of its patient once it has a place. */
export const asNeighbour = ({ countedAs, minimumGapMinutes }: Spaced, { startMs, endMs }: Interval, id: string): Neighbour =>
  ({ id, startMs, endMs, minimumGapMinutes, ...(countedAs !== undefined && { countedAs }) });

/** The same request when others of the patient stand too. */
export const besides = <R extends Spaced>(request: R, others: readonly Neighbour[]): R => (others.length === 0 ? request : { ...request, neighbours: [...(request.neighbours ?? []), ...others] });
