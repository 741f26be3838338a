import { outputPercentMso, rampedIntensityPercentRmt, type CourseBlock, type CourseFacts, type ThresholdFacts } from '../courses/read.js';
import { deriveNeurofeedbackDose, type NeurofeedbackDose, type TdcsDose } from '../protocols/read.js';

interface Place {
  modality: string;
  targetRegion: string;
  hemisphere: string;
}

interface PulsesOfBlock {
  frequencyHz: number;
  intensityPercentRmt: number;
  pulsesPerTrain: number;
  trainDurationSeconds: number;
  interTrainIntervalSeconds: number;
  trains: number;
  totalPulses: number;
  outputPercentMso: number | null;
  motorThresholdId: string | null;
}

export type PrescribedBlock = Place & PulsesOfBlock;

/** What the operator set in place of what is prescribed, and why. */
export interface Lowered {
  intensityPercentRmt: number;
  outputPercentMso: number | null;
  reason: string;
  /** Where there are several blocks, what each is set to. */
  blocks?: { hemisphere: string; intensityPercentRmt: number; outputPercentMso: number | null }[];
}

/** Several blocks one after the other: pulses and trains of all, intensity and output of the strongest. */
interface SeveralBlocks {
  intensityPercentRmt: number;
  trains: number;
  totalPulses: number;
  outputPercentMso: number | null;
  pauseBetweenBlocksSeconds: number;
  blocks: PrescribedBlock[];
}

export type PrescribedPulses = Place & (PulsesOfBlock | SeveralBlocks) & { lowered?: Lowered };
export type PrescribedCurrent = Place & TdcsDose;
/** The rounds of neurofeedback without the pauses between them. */
export type PrescribedTraining = Place & { durationMinutes: number; training: NeurofeedbackDose | null };

/** The dose of one session, as the pinned protocol version and the ramp prescribe it, with the outputs that follow from the thresholds. */
export type PrescribedDose = PrescribedPulses | PrescribedCurrent | PrescribedTraining;

export const isPulses = (dose: PrescribedDose): dose is PrescribedPulses => 'totalPulses' in dose;
export const isCurrent = (dose: PrescribedDose): dose is PrescribedCurrent => 'currentMilliamps' in dose;

/** The blocks of a session with pulses: one, unless several are named. */
export const blocksOfDose = (dose: PrescribedPulses): PrescribedBlock[] => ('blocks' in dose ? dose.blocks : [dose]);

/**
 * Where the ramp of intensity stands for a session that is about to begin: the treatments that were given decide, not the
 * number under which this one was booked. Whoever missed sessions has not had the steps before, and a number that is made
 * up for at the end does not fall back to them.
 */
export const rampSession = ({ sessionsDelivered }: Pick<CourseFacts, 'sessionsDelivered'>): number => sessionsDelivered + 1;

/** @param thresholds of each block, in their order; left out before there is one */
export function prescribedDose(course: CourseFacts, thresholds: readonly (ThresholdFacts | undefined)[], sessionNumber: number): PrescribedDose | null {
  const { modality, targetRegion, hemisphere, parameters, blocks } = course;
  const place = { modality, targetRegion, hemisphere };
  if (modality === 'tdcs' && parameters && 'currentMilliamps' in parameters) return { ...place, ...(parameters as TdcsDose) };
  if (modality === 'neurofeedback') {
    const training = parameters as NeurofeedbackDose | null;
    return { ...place, durationMinutes: training ? deriveNeurofeedbackDose(training).trainingMinutes : course.sessionMinutes, training };
  }
  const doses = blocks.map((block, index) => doseOf(block, rampedIntensityPercentRmt(block.stimulation.intensityPercentRmt, course.ramp, sessionNumber), thresholds[index]));
  const [only] = doses;
  if (!only) return null;
  if (doses.length === 1) return only;
  const highest = (of: (dose: PrescribedBlock) => number | null): number => Math.max(...doses.map((dose) => of(dose) ?? 0));
  return {
    ...place,
    intensityPercentRmt: highest((dose) => dose.intensityPercentRmt),
    trains: doses.reduce((sum, { trains }) => sum + trains, 0),
    totalPulses: doses.reduce((sum, { totalPulses }) => sum + totalPulses, 0),
    outputPercentMso: doses.every((dose) => dose.outputPercentMso !== null) ? highest((dose) => dose.outputPercentMso) : null,
    pauseBetweenBlocksSeconds: course.pauseBetweenBlocksSeconds ?? 0,
    blocks: doses,
  };
}

function doseOf({ modality, targetRegion, hemisphere, stimulation }: CourseBlock, intensityPercentRmt: number, threshold: ThresholdFacts | undefined): PrescribedBlock {
  const { frequencyHz, pulsesPerTrain, trainDurationSeconds, interTrainIntervalSeconds, trains, totalPulses } = stimulation;
  return {
    modality,
    targetRegion,
    hemisphere,
    frequencyHz,
    intensityPercentRmt,
    pulsesPerTrain,
    trainDurationSeconds,
    interTrainIntervalSeconds,
    trains,
    totalPulses,
    outputPercentMso: threshold ? outputPercentMso(threshold.percentMso, intensityPercentRmt) : null,
    motorThresholdId: threshold?.id ?? null,
  };
}
