import type { Provenance } from '../../platform/kernel/provenance.js';
import type { Cited } from './safety-tables.js';
import type { SafetyLimits } from './safety-limits.js';

/**
 * - `hard`: cannot be prescribed, scheduled or started.
 * - `override`: a clinician must sign with a reason.
 * - `warn`: shown, and may be gone past.
 * - `info`: for the record.
 */
export const SEVERITIES = ['info', 'warn', 'override', 'hard'] as const;
export type Severity = (typeof SEVERITIES)[number];

/** One rule that a dose, or today's delivery, does not meet. */
export interface Finding extends Cited {
  rule: string;
  severity: Severity;
  /** What the rule allows, with its unit. */
  limit: string;
  /** What was found, with its unit. */
  actual: string;
  explanation: string;
}

/** When a rule applies: to the dose as prescribed, or to giving it today. */
export type RuleMoment = 'prescribing' | 'delivery';

export interface Rule<Facts> extends Cited {
  code: string;
  /** As a rule; a circumstance that the title names may soften it. */
  severity: Severity;
  title: string;
  evaluate: (facts: Facts, limits: SafetyLimits) => Finding | null;
}

interface RuleText<Facts> extends Cited {
  code: string;
  severity: Severity;
  title: string;
  /** Null when the rule is met; else what was compared with what, in plain words. */
  violation: (facts: Facts, limits: SafetyLimits) => Violation | null;
}

export interface Violation extends Partial<Cited> {
  limit: string;
  actual: string;
  explanation: string;
  /** Where a circumstance changes the rule's own. */
  severity?: Severity;
}

/** A rule whose findings carry its code, its severity and its source. */
export function defineRule<Facts>({ violation, ...text }: RuleText<Facts>): Rule<Facts> {
  const { code, severity, source, provenance } = text;
  return {
    ...text,
    evaluate: (facts, limits) => {
      const found = violation(facts, limits);
      return found && { rule: code, severity, source, provenance, ...found };
    },
  };
}

/** Whether the first is at least as grave as the second. */
export function isAtLeast(severity: Severity, other: Severity): boolean {
  return SEVERITIES.indexOf(severity) >= SEVERITIES.indexOf(other);
}

/** Shown with every member, so that no reader has to know a rule by its number. */
export interface RuleEntry {
  code: string;
  moments: readonly RuleMoment[];
  severity: Severity;
  title: string;
  source: string;
  provenance: Provenance;
}
