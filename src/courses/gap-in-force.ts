import { requiredGapMinutes, type Modality, type SafetyLimits } from '../protocols/read.js';

interface GivenSession {
  modality: string;
  /** One, several, or none where there are no pulses. */
  blocks: readonly { modality: string }[];
}

/**
 * The minutes from the end of one session of a patient to the start of the next that are in force where a phase states so
 * many, or none: what rule S16 asks at the start is what a booking keeps. A session of several blocks keeps the longest.
 */
export function gapInForce({ modality, blocks }: GivenSession, statedMinutes: number | undefined, limits: SafetyLimits): number {
  const modalities = (blocks.length > 0 ? blocks : [{ modality }]).map((given) => given.modality as Modality);
  return Math.max(...modalities.map((given) => requiredGapMinutes({ modality: given, minimumGapMinutes: statedMinutes ?? null }, limits)));
}
