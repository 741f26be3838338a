import type { CourseLength } from './course-length.js';
import type { DeliveryFacts } from './delivery-facts.js';
import type { Rule, RuleEntry, RuleMoment } from './finding.js';
import { NEUROFEEDBACK_RULES, PATTERN_RULES, TDCS_RULES } from './modality-rules.js';
import type { DailyPulses, PrescribingFacts } from './prescribing-facts.js';
import { COMBINED_CONSENT } from './rules/combined-consent.js';
import { COURSE_LENGTH } from './rules/course-length.js';
import { S01 } from './rules/s01-dose-contradicts-itself.js';
import { S02 } from './rules/s02-intensity-not-tabulated.js';
import { S03 } from './rules/s03-frequency-not-tabulated.js';
import { S04 } from './rules/s04-train-longer-than-limit.js';
import { S05 } from './rules/s05-train-longer-than-tested.js';
import { S06 } from './rules/s06-train-longer-than-recommended.js';
import { S07 } from './rules/s07-pause-too-short.js';
import { S08 } from './rules/s08-pause-shorter-than-safe.js';
import { S09 } from './rules/s09-pause-insufficient-data.js';
import { S10 } from './rules/s10-long-theta-burst.js';
import { S11 } from './rules/s11-theta-burst-beyond-published.js';
import { S12 } from './rules/s12-theta-burst-intensity.js';
import { S13 } from './rules/s13-pulses-in-a-day.js';
import { S14 } from './rules/s14-pulses-in-a-day-beyond-published.js';
import { S15 } from './rules/s15-sessions-in-a-day.js';
import { S16 } from './rules/s16-gap-between-sessions.js';
import { S17 } from './rules/s17-output-beyond-stimulator.js';
import { S18 } from './rules/s18-output-beyond-device-maximum.js';
import { S19 } from './rules/s19-threshold-missing.js';
import { S20 } from './rules/s20-threshold-stale.js';
import { S21 } from './rules/s21-threshold-by-sight.js';
import { S22 } from './rules/s22-threshold-of-another-coil.js';
import { S23 } from './rules/s23-intensity-above-prescription.js';
import { S24 } from './rules/s24-ear-protection.js';
import { S25 } from './rules/s25-screening.js';
import { S26 } from './rules/s26-pre-session-check.js';
import { S27 } from './rules/s27-off-label-consent.js';
import { S28 } from './rules/s28-physician-in-first-sessions.js';
import { S29 } from './rules/s29-side-of-pain.js';
import { S30 } from './rules/s30-h-coil-with-seizure-risk.js';
import { TREATMENT_CONSENT } from './rules/treatment-consent.js';

/** The day's pulses are judged twice: as the schedule has them, and as the day turned out. */
const DAILY_RULES: readonly Rule<DailyPulses>[] = [S13, S14];

export const PRESCRIBING_RULES: readonly Rule<PrescribingFacts>[] = [S01, S02, S03, S04, S05, S06, S07, S08, S09, S10, S11, S12, ...DAILY_RULES, S29, S30, ...PATTERN_RULES];

export const COURSE_RULES: readonly Rule<CourseLength>[] = [COURSE_LENGTH];

const CONSENT_RULES: readonly Rule<DeliveryFacts>[] = [TREATMENT_CONSENT, COMBINED_CONSENT];

export const DELIVERY_RULES: readonly Rule<DeliveryFacts>[] = [...DAILY_RULES, S15, S16, S17, S18, S19, S20, S21, S22, S23, S24, S25, S26, S27, S28, ...CONSENT_RULES];

const NUMBERED: readonly RuleEntry[] = [
  ...PRESCRIBING_RULES.filter((rule) => !PATTERN_RULES.includes(rule)).map((rule) => entry(rule, DAILY_RULES.some(({ code }) => code === rule.code) ? ['prescribing', 'delivery'] : ['prescribing'])),
  ...DELIVERY_RULES.filter((rule) => !CONSENT_RULES.includes(rule)).filter(({ code }) => !DAILY_RULES.some((daily) => daily.code === code)).map((rule) => entry(rule, ['delivery'])),
].sort((one, other) => one.code.localeCompare(other.code));

/** Every rule once, with when it applies: the printed reference. Those of all pulses by number, then the consents, a course's length, and those of one modality. */
export const SAFETY_RULES: readonly RuleEntry[] = [...NUMBERED, ...CONSENT_RULES.map((rule) => entry(rule, ['delivery'])), ...[...COURSE_RULES, ...PATTERN_RULES, ...TDCS_RULES, ...NEUROFEEDBACK_RULES].map((rule) => entry(rule, ['prescribing']))];

function entry({ code, severity, title, source, provenance }: Omit<RuleEntry, 'moments'>, moments: RuleMoment[]): RuleEntry {
  return { code, moments, severity, title, source, provenance };
}
