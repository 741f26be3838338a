import { InvalidRequest } from '../platform/errors/refusal.js';
import type { DeliveredDose } from './session.dto.js';
import type { PrescribedDose } from './prescribed-dose.js';
import { refusedDose } from './sessions.problems.js';

/** How what was given stands to what was prescribed. */
export type Fidelity = 'as-prescribed' | 'below-prescription' | 'not-prescribed';

export type JudgedDose = DeliveredDose & { fidelity: Fidelity; percentOfPrescribedPulses: number | null };

/**
 * Compares a delivered dose with the prescription. More intensity, trains, pulses or output than prescribed is refused:
 * a record of it would be a record of a treatment nobody ordered. Less is kept, with the reason.
 * @throws Refusal 422 `dose-above-prescription` or `reason-required`, 400 `inconsistent-dose`, each with a pointer
 */
export function judgeDelivered(prescribed: PrescribedDose | null, delivered: DeliveredDose, how: 'complete' | 'abort'): JudgedDose {
  if (prescribed === null) return { ...delivered, fidelity: 'not-prescribed', percentOfPrescribedPulses: null };
  refuseAbove(prescribed, delivered);
  const possible = delivered.trains * prescribed.pulsesPerTrain;
  const least = how === 'abort' ? 0 : (delivered.trains - 1) * prescribed.pulsesPerTrain + 1;
  if (delivered.totalPulses > possible || (delivered.trains > 0 && delivered.totalPulses < least)) {
    const message = `${delivered.trains} trains of ${prescribed.pulsesPerTrain} pulses are ${possible} pulses`;
    throw new InvalidRequest([{ pointer: '/delivered/totalPulses', code: 'inconsistent-dose', message }], 'inconsistent-dose');
  }
  const below =
    delivered.intensityPercentRmt < prescribed.intensityPercentRmt || delivered.trains < prescribed.trains || delivered.totalPulses < prescribed.totalPulses;
  if (below && !delivered.reason) throw refusedDose('reason-required', 'reason', 'Less was given than prescribed; say why.');
  return {
    ...delivered,
    fidelity: below ? 'below-prescription' : 'as-prescribed',
    percentOfPrescribedPulses: Math.round((delivered.totalPulses / prescribed.totalPulses) * 1000) / 10,
  };
}

function refuseAbove(prescribed: PrescribedDose, delivered: DeliveredDose): void {
  const compare: [field: keyof DeliveredDose & keyof PrescribedDose, unit: string][] = [
    ['intensityPercentRmt', '% of the motor threshold'],
    ['trains', 'trains'],
    ['totalPulses', 'pulses'],
    ['outputPercentMso', '% of maximum output'],
  ];
  for (const [field, unit] of compare) {
    const [given, ordered] = [delivered[field], prescribed[field]];
    if (typeof given === 'number' && typeof ordered === 'number' && given > ordered) {
      throw refusedDose('dose-above-prescription', field, `${given} ${unit} is more than the ${ordered} that are prescribed.`);
    }
  }
}
