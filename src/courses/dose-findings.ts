import type { SeizureRisk } from '../patients/read.js';
import { judgeDose, type CoilType, type Finding, type Modality, type SafetyLimits } from '../protocols/read.js';
import { electrodeFindings } from './electrode-side.js';
import type { CourseBlock, Phase } from './course-facts.js';

interface DoseOfCourse {
  modality: string;
  /** One, several, or none where there are no pulses. */
  blocks: readonly CourseBlock[];
  pauseBetweenBlocksSeconds?: number | null;
  /** The current of tDCS, or the training of neurofeedback. */
  parameters: object | null;
  phases: readonly Phase[];
  hemisphere?: string | undefined;
  validatedException: boolean;
  /** Of the patient, where it is asked for one: rule S30, and the rewarding of slow waves. */
  seizureRisk?: SeizureRisk;
  /** On the device, where that is known. */
  coil?: CoilType;
}

/** What the safety rules say about the dose that a course prescribes: of pulses, of a current, of a training. */
export function doseFindings({ modality, blocks, pauseBetweenBlocksSeconds = null, parameters, phases, hemisphere, validatedException, seizureRisk, coil }: DoseOfCourse, limits: SafetyLimits): Finding[] {
  const sessionsPerDay = Math.max(1, ...phases.map((phase) => phase.sessionsPerDay));
  const doses = blocks.map((block) => ({ ...block, modality: block.modality as Modality }));
  const found = judgeDose({ modality: modality as Modality, stimulation: null, blocks: doses, pauseBetweenBlocksSeconds, parameters, sessionsPerDay, validatedException, ...seizureRisk, ...(coil && { coil }) }, limits);
  return [...found, ...electrodeFindings(modality, hemisphere ?? '', parameters)];
}
