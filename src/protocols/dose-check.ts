import { InvalidRequest } from '../platform/errors/refusal.js';
import { completeStimulation, deriveDose, type Modality, type Stimulation } from './dose/index.js';
import type { DoseCheckAnswer, DoseCheckRequest, ProtocolView, StimulationInput } from './protocol.dto.js';
import { checkDose, type Finding } from './safety/index.js';

/** The dose with what follows from it filled in. @throws InvalidRequest `inconsistent-dose` with a pointer to each contradiction */
export function completedDose(modality: Modality, given: StimulationInput): Stimulation {
  const { stimulation, contradictions } = completeStimulation(modality, given);
  if (stimulation) return stimulation;
  const inconsistent = contradictions.some(({ code }) => code === 'inconsistent-dose');
  throw new InvalidRequest(contradictions, inconsistent ? 'inconsistent-dose' : undefined);
}

/** What follows from a dose and what the published limits say about it. */
export function checkProtocolDose({ modality, stimulation: given, schedule }: DoseCheckRequest): DoseCheckAnswer {
  const stimulation = completedDose(modality, given);
  return { derived: deriveDose(modality, stimulation), stimulation, findings: checkDose({ modality, stimulation, ...(schedule && { schedule }) }) };
}

/** The hard rules that a protocol version breaks; none where it has no pulses. */
export function hardFindings({ modality, stimulation, phases, validatedException }: ProtocolView): Finding[] {
  if (!stimulation) return [];
  const sessionsPerDay = Math.max(...phases.map((phase) => phase.sessionsPerDay));
  const findings = checkDose({ modality: modality as Modality, stimulation: stimulation as Stimulation, schedule: { sessionsPerDay }, validatedException });
  return findings.filter(({ severity }) => severity === 'hard');
}
