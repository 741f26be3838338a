import { InvalidRequest, type Fault } from '../platform/errors/refusal.js';
import {
  completeStimulation,
  deriveDose,
  deriveNeurofeedbackDose,
  deriveSessionDose,
  deriveTdcsDose,
  isPulsed,
  trainingContradictions,
  type Modality,
  type NeurofeedbackDose,
  type Stimulation,
  type TdcsDose,
} from './dose/index.js';
import type { DoseCheckAnswer, DoseCheckRequest, FollowingBlock, ProtocolView, StimulationInput } from './protocol.dto.js';
import { checkDose, type Finding, type SafetyLimits } from './safety/index.js';
import { judgeDose } from './dose-judgement.js';

/** A dose as a caller states it. */
export interface StatedDose {
  modality: Modality;
  stimulation?: StimulationInput | null;
  parameters?: TdcsDose | null;
  training?: NeurofeedbackDose | null;
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
export function completedDose({ modality, stimulation, parameters, training }: StatedDose): Dose {
  const faults = [
    ...misplaced(modality, 'stimulation', stimulation, isPulsed(modality)),
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
export function isKnownInFull({ modality, stimulation, parameters, training }: ProtocolView): boolean {
  if (isPulsed(modality as Modality)) return stimulation !== null;
  return modality === 'tdcs' ? parameters !== null : training !== null;
}

function misplaced(modality: Modality, member: string, given: object | null | undefined, isDue: boolean): Fault[] {
  const isThere = given !== undefined && given !== null;
  if (isThere === isDue) return [];
  const pointer = `/${member}`;
  return [isDue ? { pointer, code: 'required', message: `is required for ${modality}` } : { pointer, code: 'not-applicable', message: `does not apply to ${modality}` }];
}

function completedPulses(modality: Modality, given: StimulationInput): Stimulation {
  const { stimulation, contradictions } = completeStimulation(modality, given);
  if (stimulation) return stimulation;
  const inconsistent = contradictions.some(({ code }) => code === 'inconsistent-dose');
  throw new InvalidRequest(contradictions, inconsistent ? 'inconsistent-dose' : undefined);
}

/** What follows from a dose, of one block or several, and what the published limits and the clinic's own say about it. */
export function checkProtocolDose({ schedule, followingBlocks = [], pauseBetweenBlocksSeconds = 0, ...stated }: DoseCheckRequest, limits: SafetyLimits): DoseCheckAnswer {
  const { modality } = stated;
  const { stimulation, parameters, training } = completedDose(stated);
  if (!stimulation) {
    const derived = parameters ? deriveTdcsDose(parameters) : training ? deriveNeurofeedbackDose(training) : {};
    return { derived, stimulation, findings: judgeDose({ modality, stimulation, parameters: parameters ?? training, sessionsPerDay: schedule?.sessionsPerDay ?? 1 }, limits) };
  }
  const blocks = [{ modality, stimulation }, ...followingBlocks.map((block, index) => ({ modality: block.modality, stimulation: blockPulses(block, index) }))];
  const findings = blocks.flatMap((block, index) => checkDose({ ...block, otherBlocks: blocks.filter((_other, n) => n !== index), ...(schedule && { schedule }) }, limits));
  const whole = deriveSessionDose({ blocks: blocks.map((block) => ({ ...block, hemisphere: 'bilateral' })), pauseBetweenBlocksSeconds });
  return { derived: { ...deriveDose(modality, stimulation), ...(followingBlocks.length > 0 && { session: whole }) }, stimulation, findings: distinct(findings) };
}

/** @throws InvalidRequest with pointers into the block */
function blockPulses({ modality, stimulation }: FollowingBlock, index: number): Stimulation {
  const at = `/followingBlocks/${index}`;
  if (!isPulsed(modality)) throw new InvalidRequest([{ pointer: `${at}/modality`, code: 'not-applicable', message: 'a block is of pulses' }]);
  try {
    return completedPulses(modality, stimulation);
  } catch (fault) {
    if (!(fault instanceof InvalidRequest)) throw fault;
    throw new InvalidRequest(fault.errors.map((one) => ({ ...one, pointer: `${at}${one.pointer}` })), fault.code);
  }
}

/** The day's pulses are the same whichever block they are found by. */
function distinct(findings: readonly Finding[]): Finding[] {
  return findings.filter((one, index) => findings.findIndex(({ rule, actual }) => rule === one.rule && actual === one.actual) === index);
}

/** The hard rules that a version breaks, what is published in spite of them apart. */
export function hardFindings({ modality, stimulation, parameters, training, phases, validatedException }: ProtocolView, limits: SafetyLimits): Finding[] {
  const sessionsPerDay = Math.max(...phases.map((phase) => phase.sessionsPerDay));
  const dose = { modality: modality as Modality, stimulation: stimulation as Stimulation | null, parameters: parameters ?? training, sessionsPerDay, validatedException };
  return judgeDose(dose, limits).filter(({ severity }) => severity === 'hard');
}
