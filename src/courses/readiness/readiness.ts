import type { Provenance } from '../../platform/kernel/provenance.js';

export type ScreeningState = 'missing' | 'needs-review' | 'contraindicated' | 'cleared' | 'excluded' | 'expired';

/** A finding of the safety rules on the dose, the side or the combination. */
export interface SafetyFinding {
  /** E.g. `S05`. */
  readonly rule: string;
  readonly severity: 'hard' | 'override' | 'warn' | 'info';
  readonly limit: unknown;
  readonly actual: unknown;
  readonly explanation: string;
  readonly source: string;
  readonly provenance: Provenance;
}

export interface ReadinessFacts {
  readonly screening: ScreeningState;
  /** Given and not withdrawn; so with the next. */
  readonly treatmentConsent: boolean;
  readonly offLabelConsent: boolean;
  readonly offLabel: boolean;
  readonly protocolPublished: boolean;
  /** `not-required` where the course may begin without naming what it treats. */
  readonly condition: 'named' | 'missing' | 'not-required';
  readonly findings: readonly SafetyFinding[];
  /** What a clinician answered, with a rationale. */
  readonly overrides: readonly { readonly rule: string }[];
}

export type MissingCode =
  | 'screening-missing'
  | 'screening-not-cleared'
  | 'screening-expired'
  | 'treatment-consent-missing'
  | 'off-label-consent-missing'
  | 'protocol-not-published'
  | 'condition-missing'
  | 'safety-finding-unanswered'
  | 'hard-safety-finding';

export interface Missing {
  readonly code: MissingCode;
  /** The safety rule, of a finding only: what an override would have to name. */
  readonly rule?: string;
  readonly message: string;
}

export interface Readiness {
  readonly ready: boolean;
  readonly missing: readonly Missing[];
}

/**
 * Everything that stands between a course and its first session, at once, so that nobody mends one thing only to meet the
 * next. Each precondition is told by itself. No override opens a hard finding, a screening or a consent. A motor threshold
 * is not asked for here: it is measured in the first session.
 */
export function readiness(facts: ReadinessFacts): Readiness {
  const missing = [...protocol(facts), ...condition(facts), ...screening(facts), ...consents(facts), ...safety(facts)];
  return { ready: missing.length === 0, missing };
}

const SCREENING: Readonly<Record<Exclude<ScreeningState, 'cleared'>, Missing>> = {
  missing: { code: 'screening-missing', message: 'The patient has not been screened.' },
  'needs-review': { code: 'screening-not-cleared', message: 'A clinician has not yet decided on the screening.' },
  contraindicated: { code: 'screening-not-cleared', message: 'The screening found a contraindication.' },
  excluded: { code: 'screening-not-cleared', message: 'A clinician excluded the patient at screening.' },
  expired: { code: 'screening-expired', message: 'The screening is too old, or another course began on it; the patient must be screened again.' },
};

function screening({ screening: state }: ReadinessFacts): Missing[] {
  return state === 'cleared' ? [] : [SCREENING[state]];
}

function protocol({ protocolPublished }: ReadinessFacts): Missing[] {
  return protocolPublished ? [] : [{ code: 'protocol-not-published', message: 'The version of the protocol is not published.' }];
}

function condition({ condition: state }: ReadinessFacts): Missing[] {
  return state === 'missing' ? [{ code: 'condition-missing', message: 'The course does not say what it treats.' }] : [];
}

function consents({ treatmentConsent, offLabel, offLabelConsent }: ReadinessFacts): Missing[] {
  return [
    ...(treatmentConsent ? [] : [{ code: 'treatment-consent-missing', message: 'The patient has not consented to treatment.' } as const]),
    ...(offLabel && !offLabelConsent ? [{ code: 'off-label-consent-missing', message: 'The use is off-label, and the patient has not consented to that.' } as const] : []),
  ];
}

/** A rule found several times (two blocks of one session) is missing once for each finding, and answered once. */
function safety({ findings, overrides }: ReadinessFacts): Missing[] {
  const answered = new Set(overrides.map(({ rule }) => rule));
  return findings.flatMap(({ rule, severity, explanation }): Missing[] => {
    if (severity === 'hard') return [{ code: 'hard-safety-finding', rule, message: `${explanation} No override is possible.` }];
    if (severity === 'override' && !answered.has(rule)) return [{ code: 'safety-finding-unanswered', rule, message: explanation }];
    return [];
  });
}
