import { deriveNeurofeedbackDose, type NeurofeedbackDose } from './neurofeedback-dose.js';
import { deriveSessionDose } from './session-dose.js';
import type { Modality, Stimulation } from './stimulation.js';
import type { TdcsDose } from './tdcs-dose.js';

const SECONDS_A_MINUTE = 60;

/** What one session gives: blocks of pulses one after the other, or what stands in their place. */
export interface TimedDose {
  readonly modality: string;
  readonly blocks: readonly { readonly modality: string; readonly stimulation: Stimulation }[];
  readonly pauseBetweenBlocksSeconds: number | null;
  /** The current of tDCS, or the training of neurofeedback. */
  readonly parameters: object | null;
}

/**
 * Whole minutes from the first pulse to the last of one treatment, by arithmetic: trains with the pauses between them, every
 * block and the pauses between those; the minutes of a current; the rounds of a training with their pauses.
 */
export function doseMinutes({ modality, blocks, pauseBetweenBlocksSeconds, parameters }: TimedDose): number {
  if (modality === 'tdcs') return Math.ceil((parameters as TdcsDose | null)?.durationMinutes ?? 0);
  if (modality === 'neurofeedback') return parameters ? Math.ceil(deriveNeurofeedbackDose(parameters as NeurofeedbackDose).sessionMinutes) : 0;
  const doses = blocks.map((block) => ({ modality: block.modality as Modality, stimulation: block.stimulation, hemisphere: 'bilateral' as const }));
  return Math.ceil(deriveSessionDose({ blocks: doses, pauseBetweenBlocksSeconds: pauseBetweenBlocksSeconds ?? 0 }).stimulationSeconds / SECONDS_A_MINUTE);
}
