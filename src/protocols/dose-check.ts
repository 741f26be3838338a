import { InvalidRequest, type Fault } from '../platform/errors/refusal.js';
import { completeStimulation, deriveDose, deriveTdcsDose, isPulsed, type Modality, type Stimulation, type TdcsDose } from './dose/index.js';
import type { DoseCheckAnswer, DoseCheckRequest, ProtocolView, StimulationInput } from './protocol.dto.js';
import { checkDose, type Finding } from './safety/index.js';
import { tdcsFindings } from './tdcs-findings.js';

/** A dose as a caller states it. */
export interface StatedDose {
  modality: Modality;
  stimulation?: StimulationInput | null;
  parameters?: TdcsDose | null;
}

/** Pulses in full, or the current of tDCS; neurofeedback has neither. */
export interface Dose {
  stimulation: Stimulation | null;
  parameters: TdcsDose | null;
}

/**
 * The dose with what follows from it filled in.
 * @throws InvalidRequest for a dose that its modality lacks or does not have; `inconsistent-dose`, with a pointer to each contradiction
 */
export function completedDose({ modality, stimulation, parameters }: StatedDose): Dose {
  const faults = [...misplaced(modality, 'stimulation', stimulation, isPulsed(modality)), ...misplaced(modality, 'parameters', parameters, modality === 'tdcs')];
  if (faults.length > 0) throw new InvalidRequest(faults);
  if (parameters && parameters.anode === parameters.cathode) {
    throw new InvalidRequest([{ pointer: '/parameters/cathode', code: 'inconsistent-dose', message: 'must be at another place than the anode' }], 'inconsistent-dose');
  }
  return { stimulation: stimulation ? completedPulses(modality, stimulation) : null, parameters: parameters ?? null };
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

/** What follows from a dose and what the published limits say about it. */
export function checkProtocolDose({ schedule, ...stated }: DoseCheckRequest): DoseCheckAnswer {
  const { modality } = stated;
  const { stimulation, parameters } = completedDose(stated);
  if (stimulation) return { derived: deriveDose(modality, stimulation), stimulation, findings: checkDose({ modality, stimulation, ...(schedule && { schedule }) }) };
  return { derived: parameters ? deriveTdcsDose(parameters) : {}, stimulation, findings: parameters ? tdcsFindings(parameters) : [] };
}

/** The hard rules that a version breaks, what is published in spite of them apart. */
export function hardFindings({ modality, stimulation, parameters, phases, validatedException }: ProtocolView): Finding[] {
  const sessionsPerDay = Math.max(...phases.map((phase) => phase.sessionsPerDay));
  const findings = stimulation
    ? checkDose({ modality: modality as Modality, stimulation: stimulation as Stimulation, schedule: { sessionsPerDay }, validatedException })
    : modality === 'tdcs' && parameters
      ? tdcsFindings(parameters as TdcsDose)
      : [];
  return findings.filter(({ severity }) => severity === 'hard');
}
