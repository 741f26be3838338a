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

export function conflictOf({ kind, resourceId, startMs, endMs }: Claim): Conflict {
  return { resource: kind, id: resourceId, startsAt: instantText(startMs), endsAt: instantText(endMs) };
}

/** One reason for each code: several resources taken are one `slot-taken` with all conflicts. */
export function mergedReasons(reasons: readonly Reason[]): Reason[] {
  const byCode = new Map<ReasonCode, Reason>();
  for (const { code, message, conflicts } of reasons) {
    const known = byCode.get(code);
    byCode.set(code, known ? { code, message: joined(known.message, message), ...bothConflicts(known.conflicts, conflicts) } : { code, message, ...bothConflicts(conflicts) });
  }
  return [...byCode.values()];
}

const joined = (known: string, message: string): string => (known.includes(message) ? known : `${known} ${message}`);

function bothConflicts(some: readonly Conflict[] = [], others: readonly Conflict[] = []): { conflicts?: Conflict[] } {
  const distinct = new Map([...some, ...others].map((one) => [`${one.resource}/${one.id}/${one.startsAt}/${one.endsAt}`, one]));
  return distinct.size > 0 ? { conflicts: [...distinct.values()] } : {};
}
