import type { CourseLength } from './course-length.js';
import type { NeurofeedbackFacts, TdcsFacts } from './current-facts.js';
import type { DeliveryFacts } from './delivery-facts.js';
import { isAtLeast, type Finding, type Rule, type Severity } from './finding.js';
import { NEUROFEEDBACK_RULES, TDCS_RULES } from './modality-rules.js';
import { prescribingFacts, type DoseToCheck } from './prescribing-facts.js';
import { COURSE_RULES, DELIVERY_RULES, PRESCRIBING_RULES } from './rule-list.js';
import { DEFAULT_SAFETY_LIMITS, type SafetyLimits } from './safety-limits.js';

/** What the published tables and the clinic's limits say about a dose, by rule; empty when nothing. */
export function checkDose(dose: DoseToCheck, limits: SafetyLimits = DEFAULT_SAFETY_LIMITS): Finding[] {
  return findings(PRESCRIBING_RULES, prescribingFacts(dose), limits);
}

/** What was tried, and the clinic's caution, say about a current. */
export function checkTdcs(facts: TdcsFacts, limits: SafetyLimits = DEFAULT_SAFETY_LIMITS): Finding[] {
  return findings(TDCS_RULES, facts, limits);
}

/** What the clinic's caution says about a training. */
export function checkNeurofeedback(facts: NeurofeedbackFacts, limits: SafetyLimits = DEFAULT_SAFETY_LIMITS): Finding[] {
  return findings(NEUROFEEDBACK_RULES, facts, limits);
}

/** What is said of a course that is longer than its protocol. */
export function checkCourse(length: CourseLength, limits: SafetyLimits = DEFAULT_SAFETY_LIMITS): Finding[] {
  return findings(COURSE_RULES, length, limits);
}

/** Why a session may not start now, or not without a signature; empty when it may. */
export function checkDelivery(facts: DeliveryFacts, limits: SafetyLimits = DEFAULT_SAFETY_LIMITS): Finding[] {
  return findings(DELIVERY_RULES, facts, limits);
}

/** The gravest of some findings; null when there is none. */
export function gravest(found: readonly Finding[]): Severity | null {
  return found.reduce<Severity | null>((worst, { severity }) => (worst !== null && isAtLeast(worst, severity) ? worst : severity), null);
}

function findings<Facts>(rules: readonly Rule<Facts>[], facts: Facts, limits: SafetyLimits): Finding[] {
  return rules.flatMap((rule) => rule.evaluate(facts, limits) ?? []);
}
