import type { Claim, ResourceKind } from './calendar.js';
import { instantText } from './wall-clock.js';

/** Why a session cannot stand at a time. */
export interface Reason {
  code: ReasonCode;
  message: string;
  /** What stands in the way, where something does. */
  conflicts?: Conflict[];
}

export type ReasonCode =
  | 'clinic-closed'
  | 'outside-hours'
  | 'outside-window'
  | 'in-the-past'
  | 'device-down'
  | 'device-unsuitable'
  | 'no-room'
  | 'operator-absent'
  | 'operator-not-qualified'
  | 'slot-taken'
  | 'too-soon'
  | 'daily-maximum';

/** The time that something takes of a resource, with whatever pause is part of it. */
export interface Conflict {
  resource: ResourceKind;
  id: string;
  startsAt: string;
  endsAt: string;
}

/** A reason while it is only looked at: thousands are found for each that is told. */
export interface Obstacle {
  code: ReasonCode;
  message: string;
  claims?: readonly Claim[];
}

/** One reason for each code: several resources taken are one `slot-taken` with all conflicts. */
export function reasonsOf(obstacles: readonly Obstacle[]): Reason[] {
  return [...new Set(obstacles.map(({ code }) => code))].map((code) => {
    const alike = obstacles.filter((obstacle) => obstacle.code === code);
    const claims = new Set(alike.flatMap((obstacle) => obstacle.claims ?? []));
    const message = [...new Set(alike.map((obstacle) => obstacle.message))].join(' ');
    return claims.size === 0 ? { code, message } : { code, message, conflicts: [...claims].map(conflictOf) };
  });
}

function conflictOf({ kind, resourceId, startMs, endMs }: Claim): Conflict {
  return { resource: kind, id: resourceId, startsAt: instantText(startMs), endsAt: instantText(endMs) };
}
