import type { CourseFacts } from '../courses/read.js';
import { invalid } from '../platform/errors/refusal.js';
import { doseMinutes } from '../protocols/read.js';

type Dosed = Pick<CourseFacts, 'modality' | 'blocks' | 'pauseBetweenBlocksSeconds' | 'parameters' | 'sessionMinutes'>;

/** What a visit is booked for unless told: the protocol's session length, and never less than the dose of a treatment takes, which a version published before that was asked for may not have minded. */
export function usualMinutes(course: Dosed, kind: string): number {
  return kind === 'treatment' ? Math.max(course.sessionMinutes, doseMinutes(course)) : course.sessionMinutes;
}

/**
 * How long a visit is booked for. A mapping or a follow-up visit gives no prescribed dose and is as long as whoever books it says.
 * @throws InvalidRequest for a treatment in which the dose would not fit
 */
export function minutesToBook(course: Dosed, kind: string, wanted: number | undefined): number {
  const takes = doseMinutes(course);
  if (kind === 'treatment' && wanted !== undefined && wanted < takes) throw invalid('/durationMinutes', 'shorter-than-dose', `must be ${takes} or more: so many minutes does the dose of one treatment take`);
  return wanted ?? usualMinutes(course, kind);
}
