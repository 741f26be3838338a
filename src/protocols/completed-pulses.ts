import { InvalidRequest } from '../platform/errors/refusal.js';
import { completeStimulation, type Modality, type Stimulation } from './dose/index.js';
import type { StimulationInput } from './protocol.dto.js';

/** @throws InvalidRequest `inconsistent-dose`, with a pointer to each contradiction */
export function completedPulses(modality: Modality, given: StimulationInput): Stimulation {
  const { stimulation, contradictions } = completeStimulation(modality, given);
  if (stimulation) return stimulation;
  const inconsistent = contradictions.some(({ code }) => code === 'inconsistent-dose');
  throw new InvalidRequest(contradictions, inconsistent ? 'inconsistent-dose' : undefined);
}

/** The faults of a part, with pointers that begin where the part stands. */
export function within<T>(pointer: string, complete: () => T): T {
  try {
    return complete();
  } catch (fault) {
    if (!(fault instanceof InvalidRequest)) throw fault;
    throw new InvalidRequest(fault.errors.map((one) => ({ ...one, pointer: `${pointer}${one.pointer}` })), fault.code);
  }
}
