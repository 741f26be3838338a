import { isThetaBurst, type Modality, type Stimulation, type StimulatedSide } from '../dose/index.js';

export const COIL_TYPES = ['figure-8', 'circular', 'double-cone', 'h1', 'h4', 'h7'] as const;
export type CoilType = (typeof COIL_TYPES)[number];

export type PainSide = 'left' | 'right' | 'bilateral' | 'midline';

/** A dose to be judged, and what is known of its circumstances; what is left out is not judged. */
export interface DoseToCheck {
  modality: Modality;
  stimulation: Stimulation;
  schedule?: { sessionsPerDay: number };
  /** Published or cleared although it goes past a general limit; `false` unless said. */
  validatedException?: boolean;
  /** Goes on after the published end: what was published or cleared of its days does not hold for these. */
  beyondPublished?: boolean;
  coil?: CoilType;
  /** The patient's screening has an item that raises the risk of a seizure. */
  seizureRiskItem?: boolean;
  /** The patient has had a seizure, or it is not known. */
  everSeizure?: boolean;
  /** For a course: the protocol's rule, the side chosen, and the side of the pain. */
  side?: { rule: StimulatedSide; hemisphere: StimulatedSide; painSide: PainSide | null };
  /** The session's other blocks, in a protocol that stimulates one place after another. */
  otherBlocks?: readonly Pick<DoseToCheck, 'modality' | 'stimulation'>[];
  /** From this block to its neighbours, where it is known. */
  pauseBetweenBlocksSeconds?: number | null;
}

/** Pulses of one day, and whether several sessions a day are what was published or cleared. */
export interface DailyPulses {
  pulsesInDay: number;
  spacingIsValidated: boolean;
}

export interface PrescribingFacts extends DailyPulses {
  modality: Modality;
  stimulation: Stimulation;
  thetaBurstPulsesInSession: number;
  validatedException: boolean;
  hCoil: boolean;
  seizureRiskItem: boolean;
  everSeizure: boolean;
  side: DoseToCheck['side'] | null;
  /** Null where there is one block, or nobody has said. */
  pauseBetweenBlocksSeconds: number | null;
}

export function prescribingFacts(dose: DoseToCheck): PrescribingFacts {
  const { modality, stimulation, validatedException = false, otherBlocks = [] } = dose;
  const blocks = [{ modality, stimulation }, ...otherBlocks];
  const sessionsPerDay = dose.schedule?.sessionsPerDay ?? 1;
  return {
    modality,
    stimulation,
    thetaBurstPulsesInSession: pulsesOf(blocks.filter((block) => isThetaBurst(block.modality))),
    pulsesInDay: pulsesOf(blocks) * sessionsPerDay,
    spacingIsValidated: validatedException && sessionsPerDay > 1 && !dose.beyondPublished,
    validatedException,
    hCoil: modality === 'deep-tms' || (dose.coil !== undefined && isHCoil(dose.coil)),
    seizureRiskItem: dose.seizureRiskItem ?? false,
    everSeizure: dose.everSeizure ?? false,
    side: dose.side ?? null,
    pauseBetweenBlocksSeconds: otherBlocks.length > 0 ? (dose.pauseBetweenBlocksSeconds ?? null) : null,
  };
}

export function isHCoil(coil: CoilType): boolean {
  return coil.startsWith('h');
}

function pulsesOf(blocks: readonly { stimulation: Stimulation }[]): number {
  return blocks.reduce((sum, { stimulation }) => sum + stimulation.totalPulses, 0);
}
