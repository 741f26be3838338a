import type { CourseFacts } from '../courses/read.js';
import { invalid } from '../platform/errors/refusal.js';
import { deriveNeurofeedbackDose, deriveSessionDose, type Modality, type NeurofeedbackDose, type SessionDose, type TdcsDose } from '../protocols/read.js';

const SECONDS_A_MINUTE = 60;

type Dosed = Pick<CourseFacts, 'modality' | 'blocks' | 'pauseBetweenBlocksSeconds' | 'parameters' | 'sessionMinutes'>;

/**
 * Whole minutes from the first pulse to the last of one treatment, by arithmetic: trains with the pauses between them, every
 * block and the pauses between those; the minutes of a current; the rounds of a training with their pauses.
 */
export function doseMinutes({ modality, blocks, pauseBetweenBlocksSeconds, parameters }: Dosed): number {
  if (modality === 'tdcs') return Math.ceil((parameters as TdcsDose | null)?.durationMinutes ?? 0);
  if (modality === 'neurofeedback') return parameters ? Math.ceil(deriveNeurofeedbackDose(parameters as NeurofeedbackDose).sessionMinutes) : 0;
  const doses = blocks.map((block) => ({ ...block, modality: block.modality as Modality })) as SessionDose['blocks'];
  return Math.ceil(deriveSessionDose({ blocks: doses, pauseBetweenBlocksSeconds: pauseBetweenBlocksSeconds ?? 0 }).stimulationSeconds / SECONDS_A_MINUTE);
}

/** What a visit is booked for unless told: the protocol's session length, and never less than the dose of a treatment takes. */
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
