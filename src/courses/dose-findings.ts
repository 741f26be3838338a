import { checkDose, type Finding, type Modality, type Stimulation } from '../protocols/read.js';
import type { Phase } from './read.js';

/** What the safety rules say about the dose that a course prescribes; nothing where it has no pulses. */
export function doseFindings(course: { modality: string; stimulation: Stimulation | null; phases: readonly Phase[]; validatedException: boolean }): Finding[] {
  const { modality, stimulation, phases, validatedException } = course;
  if (!stimulation) return [];
  const sessionsPerDay = Math.max(1, ...phases.map((phase) => phase.sessionsPerDay));
  return checkDose({ modality: modality as Modality, stimulation, schedule: { sessionsPerDay }, validatedException });
}
