import { withoutDust } from './rounding.js';
import { isConventional, isPulsed, isThetaBurst, type Modality, type Stimulation } from './stimulation.js';
import { durationFits, pulsesByDuration, pulsesPerBeat } from './train-pulses.js';

export type ContradictionCode = 'required' | 'out-of-range' | 'not-applicable' | 'inconsistent-dose';

/** One thing about a dose that cannot be so, addressed as a JSON pointer into `{modality, stimulation}`. */
export interface Contradiction {
  pointer: string;
  code: ContradictionCode;
  message: string;
}

/** A dose was asked to mean something while it contradicts itself. */
export class ImpossibleDose extends Error {
  constructor(readonly contradictions: readonly Contradiction[]) {
    super(contradictions.map(({ message }) => message).join(' '));
    this.name = 'ImpossibleDose';
  }
}

/**
 * Everything about a dose that contradicts itself; empty when it adds up.
 *
 * Pulses must be frequency × duration within 2 % (or the duration from first pulse to last); the total must be pulses a
 * train × trains exactly. Arithmetic is checked only when every number is possible in itself.
 */
export function contradictions(modality: Modality, stimulation: Stimulation): Contradiction[] {
  if (!isPulsed(modality)) return [{ pointer: '/stimulation', code: 'not-applicable', message: `The modality ${modality} has no pulses.` }];
  const impossible = [...impossibleNumbers(modality, stimulation), ...burstProblems(modality, stimulation)];
  return impossible.length > 0 ? impossible : [...trainProblems(modality, stimulation), ...totalProblems(stimulation)];
}

const POSITIVE = ['frequencyHz', 'intensityPercentRmt', 'trainDurationSeconds'] as const;
const WHOLE = ['pulsesPerTrain', 'trains', 'totalPulses'] as const;

function impossibleNumbers(modality: Modality, stimulation: Stimulation): Contradiction[] {
  // A single pulse has neither a rate nor a length.
  const mayBeZero = (member: string) => modality === 'single-pulse' && (member === 'frequencyHz' || member === 'trainDurationSeconds');
  return [
    ...POSITIVE.filter((member) => !isAtLeast(stimulation[member], 0) || (stimulation[member] === 0 && !mayBeZero(member))).map((member) =>
      outOfRange(member, 'must be more than 0'),
    ),
    ...WHOLE.filter((member) => !Number.isSafeInteger(stimulation[member]) || stimulation[member] < 1).map((member) =>
      outOfRange(member, 'must be a whole number of at least 1'),
    ),
    ...(isAtLeast(stimulation.interTrainIntervalSeconds, 0) ? [] : [outOfRange('interTrainIntervalSeconds', 'must be 0 or more')]),
  ];
}

function burstProblems(modality: Modality, { burst, frequencyHz }: Stimulation): Contradiction[] {
  if (!isThetaBurst(modality)) {
    return burst === undefined ? [] : [{ pointer: '/stimulation/burst', code: 'not-applicable', message: `The modality ${modality} has no bursts.` }];
  }
  if (burst === undefined) return [{ pointer: '/stimulation/burst', code: 'required', message: 'Theta burst needs the burst that it repeats.' }];
  if (!Number.isSafeInteger(burst.pulses) || burst.pulses < 2) return [outOfRange('burst/pulses', 'must be a whole number of at least 2')];
  if (!isAtLeast(burst.frequencyHz, 0) || burst.frequencyHz === 0) return [outOfRange('burst/frequencyHz', 'must be more than 0')];
  if (burst.pulses / burst.frequencyHz <= withoutDust(1 / frequencyHz)) return [];
  const message = `A burst of ${burst.pulses} pulses at ${burst.frequencyHz} Hz does not fit between bursts that repeat at ${frequencyHz} Hz.`;
  return [{ pointer: '/stimulation/burst', code: 'inconsistent-dose', message }];
}

function trainProblems(modality: Modality, stimulation: Stimulation): Contradiction[] {
  const { pulsesPerTrain, burst, frequencyHz, trainDurationSeconds } = stimulation;
  const problem = (message: string): Contradiction[] => [{ pointer: '/stimulation/pulsesPerTrain', code: 'inconsistent-dose', message }];
  if (modality === 'single-pulse') return pulsesPerTrain === 1 ? [] : problem('Single pulses come one at a time, not in trains.');
  const perBeat = pulsesPerBeat(modality, burst);
  if (pulsesPerTrain % perBeat !== 0) return problem(`${pulsesPerTrain} pulses are not a whole number of bursts of ${perBeat}.`);
  if (durationFits(modality, pulsesPerTrain, stimulation)) return [];
  const rate = isConventional(modality) ? `${frequencyHz} Hz` : `${perBeat} pulses ${frequencyHz} times a second`;
  const expected = pulsesByDuration(modality, stimulation);
  return problem(`A train of ${trainDurationSeconds} s at ${rate} has ${expected} pulses, not ${pulsesPerTrain}.`);
}

function totalProblems({ pulsesPerTrain, trains, totalPulses }: Stimulation): Contradiction[] {
  if (totalPulses === pulsesPerTrain * trains) return [];
  const message = `${trains} trains of ${pulsesPerTrain} pulses are ${pulsesPerTrain * trains} pulses, not ${totalPulses}.`;
  return [{ pointer: '/stimulation/totalPulses', code: 'inconsistent-dose', message }];
}

function isAtLeast(value: number, minimum: number): boolean {
  return Number.isFinite(value) && value >= minimum;
}

function outOfRange(member: string, message: string): Contradiction {
  return { pointer: `/stimulation/${member}`, code: 'out-of-range', message };
}
