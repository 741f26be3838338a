import type { SeizureRisk } from '../patients/read.js';
import { checkCourse, judgeDose, type CoilType, type DoseOfAnyKind, type Finding, type Modality, type SafetyLimits } from '../protocols/read.js';
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
  /** In the protocol, and in the course, which a clinician may have extended. */
  sessionsPublished: number;
  sessionsPlanned: number;
  hemisphere?: string | undefined;
  validatedException: boolean;
  /** Of the patient, where it is asked for one: rule S30, and the rewarding of slow waves. */
  seizureRisk?: SeizureRisk;
  /** On the device, where that is known. */
  coil?: CoilType;
}

/** What the safety rules say about the dose that a course prescribes: of pulses, of a current, of a training. */
export function doseFindings({ modality, blocks, pauseBetweenBlocksSeconds = null, parameters, phases, hemisphere, validatedException, seizureRisk, coil, ...length }: DoseOfCourse, limits: SafetyLimits): Finding[] {
  const sessionsPerDay = Math.max(1, ...phases.map((phase) => phase.sessionsPerDay));
  const doses = blocks.map((block) => ({ ...block, modality: block.modality as Modality }));
  const dose: DoseOfAnyKind = { modality: modality as Modality, stimulation: null, blocks: doses, pauseBetweenBlocksSeconds, parameters, sessionsPerDay, validatedException, ...seizureRisk, ...(coil && { coil }) };
  const found = judgeDose(dose, limits);
  return [...found, ...addedDays(dose, { ...length, sessionsPerDay: phases.at(-1)?.sessionsPerDay ?? 1 }, found, limits), ...electrodeFindings(modality, hemisphere ?? '', parameters)];
}

/** What a clinician added goes on in the rhythm of the last phase, and its days are judged without what was published of the days before. */
function addedDays(dose: DoseOfAnyKind, length: Parameters<typeof checkCourse>[0], found: readonly Finding[], limits: SafetyLimits): Finding[] {
  if (dose.modality === 'neurofeedback' || length.sessionsPlanned <= length.sessionsPublished) return [];
  const ofDays = judgeDose({ ...dose, sessionsPerDay: length.sessionsPerDay, beyondPublished: true }, limits);
  return [...checkCourse(length, limits), ...ofDays.filter(({ rule, actual }) => !found.some((known) => known.rule === rule && known.actual === actual))];
}
