import { InvalidRequest, type Fault } from '../platform/errors/refusal.js';
import { blockFindings, type ProtocolBlock } from './block-doses.js';
import { completedPulses, within } from './completed-pulses.js';
import {
  deriveDose,
  deriveNeurofeedbackDose,
  deriveSessionDose,
  deriveTdcsDose,
  doseMinutes,
  isPulsed,
  trainingContradictions,
  type Modality,
  type NeurofeedbackDose,
  type Stimulation,
  type TdcsDose,
} from './dose/index.js';
import { judgeDose } from './dose-judgement.js';
import type { DoseCheckAnswer, DoseCheckRequest, FollowingBlock, ProtocolView, StimulationInput } from './protocol.dto.js';
import type { Finding, SafetyLimits } from './safety/index.js';

/** A dose as a caller states it. */
export interface StatedDose {
  modality: Modality;
  stimulation?: StimulationInput | null;
  parameters?: TdcsDose | null;
  training?: NeurofeedbackDose | null;
  /** Several in place of one stimulation; where there are any, no pulses stand beside them. */
  blocks?: readonly object[] | null;
}

/** Pulses in full, or the current of tDCS, or what neurofeedback trains: one of the three. */
export interface Dose {
  stimulation: Stimulation | null;
  parameters: TdcsDose | null;
  training: NeurofeedbackDose | null;
}

/**
 * The dose with what follows from it filled in.
 * @throws InvalidRequest for a dose that its modality lacks or does not have; `inconsistent-dose`, with a pointer to each contradiction
 */
export function completedDose({ modality, stimulation, parameters, training, blocks }: StatedDose): Dose {
  const faults = [
    ...(blocks && stimulation ? [{ pointer: '/stimulation', code: 'contradiction', message: 'stands in place of blocks, not beside them' }] : misplaced(modality, 'stimulation', stimulation, isPulsed(modality) && !blocks)),
    ...misplaced(modality, 'parameters', parameters, modality === 'tdcs'),
    // A draft of neurofeedback may still lack what it trains.
    ...(modality === 'neurofeedback' ? [] : misplaced(modality, 'training', training, false)),
  ];
  if (faults.length > 0) throw new InvalidRequest(faults);
  if (parameters && parameters.anode === parameters.cathode) {
    throw new InvalidRequest([{ pointer: '/parameters/cathode', code: 'inconsistent-dose', message: 'must be at another place than the anode' }], 'inconsistent-dose');
  }
  const contrary = training ? trainingContradictions(training) : [];
  if (contrary.length > 0) throw new InvalidRequest(contrary.map((one) => ({ ...one, code: 'inconsistent-dose' })), 'inconsistent-dose');
  return { stimulation: stimulation ? completedPulses(modality, stimulation) : null, parameters: parameters ?? null, training: training ?? null };
}

/** Whether a version says all that its modality asks for. */
export function isKnownInFull({ modality, stimulation, blocks, parameters, training }: ProtocolView): boolean {
  if (isPulsed(modality as Modality)) return stimulation !== null || blocks !== null;
  return modality === 'tdcs' ? parameters !== null : training !== null;
}

function misplaced(modality: Modality, member: string, given: object | null | undefined, isDue: boolean): Fault[] {
  const isThere = given !== undefined && given !== null;
  if (isThere === isDue) return [];
  const pointer = `/${member}`;
  return [isDue ? { pointer, code: 'required', message: `is required for ${modality}` } : { pointer, code: 'not-applicable', message: `does not apply to ${modality}` }];
}

/** What follows from a dose, of one block or several, and what the published limits and the clinic's own say about it. */
export function checkProtocolDose({ schedule, followingBlocks = [], pauseBetweenBlocksSeconds, ...stated }: DoseCheckRequest, limits: SafetyLimits): DoseCheckAnswer {
  const { modality } = stated;
  const { stimulation, parameters, training } = completedDose(stated);
  if (!stimulation) {
    const derived = parameters ? deriveTdcsDose(parameters) : training ? deriveNeurofeedbackDose(training) : {};
    return { derived: { ...derived, doseMinutes: doseMinutes({ modality, blocks: [], pauseBetweenBlocksSeconds: null, parameters: parameters ?? training }) }, stimulation, findings: judgeDose({ modality, stimulation, parameters: parameters ?? training, sessionsPerDay: schedule?.sessionsPerDay ?? 1 }, limits) };
  }
  const blocks = [{ modality, stimulation }, ...followingBlocks.map((block, index) => ({ modality: block.modality, stimulation: blockPulses(block, index) }))];
  const findings = blockFindings(blocks, { ...(schedule && { schedule }), pauseBetweenBlocksSeconds: pauseBetweenBlocksSeconds ?? null }, limits);
  const whole = deriveSessionDose({ blocks: blocks.map((block) => ({ ...block, hemisphere: 'bilateral' })), pauseBetweenBlocksSeconds: pauseBetweenBlocksSeconds ?? 0 });
  const least = doseMinutes({ modality, blocks, pauseBetweenBlocksSeconds: pauseBetweenBlocksSeconds ?? null, parameters: null });
  return { derived: { ...deriveDose(modality, stimulation), doseMinutes: least, ...(followingBlocks.length > 0 && { session: whole }) }, stimulation, findings };
}

/** @throws InvalidRequest with pointers into the block */
function blockPulses({ modality, stimulation }: FollowingBlock, index: number): Stimulation {
  const at = `/followingBlocks/${index}`;
  if (!isPulsed(modality)) throw new InvalidRequest([{ pointer: `${at}/modality`, code: 'not-applicable', message: 'a block is of pulses' }]);
  return within(at, () => completedPulses(modality, stimulation));
}

/** The hard rules that a version breaks, what is published in spite of them apart. */
export function hardFindings({ modality, stimulation, blocks, pauseBetweenBlocksSeconds, parameters, training, phases, validatedException }: ProtocolView, limits: SafetyLimits): Finding[] {
  const sessionsPerDay = Math.max(...phases.map((phase) => phase.sessionsPerDay));
  const dose = { modality: modality as Modality, stimulation: stimulation as Stimulation | null, blocks: blocks as ProtocolBlock[] | null, pauseBetweenBlocksSeconds, parameters: parameters ?? training, sessionsPerDay, validatedException };
  return judgeDose(dose, limits).filter(({ severity }) => severity === 'hard');
}
