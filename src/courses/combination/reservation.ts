import { plannedBlock, type AdjunctKind, type AdjunctTiming } from './adjunct-timing.js';

/** A part of the combined plan as far as the calendar has to know it. Dates are `YYYY-MM-DD`. */
export interface PlannedAdjunct {
  readonly id: string;
  readonly kind: AdjunctKind;
  readonly timing: AdjunctTiming | null;
  readonly schedule: { readonly durationMinutes?: number; readonly weekdays?: readonly number[] } | null;
  readonly startedOn: string;
  readonly endedOn: string | null;
  readonly deviceId: string | null;
  readonly roomId: string | null;
  readonly operatorId: string | null;
}

/** What is kept free around a session, so that the other part of the day can be given. */
export interface Reservation {
  readonly id: string;
  readonly kind: AdjunctKind;
  readonly position: 'before' | 'after';
  readonly gapMinutes: number;
  readonly durationMinutes: number;
  readonly weekdays: readonly number[] | null;
  readonly from: string;
  readonly to: string | null;
  /** What its operator must be trained for, where the part is a treatment with a device. */
  readonly modality?: string;
  readonly resources: readonly { readonly kind: 'device' | 'room' | 'operator'; readonly id: string }[];
}

/** What is given with a device of its own kind. */
export const isTreatment = (kind: string): boolean => kind === 'tdcs' || kind === 'neurofeedback';

/** Null for what is not planned as a block with the stimulation, or where nobody has said how long it takes. */
export function reservationOf({ id, kind, timing, schedule, startedOn, endedOn, deviceId, roomId, operatorId }: PlannedAdjunct): Reservation | null {
  const block = plannedBlock(kind, timing);
  if (!block || schedule?.durationMinutes === undefined) return null;
  const named = [['device', deviceId], ['room', roomId], ['operator', operatorId]] as const;
  return {
    id,
    kind,
    position: block.order[0] === 'adjunct' ? 'before' : 'after',
    gapMinutes: block.gapMinutes.minimum,
    durationMinutes: schedule.durationMinutes,
    weekdays: schedule.weekdays ?? null,
    from: startedOn,
    to: endedOn,
    ...(isTreatment(kind) && { modality: kind }),
    resources: named.flatMap(([of, resource]) => (resource === null ? [] : [{ kind: of, id: resource }])),
  };
}
