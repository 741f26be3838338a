import { InvalidRequest, type Fault } from '../platform/errors/refusal.js';
import { judgeCurrent, judgeTraining, type CurrentGiven, type JudgedCurrent, type JudgedTraining, type TrainingGiven } from './delivered-current.js';
import type { DeliveredDose } from './delivered-dose.dto.js';
import { judgePulses, type JudgedPulses, type PulsesGiven } from './delivered-pulses.js';
import { isCurrent, isPulses, type PrescribedDose } from './prescribed-dose.js';
import type { ProgressSoFar } from './progress/progress.dto.js';
import { refusedDose } from './sessions.problems.js';

export type JudgedDose = JudgedPulses | JudgedCurrent | JudgedTraining;

/** Whether anything was given at all: what counts for the course, the payer and the gap to the next session. */
export const somethingGiven = (dose: JudgedDose): boolean => ('totalPulses' in dose ? dose.totalPulses : dose.durationMinutes) > 0;

/**
 * What was given: as told, or else what was reported while it ran. Less than was reported needs a reason of its own.
 * @throws Refusal 422 `reason-required`
 */
export function doseGiven(soFar: ProgressSoFar | null, told: DeliveredDose | undefined): DeliveredDose | undefined {
  if (soFar === null) return told;
  const { trains, totalPulses, intensityPercentRmt, outputPercentMso, coil, blocks } = soFar;
  if (!told) return { trains, totalPulses, intensityPercentRmt, outputPercentMso, coil, ...(blocks && { blocks }) };
  if (((told.trains ?? 0) < trains || (told.totalPulses ?? 0) < totalPulses) && !told.reason) {
    throw refusedDose('reason-required', 'reason', `${trains} trains with ${totalPulses} pulses were reported while the session ran; say why fewer are recorded.`);
  }
  return told;
}

/** Compares what was given with what was prescribed, by its kind. @throws Refusal with a pointer to what cannot be */
export function judgeDelivered(prescribed: PrescribedDose | null, told: DeliveredDose, how: 'complete' | 'abort'): JudgedDose {
  if (prescribed && isCurrent(prescribed)) return judgeCurrent(prescribed, onlyOf<CurrentGiven>('a current', CURRENT, told), how);
  if (prescribed && !isPulses(prescribed)) return judgeTraining(prescribed, onlyOf<TrainingGiven>('neurofeedback', TRAINING, told), how);
  return judgePulses(prescribed, onlyOf<PulsesGiven>('pulses', PULSES, told), how);
}

interface Kind {
  needed: readonly (keyof DeliveredDose)[];
  possible: readonly (keyof DeliveredDose)[];
}

const PULSES: Kind = { needed: ['intensityPercentRmt', 'trains', 'totalPulses'], possible: ['outputPercentMso', 'coil', 'targetDeviationMm', 'blocks'] };
const CURRENT: Kind = { needed: ['currentMilliamps', 'durationMinutes'], possible: ['electrodeAreaSquareCentimetres', 'anode', 'cathode', 'rampUpSeconds', 'rampDownSeconds', 'impedanceKiloohms'] };
const TRAINING: Kind = { needed: ['durationMinutes'], possible: ['rounds'] };
const COMMON: readonly (keyof DeliveredDose)[] = ['interruptions', 'reason'];

/** @throws InvalidRequest with a pointer to each member that is missing, or that another kind of treatment has */
function onlyOf<T>(what: string, { needed, possible }: Kind, told: DeliveredDose): T {
  const given = (Object.keys(told) as (keyof DeliveredDose)[]).filter((name) => told[name] !== undefined && told[name] !== null);
  const faults: Fault[] = [
    ...needed.filter((name) => !given.includes(name)).map((name) => ({ pointer: `/delivered/${name}`, code: 'required', message: `is required for ${what}` })),
    ...given.filter((name) => ![...needed, ...possible, ...COMMON].includes(name)).map((name) => ({ pointer: `/delivered/${name}`, code: 'not-applicable', message: `does not apply to ${what}` })),
  ];
  if (faults.length > 0) throw new InvalidRequest(faults);
  return told as unknown as T;
}
