import { completeStimulation, type Modality, type Stimulation } from '../../src/protocols/dose/index.js';
import { checkDose, type DoseToCheck, type Finding, type SafetyLimits } from '../../src/protocols/safety/index.js';

/** A conventional dose of a few trains, well spaced, so that only what a test changes can be found. */
export function dose(frequencyHz: number, trainDurationSeconds: number, intensityPercentRmt: number, change: Partial<Stimulation> = {}, modality: Modality = 'rtms'): DoseToCheck {
  const { stimulation } = completeStimulation(modality, { frequencyHz, trainDurationSeconds, intensityPercentRmt, interTrainIntervalSeconds: 60, trains: 2, ...change });
  if (!stimulation) throw new Error('not a dose');
  return { modality, stimulation };
}

export const thetaBurst = (trains: number, intensityPercentRmt = 120) => dose(5, 2, intensityPercentRmt, { interTrainIntervalSeconds: 8, trains }, 'itbs');
export const brief = (findings: Finding[]) => findings.map(({ rule, severity }) => `${rule} ${severity}`);
export const rules = (toCheck: DoseToCheck, limits?: SafetyLimits) => brief(checkDose(toCheck, limits));
