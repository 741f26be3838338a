import { deriveTdcsDose } from '../protocols/read.js';
import type { Interruption } from './delivered-dose.dto.js';
import type { Fidelity } from './delivered-pulses.js';
import type { PrescribedCurrent, PrescribedTraining } from './prescribed-dose.js';
import { refusedDose } from './sessions.problems.js';

export interface CurrentGiven {
  currentMilliamps: number;
  /** At that current, without the ramps. */
  durationMinutes: number;
  electrodeAreaSquareCentimetres?: number | null;
  anode?: string | null;
  cathode?: string | null;
  rampUpSeconds?: number | null;
  rampDownSeconds?: number | null;
  impedanceKiloohms?: number | null;
  interruptions?: Interruption[];
  reason?: string | null;
}

export type JudgedCurrent = CurrentGiven & {
  fidelity: Fidelity;
  chargeCoulombs: number;
  currentDensityMilliampsPerSquareCentimetre: number;
  /** Of the charge. */
  percentOfPrescribedDose: number;
};

/**
 * Compares a delivered current with the prescription. More current or minutes, or the same through smaller electrodes or at
 * other places, is refused; less is kept, with the reason.
 * @throws Refusal 422 `dose-above-prescription`, `electrodes-elsewhere`, `nothing-given` or `reason-required`, each with a pointer
 */
export function judgeCurrent(prescribed: PrescribedCurrent, given: CurrentGiven, how: 'complete' | 'abort'): JudgedCurrent {
  const { currentMilliamps, durationMinutes } = given;
  const electrodes = {
    electrodeAreaSquareCentimetres: given.electrodeAreaSquareCentimetres ?? prescribed.electrodeAreaSquareCentimetres,
    anode: given.anode ?? prescribed.anode,
    cathode: given.cathode ?? prescribed.cathode,
  };
  refuseMore('currentMilliamps', currentMilliamps, prescribed.currentMilliamps, 'mA');
  refuseMore('durationMinutes', durationMinutes, prescribed.durationMinutes, 'min');
  if (electrodes.electrodeAreaSquareCentimetres < prescribed.electrodeAreaSquareCentimetres) {
    const [smaller, area] = [electrodes.electrodeAreaSquareCentimetres, prescribed.electrodeAreaSquareCentimetres];
    throw above('electrodeAreaSquareCentimetres', `Through ${smaller} cm² the current is denser than through the ${area} cm² that are prescribed.`, `${area} cm² at least`, `${smaller} cm²`);
  }
  for (const pole of ['anode', 'cathode'] as const) {
    if (electrodes[pole] === prescribed[pole]) continue;
    throw refusedDose('electrodes-elsewhere', pole, `The ${pole} belongs at ${prescribed[pole]}; what was given at ${electrodes[pole]} is an adverse event of the wrong site, and the session is stopped.`);
  }
  const stopped = currentMilliamps === 0 || durationMinutes === 0;
  if (how === 'complete' && stopped) throw refusedDose('nothing-given', 'durationMinutes', 'No current was given: abort the session, so that it counts neither for the course nor for the payer.');
  const below = currentMilliamps < prescribed.currentMilliamps || durationMinutes < prescribed.durationMinutes;
  if (below && !given.reason) throw refusedDose('reason-required', 'reason', 'Less was given than prescribed; say why.');
  const derived = stopped ? { chargeCoulombs: 0, currentDensityMilliampsPerSquareCentimetre: 0 } : deriveTdcsDose({ currentMilliamps, durationMinutes, ...electrodes });
  return {
    ...given,
    ...electrodes,
    ...(stopped && { currentMilliamps: 0, durationMinutes: 0 }),
    fidelity: below ? 'below-prescription' : 'as-prescribed',
    chargeCoulombs: derived.chargeCoulombs,
    currentDensityMilliampsPerSquareCentimetre: derived.currentDensityMilliampsPerSquareCentimetre,
    percentOfPrescribedDose: Math.round((derived.chargeCoulombs / deriveTdcsDose(prescribed).chargeCoulombs) * 1000) / 10,
  };
}

export interface TrainingGiven {
  durationMinutes: number;
  rounds?: number | null;
  interruptions?: Interruption[];
  reason?: string | null;
}

export type JudgedTraining = TrainingGiven & { fidelity: Fidelity; percentOfPrescribedDose: number };

/** Neurofeedback gives nothing to the brain but time: more than planned is no danger, less has a reason. */
export function judgeTraining(prescribed: PrescribedTraining, given: TrainingGiven, how: 'complete' | 'abort'): JudgedTraining {
  if (how === 'complete' && given.durationMinutes === 0) throw refusedDose('nothing-given', 'durationMinutes', 'Nothing was trained: abort the session, so that it does not count for the course.');
  const below = given.durationMinutes < prescribed.durationMinutes;
  if (below && !given.reason) throw refusedDose('reason-required', 'reason', 'Less was trained than prescribed; say why.');
  return {
    ...given,
    fidelity: below ? 'below-prescription' : 'as-prescribed',
    percentOfPrescribedDose: Math.round((given.durationMinutes / prescribed.durationMinutes) * 1000) / 10,
  };
}

function refuseMore(field: string, given: number, ordered: number, unit: string): void {
  if (given > ordered) throw above(field, `${given} ${unit} is more than the ${ordered} that are prescribed.`, `${ordered} ${unit}`, `${given} ${unit}`);
}

const above = (field: string, message: string, limit: string, actual: string): ReturnType<typeof refusedDose> =>
  refusedDose('dose-above-prescription', field, message, '/delivered', { rule: 'S23', limit, actual, source: 'The prescription' });
