import type { SeizureRisk } from '../patients/read.js';
import { checkDose, tdcsFindings, type Finding, type Modality, type SafetyLimits, type Stimulation, type TdcsDose } from '../protocols/read.js';
import type { Phase } from './read.js';
import { anodeFinding } from './tdcs-side.js';

interface DoseOfCourse {
  modality: string;
  stimulation: Stimulation | null;
  /** The current of tDCS. */
  parameters: object | null;
  phases: readonly Phase[];
  hemisphere?: string | undefined;
  validatedException: boolean;
  /** Of the patient, where it is asked for one: rule S30. */
  seizureRisk?: SeizureRisk;
}

/** What the safety rules say about the dose that a course prescribes: of pulses, or of a current. Neurofeedback has neither. */
export function doseFindings({ modality, stimulation, parameters, phases, hemisphere, validatedException, seizureRisk }: DoseOfCourse, limits: SafetyLimits): Finding[] {
  if (modality === 'tdcs' && parameters) return [...tdcsFindings(parameters as TdcsDose), ...anodeFinding(hemisphere ?? '', parameters)];
  if (!stimulation) return [];
  const sessionsPerDay = Math.max(1, ...phases.map((phase) => phase.sessionsPerDay));
  return checkDose({ modality: modality as Modality, stimulation, schedule: { sessionsPerDay }, validatedException, ...seizureRisk }, limits);
}
