import { tooNear, type Placement, type PlacementRequest } from '../scheduling/read.js';
import type { SessionWarning } from './session.dto.js';

/**
 * What is booked all the same at a time that somebody named: a current close to pulses acts on them, which is meant or a mistake.
 * The start asks for a signature then (rule S16); whatever is found by search keeps its distance.
 */
export function closeToOtherKind(request: PlacementRequest, placement: Placement): SessionWarning[] {
  const near = tooNear({ ...request, minimumGapMinutes: 0 }, placement).filter(({ other }) => other.countedAs !== request.countedAs);
  if (near.length === 0) return [];
  const minutes = Math.max(...near.map((one) => one.minutes));
  return [{ code: 'close-to-other-kind', message: `Less than ${minutes} minutes lie between this session and one of the other kind, current or pulses, of the same patient; so close together each changes what the other does, and the start will want a signature.` }];
}

/** A motor threshold is of one stimulator: rule S22. */
export function thresholdElsewhere(thresholdDeviceId: string | null | undefined, deviceIds: readonly string[]): SessionWarning[] {
  const elsewhere = thresholdDeviceId ? deviceIds.filter((id) => id !== thresholdDeviceId).length : 0;
  if (elsewhere === 0) return [];
  const what = elsewhere === 1 ? '1 session of a course stands' : `${elsewhere} sessions of a course stand`;
  return [{ code: 'threshold-of-another-device', message: `${what} on a device on which its motor threshold was not measured; it has to be measured there.` }];
}
