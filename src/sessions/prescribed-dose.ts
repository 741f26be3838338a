import { outputPercentMso, rampedIntensityPercentRmt, type CourseFacts, type ThresholdFacts } from '../courses/read.js';

/** The dose of one session, as the pinned protocol version and the ramp prescribe it, with the output that follows from a threshold. */
export interface PrescribedDose {
  modality: string;
  targetRegion: string;
  hemisphere: string;
  frequencyHz: number;
  intensityPercentRmt: number;
  pulsesPerTrain: number;
  trainDurationSeconds: number;
  interTrainIntervalSeconds: number;
  trains: number;
  totalPulses: number;
  outputPercentMso: number | null;
  motorThresholdId: string | null;
  /** What the operator set in place of it, and why. */
  lowered?: { intensityPercentRmt: number; outputPercentMso: number | null; reason: string };
}

/**
 * Where the ramp of intensity stands for a session that is about to begin: the treatments that were given decide, not the
 * number under which this one was booked. Whoever missed sessions has not had the steps before, and a number that is made
 * up for at the end does not fall back to them.
 */
export const rampSession = ({ sessionsDelivered }: Pick<CourseFacts, 'sessionsDelivered'>): number => sessionsDelivered + 1;

export function prescribedDose(course: CourseFacts, threshold: ThresholdFacts | undefined, sessionNumber: number): PrescribedDose | null {
  const { stimulation, modality, targetRegion, hemisphere } = course;
  if (!stimulation) return null;
  const intensityPercentRmt = rampedIntensityPercentRmt(stimulation.intensityPercentRmt, course.ramp, sessionNumber);
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
