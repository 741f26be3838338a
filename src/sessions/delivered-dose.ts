import { InvalidRequest } from '../platform/errors/refusal.js';
import type { DeliveredBlock, DeliveredDose } from './delivered-dose.dto.js';
import type { PrescribedDose } from './prescribed-dose.js';
import type { ProgressSoFar } from './progress/progress.dto.js';
import { refusedDose } from './sessions.problems.js';

/** How what was given stands to what was prescribed. */
export type Fidelity = 'as-prescribed' | 'below-prescription' | 'not-prescribed';

export type JudgedDose = DeliveredDose & { fidelity: Fidelity; percentOfPrescribedPulses: number | null };

/**
 * What was given: as told, or else what was reported while it ran. Less than was reported needs a reason of its own.
 * @throws Refusal 422 `reason-required`
 */
export function doseGiven(soFar: ProgressSoFar | null, told: DeliveredDose | undefined): DeliveredDose | undefined {
  if (soFar === null) return told;
  const { trains, totalPulses, intensityPercentRmt, outputPercentMso, coil } = soFar;
  if (!told) return { trains, totalPulses, intensityPercentRmt, outputPercentMso, coil };
  if ((told.trains < trains || told.totalPulses < totalPulses) && !told.reason) {
    throw refusedDose('reason-required', 'reason', `${trains} trains with ${totalPulses} pulses were reported while the session ran; say why fewer are recorded.`);
  }
  return told;
}

/**
 * Compares a delivered dose with the prescription. More intensity, trains, pulses or output than prescribed is refused:
 * a record of it would be a record of a treatment nobody ordered. Less is kept, with the reason.
 * @throws Refusal 422 `dose-above-prescription`, `nothing-given` or `reason-required`, 400 `inconsistent-dose`, each with a pointer
 */
export function judgeDelivered(prescribed: PrescribedDose | null, delivered: DeliveredDose, how: 'complete' | 'abort'): JudgedDose {
  refuseContradiction(delivered);
  if (prescribed === null) return { ...delivered, fidelity: 'not-prescribed', percentOfPrescribedPulses: null };
  refuseAbove(prescribed, delivered);
  if (how === 'complete' && delivered.totalPulses === 0) throw refusedDose('nothing-given', 'totalPulses', 'No pulse was given: abort the session, so that it counts neither for the course nor for the payer.');
  const possible = delivered.trains * prescribed.pulsesPerTrain;
  const least = how === 'abort' ? 0 : (delivered.trains - 1) * prescribed.pulsesPerTrain + 1;
  if (delivered.totalPulses > possible || (delivered.trains > 0 && delivered.totalPulses < least)) {
    const message = `${delivered.trains} trains of ${prescribed.pulsesPerTrain} pulses are ${possible} pulses`;
    throw new InvalidRequest([{ pointer: '/delivered/totalPulses', code: 'inconsistent-dose', message }], 'inconsistent-dose');
  }
  const below =
    delivered.intensityPercentRmt < prescribed.intensityPercentRmt || delivered.trains < prescribed.trains || delivered.totalPulses < prescribed.totalPulses;
  const reason = delivered.reason ?? reasonOfLowering(prescribed, delivered);
  if (below && !reason) throw refusedDose('reason-required', 'reason', 'Less was given than prescribed; say why.');
  return {
    ...delivered,
    ...(reason && { reason }),
    fidelity: below ? 'below-prescription' : 'as-prescribed',
    percentOfPrescribedPulses: Math.round((delivered.totalPulses / prescribed.totalPulses) * 1000) / 10,
  };
}

/** Why less intensity was set at the start is why less was given, if it was all that was less. */
function reasonOfLowering({ lowered, trains, totalPulses }: PrescribedDose, delivered: DeliveredDose): string | undefined {
  return lowered && delivered.intensityPercentRmt >= lowered.intensityPercentRmt && delivered.trains >= trains && delivered.totalPulses >= totalPulses ? lowered.reason : undefined;
}

/** @throws InvalidRequest `inconsistent-dose` where blocks do not add up, or one is stronger than the dose says */
function refuseContradiction({ blocks, trains, totalPulses, intensityPercentRmt }: DeliveredDose): void {
  if (!blocks?.length) return;
  const wrong = (pointer: string, message: string): InvalidRequest => new InvalidRequest([{ pointer, code: 'inconsistent-dose', message }], 'inconsistent-dose');
  const sum = (field: 'trains' | 'totalPulses'): number => blocks.reduce((total, block) => total + block[field], 0);
  if (sum('trains') !== trains) throw wrong('/delivered/trains', `the blocks have ${sum('trains')} trains in all`);
  if (sum('totalPulses') !== totalPulses) throw wrong('/delivered/totalPulses', `the blocks have ${sum('totalPulses')} pulses in all`);
  const strongest = Math.max(...blocks.map((block) => block.intensityPercentRmt));
  if (strongest > intensityPercentRmt) throw wrong('/delivered/intensityPercentRmt', `a block has ${strongest}`);
}

function refuseAbove(prescribed: PrescribedDose, delivered: DeliveredDose | DeliveredBlock): void {
  const compare: [field: keyof DeliveredBlock & keyof PrescribedDose, unit: string][] = [
    ['intensityPercentRmt', '% of the motor threshold'],
    ['trains', 'trains'],
    ['totalPulses', 'pulses'],
    ['outputPercentMso', '% of maximum output'],
  ];
  for (const block of 'blocks' in delivered ? (delivered.blocks ?? []) : []) refuseAbove(prescribed, block);
  for (const [field, unit] of compare) {
    const [given, ordered] = [delivered[field], prescribed[field]];
    if (typeof given === 'number' && typeof ordered === 'number' && given > ordered) {
      const broken = { rule: 'S23', limit: `${ordered} ${unit}`, actual: `${given} ${unit}`, source: 'The prescription' };
      throw refusedDose('dose-above-prescription', field, `${given} ${unit} is more than the ${ordered} that are prescribed.`, '/delivered', broken);
    }
  }
}
