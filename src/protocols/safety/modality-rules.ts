import type { NeurofeedbackFacts, TdcsFacts } from './current-facts.js';
import type { Rule } from './finding.js';
import type { PrescribingFacts } from './prescribing-facts.js';
import { CTBS_TRAIN } from './rules/ctbs-train.js';
import { ITBS_PAUSE } from './rules/itbs-pause.js';
import { ITBS_TRAIN } from './rules/itbs-train.js';
import { NEUROFEEDBACK_BAND } from './rules/neurofeedback-band.js';
import { NEUROFEEDBACK_DURATION } from './rules/neurofeedback-duration.js';
import { NEUROFEEDBACK_SLOW_WAVES } from './rules/neurofeedback-slow-waves.js';
import { SINGLE_PULSE_DAY } from './rules/single-pulse-day.js';
import { SINGLE_PULSE_RATE } from './rules/single-pulse-rate.js';
import { TDCS_CHARGE, TDCS_CURRENT, TDCS_DURATION } from './rules/tdcs-ceiling.js';
import { TDCS_DENSITY } from './rules/tdcs-density.js';
import { TDCS_SESSIONS_A_DAY } from './rules/tdcs-sessions-a-day.js';

/** What one kind of pulses is asked beyond the rules of all. */
export const PATTERN_RULES: readonly Rule<PrescribingFacts>[] = [SINGLE_PULSE_RATE, SINGLE_PULSE_DAY, ITBS_TRAIN, ITBS_PAUSE, CTBS_TRAIN];

export const TDCS_RULES: readonly Rule<TdcsFacts>[] = [TDCS_CURRENT, TDCS_DURATION, TDCS_CHARGE, TDCS_DENSITY, TDCS_SESSIONS_A_DAY];

export const NEUROFEEDBACK_RULES: readonly Rule<NeurofeedbackFacts>[] = [NEUROFEEDBACK_BAND, NEUROFEEDBACK_DURATION, NEUROFEEDBACK_SLOW_WAVES];
