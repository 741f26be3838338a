import { blockFindings, type JudgedBlock } from './block-doses.js';
import type { Modality, NeurofeedbackDose, Stimulation, TdcsDose } from './dose/index.js';
import { checkNeurofeedback, checkTdcs, type CoilType, type Finding, type SafetyLimits } from './safety/index.js';

/** A dose of any modality as a version of a protocol stores it, and what is known of its circumstances. */
export interface DoseOfAnyKind {
  modality: Modality;
  stimulation: Stimulation | null;
  /** Several in place of one stimulation. */
  blocks?: readonly JudgedBlock[] | null;
  pauseBetweenBlocksSeconds?: number | null;
  /** On the device, where that is known. */
  coil?: CoilType;
  /** In place of pulses: the current of tDCS, or the training of neurofeedback. */
  parameters: object | null;
  sessionsPerDay: number;
  validatedException?: boolean;
  /** Goes on after the published end. */
  beyondPublished?: boolean;
  /** Of the patient, where it is asked for one. */
  seizureRiskItem?: boolean;
  everSeizure?: boolean;
}

/** What the rules of its modality say about a dose; nothing of one that is not known. */
export function judgeDose({ modality, stimulation, blocks, parameters, sessionsPerDay, ...circumstances }: DoseOfAnyKind, limits: SafetyLimits): Finding[] {
  const given = blocks ?? (stimulation ? [{ modality, stimulation }] : []);
  if (given.length > 0) return blockFindings(given, { schedule: { sessionsPerDay }, ...circumstances }, limits);
  if (!parameters) return [];
  if (modality === 'tdcs') return checkTdcs({ dose: parameters as TdcsDose, sessionsPerDay }, limits);
  if (modality !== 'neurofeedback') return [];
  const { seizureRiskItem = false, everSeizure = false } = circumstances;
  return checkNeurofeedback({ dose: parameters as NeurofeedbackDose, seizureRiskItem, everSeizure }, limits);
}
