import { defineRule } from '../finding.js';
import { needsThreshold, type DeliveryFacts, type ThresholdTrigger } from '../delivery-facts.js';

const SINCE: Readonly<Record<ThresholdTrigger, (gapDays: number) => readonly [actual: string, explanation: string]>> = {
  'gap-between-sessions': (days) => [`more than ${days} days without a session since`, `More than ${days} days passed without a session since the motor threshold was measured.`],
  'head-injury': () => ['a head injury since', 'A head injury is on record since the motor threshold was measured.'],
  'lost-sleep': () => ['more than one night of hardly any sleep since', 'The patient has had more than one night of less than four hours of sleep since the motor threshold was measured.'],
  'new-treatment-day': () => ['measured on an earlier day', 'With several sessions a day the motor threshold is measured at the start of each treatment day.'],
  'seizure-or-faint': () => ['a seizure or a faint since', 'A seizure or a faint is on record since the motor threshold was measured.'],
  'unexpected-effect': () => ['unexpected twitching or discomfort since', 'Unexpected twitching or discomfort is on record since the motor threshold was measured.'],
};

export const S20 = defineRule<DeliveryFacts>({
  code: 'S20',
  severity: 'override',
  title: 'The motor threshold is recent, and nothing since asks for a new one: no change of a medicine that shifts it, no long gap, no lost nights, no seizure, faint or head injury, no unexpected twitching; with several sessions a day it is of the same day',
  source: 'Design default',
  provenance: 'design-default',
  violation: ({ modality, motorThreshold }, { thresholdAgeDays: limit, sessionGapDays: gap }) => {
    if (!needsThreshold(modality) || motorThreshold === null) return null;
    const { ageDays, medicationChangedSince } = motorThreshold;
    const limitText = `${limit.value} days, no medication change`;
    if (medicationChangedSince) {
      const explanation = 'A medicine that shifts the motor threshold has changed since it was measured.';
      return { limit: limitText, actual: 'medication changed since', explanation };
    }
    const [trigger] = motorThreshold.askedAgainBy;
    if (trigger && ageDays >= 0 && ageDays <= limit.value) {
      const [actual, why] = SINCE[trigger](gap.value);
      return { limit: `${limit.value} days, nothing since that asks for a new one`, actual, explanation: `${why} Measure it again.`, source: gap.source };
    }
    if (ageDays >= 0 && ageDays <= limit.value) return null;
    const explanation = `The motor threshold is ${ageDays} days old; it counts for ${limit.value} days.`;
    return { limit: limitText, actual: `${ageDays} days`, explanation, source: limit.source };
  },
});
