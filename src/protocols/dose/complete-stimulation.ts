import { contradictions, type Contradiction } from './contradictions.js';
import { isThetaBurst, type Burst, type Modality, type Stimulation, type StimulationDraft } from './stimulation.js';
import { pulsesByDuration, pulsesPerBeat, secondsByPulses } from './train-pulses.js';

/** Huang 2005 Neuron 45:201 (recalled): 3 pulses at 50 Hz, repeated at 5 Hz. */
export const THETA_BURST: Burst = { frequencyHz: 50, pulses: 3 };
export const THETA_BURST_REPETITION_HZ = 5;

/** Either a dose that adds up, or what is wrong with it. */
export type Completed = { stimulation: Stimulation; contradictions: [] } | { stimulation: null; contradictions: Contradiction[] };

/**
 * Fills in what follows from the rest: pulses a train, the train's duration, the total, the pause of a single train, and
 * the usual burst of theta burst. Never changes a number that was given, except that theta burst named by its
 * within-burst frequency (50 Hz, repeated at 5 Hz) is turned the one way round that is physically possible.
 */
export function completeStimulation(modality: Modality, draft: StimulationDraft): Completed {
  const named = isThetaBurst(modality) ? burstTheRightWayRound(draft) : draft;
  const pulsesPerTrain = named.pulsesPerTrain ?? impliedPulses(modality, named);
  const missing = [
    ...(pulsesPerTrain === undefined ? [required('pulsesPerTrain', 'State the pulses of a train, or its duration.')] : []),
    ...(named.interTrainIntervalSeconds === undefined && named.trains !== 1 ? [required('interTrainIntervalSeconds', 'State the pause between trains.')] : []),
  ];
  if (pulsesPerTrain === undefined || missing.length > 0) return { stimulation: null, contradictions: missing };
  const stimulation: Stimulation = {
    ...named,
    pulsesPerTrain,
    trainDurationSeconds: named.trainDurationSeconds ?? impliedSeconds(modality, pulsesPerTrain, named),
    interTrainIntervalSeconds: named.interTrainIntervalSeconds ?? 0,
    totalPulses: named.totalPulses ?? pulsesPerTrain * named.trains,
  };
  const found = contradictions(modality, stimulation);
  return found.length > 0 ? { stimulation: null, contradictions: found } : { stimulation, contradictions: [] };
}

/** Bursts at 50 Hz cannot contain pulses at 5 Hz, so the two frequencies have only one possible reading. */
function burstTheRightWayRound(draft: StimulationDraft): StimulationDraft {
  const { frequencyHz, burst } = draft;
  if (burst === undefined) {
    return { ...draft, burst: THETA_BURST, frequencyHz: frequencyHz === THETA_BURST.frequencyHz ? THETA_BURST_REPETITION_HZ : frequencyHz };
  }
  const swapped = burst.frequencyHz > 0 && burst.frequencyHz < frequencyHz;
  return swapped ? { ...draft, frequencyHz: burst.frequencyHz, burst: { ...burst, frequencyHz } } : draft;
}

function impliedPulses(modality: Modality, draft: StimulationDraft): number | undefined {
  if (modality === 'single-pulse') return 1;
  const { trainDurationSeconds, totalPulses, trains, burst } = draft;
  if (trainDurationSeconds === undefined) return totalPulses !== undefined && totalPulses % trains === 0 ? totalPulses / trains : undefined;
  const perBeat = pulsesPerBeat(modality, burst);
  const counted = Math.round(pulsesByDuration(modality, { ...draft, trainDurationSeconds }) / perBeat) * perBeat;
  // A duration from first pulse to last holds one beat more; the total tells which definition was meant.
  return totalPulses === (counted + perBeat) * trains ? counted + perBeat : counted;
}

function impliedSeconds(modality: Modality, pulses: number, draft: StimulationDraft): number {
  return modality === 'single-pulse' ? 0 : secondsByPulses(modality, pulses, draft);
}

function required(member: string, message: string): Contradiction {
  return { pointer: `/stimulation/${member}`, code: 'required', message };
}
