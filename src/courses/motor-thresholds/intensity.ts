import type { BlockIntensityView, IntensityView, Warning } from '../course.dto.js';
import type { CourseBlock, Stimulation, ThresholdFacts } from '../read.js';
import { answersAtThreshold, highestTreatableThresholdPercentMso, isDeliverable, outputPercentMso, plausibilityWarnings, thresholdAgeDays, type Trial } from '../threshold/index.js';

export interface Output {
  outputPercentMso: number | null;
  deliverable: boolean | null;
}

/** What the stimulator is set to for a dose and a threshold; null where the dose is no multiple of a threshold. */
export function outputFor(stimulation: Stimulation | null, percentMso: number): Output {
  if (!stimulation) return { outputPercentMso: null, deliverable: null };
  const { intensityPercentRmt } = stimulation;
  return { outputPercentMso: outputPercentMso(percentMso, intensityPercentRmt), deliverable: isDeliverable(percentMso, intensityPercentRmt) };
}

interface Prescribed {
  stimulation: Stimulation | null;
  blocks: CourseBlock[] | null;
  threshold: ThresholdFacts | null;
  /** The latest of each side. */
  thresholds: readonly ThresholdFacts[];
}

/** The intensity of a course as its thresholds now make it, with what should be doubted about it. */
export function intensityOf({ blocks, thresholds, ...one }: Prescribed, nowMs: number): { intensity: IntensityView; warnings: Warning[] } {
  if (!blocks) return ofOne(one.stimulation, one.threshold, nowMs);
  const ofBlocks = blocks.map((block) => ofBlock(block, thresholds));
  const [first] = ofBlocks;
  const { intensity, warnings } = ofOne(blocks[0]?.stimulation ?? null, thresholds.find(({ id }) => id === first?.motorThresholdId) ?? null, nowMs);
  const beyond = ofBlocks.flatMap(({ hemisphere, outputPercentMso: output, deliverable }) =>
    deliverable === false ? [{ code: 'not-deliverable', message: `The block on the ${hemisphere} needs ${output} % of maximum output, more than a stimulator has.` }] : [],
  );
  const { outputPercentMso: output = null, deliverable = null } = first ?? {};
  return { intensity: { ...intensity, outputPercentMso: output, deliverable, blocks: ofBlocks }, warnings: [...warnings.filter(({ code }) => code !== 'not-deliverable'), ...beyond] };
}

function ofBlock({ hemisphere, targetRegion, stimulation }: CourseBlock, thresholds: Prescribed['thresholds']): BlockIntensityView {
  const threshold = thresholds.find((one) => one.hemisphere === hemisphere);
  const output = threshold ? outputFor(stimulation, threshold.percentMso) : { outputPercentMso: null, deliverable: null };
  return { hemisphere, targetRegion, percentRmt: stimulation.intensityPercentRmt, motorThresholdId: threshold?.id ?? null, ...output };
}

function ofOne(stimulation: Stimulation | null, threshold: ThresholdFacts | null, nowMs: number): { intensity: IntensityView; warnings: Warning[] } {
  const percentRmt = stimulation?.intensityPercentRmt ?? null;
  if (!threshold) return { intensity: { percentRmt, motorThreshold: null, outputPercentMso: null, deliverable: null }, warnings: [] };
  const output = outputFor(stimulation, threshold.percentMso);
  const motorThreshold = { ...threshold, ageDays: thresholdAgeDays(Date.parse(threshold.measuredAt), nowMs) };
  const warnings = thresholdWarnings({ percentMso: threshold.percentMso, method: threshold.method, previousPercentMso: null, ...output, percentRmt });
  return { intensity: { percentRmt, motorThreshold, ...output }, warnings };
}

export interface DoubtfulThreshold extends Output {
  percentMso: number;
  method: string;
  previousPercentMso: number | null;
  trials?: readonly Trial[];
  percentRmt?: number | null;
}

/** What should make somebody look twice. */
export function thresholdWarnings({ percentMso, method, previousPercentMso, trials = [], outputPercentMso: output, deliverable, percentRmt }: DoubtfulThreshold): Warning[] {
  const warnings: Warning[] = plausibilityWarnings({ percentMso, previousPercentMso }).map(({ code, message }) => ({ code, message }));
  if (method === 'visual') {
    // Westin 2014 Clin Neurophysiol: thresholds by sight are 11.3 % higher on average (0 to 27.8 %) than by EMG.
    warnings.push({ code: 'threshold-by-sight', message: 'Measured by sight: on average 11.3 % higher than by EMG, so the true dose may be higher than shown.' });
  }
  const at = answersAtThreshold(trials, percentMso);
  if (at && at.answered * 2 < at.trials) {
    // Rossini 2015: the lowest output that at least 5 of 10 pulses are answered at.
    warnings.push({ code: 'trials-disagree', message: `Only ${at.answered} of ${at.trials} pulses at ${percentMso} % were answered: the threshold is higher than that.` });
  }
  if (deliverable === false) {
    const most = percentRmt ? ` At ${percentRmt} % of threshold, a threshold of at most ${highestTreatableThresholdPercentMso(percentRmt)} % can be treated.` : '';
    warnings.push({ code: 'not-deliverable', message: `The dose needs ${output} % of maximum output, more than a stimulator has.${most}` });
  }
  return warnings;
}
