import { deriveDose } from './derive-dose.js';
import { withoutDust } from './rounding.js';
import type { Modality, Stimulation } from './stimulation.js';

export type StimulatedSide = 'left' | 'right' | 'bilateral' | 'midline' | 'contralateral-to-pain';

export interface DoseBlock {
  modality: Modality;
  hemisphere: StimulatedSide;
  stimulation: Stimulation;
}

/** Everything one session delivers: one block, or several one after the other (1 Hz right, then 10 Hz left). */
export interface SessionDose {
  blocks: readonly DoseBlock[];
  /** To move the coil from one block to the next. */
  pauseBetweenBlocksSeconds: number;
}

export interface DerivedSessionDose {
  totalPulses: number;
  stimulationSeconds: number;
}

/**
 * Pulses and seconds of a whole session, pauses between blocks counted.
 * @throws ImpossibleDose when a block does not add up
 */
export function deriveSessionDose({ blocks, pauseBetweenBlocksSeconds }: SessionDose): DerivedSessionDose {
  const derived = blocks.map(({ modality, stimulation }) => deriveDose(modality, stimulation));
  const pauses = Math.max(0, blocks.length - 1) * pauseBetweenBlocksSeconds;
  return {
    totalPulses: derived.reduce((sum, { totalPulses }) => sum + totalPulses, 0),
    stimulationSeconds: withoutDust(derived.reduce((sum, { stimulationSeconds }) => sum + stimulationSeconds, pauses)),
  };
}
