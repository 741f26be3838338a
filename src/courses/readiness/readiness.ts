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
  /** The plan gives a current beside the pulses. */
  readonly combined: boolean;
  readonly combinedConsent: boolean;
  readonly protocolPublished: boolean;
  readonly protocolRetired: boolean;
  readonly patientArchived: boolean;
  /**
   * `missing` where the protocol's side depends on the pain and the course does not say which pain; `resolved` where what it
   * treats is over; `not-required` where the course may begin without naming what it treats.
   */
  readonly condition: 'named' | 'missing' | 'resolved' | 'not-required';
  readonly findings: readonly SafetyFinding[];
  /** What a clinician answered, with a rationale. */
  readonly overrides: readonly Answer[];
}

/** A clinician's answer to a rule. */
export interface Answer {
  readonly rule: string;
  /** The actual values that had been found when it was given; absent or null where that is not known. */
  readonly answered?: readonly string[] | null;
}

/** An answer holds for what had been found when it was given: of another drug, or of more pulses, nothing has been said. */
export function isAnswered({ rule, actual }: Pick<SafetyFinding, 'rule' | 'actual'>, answers: readonly Answer[]): boolean {
  return answers.some((answer) => answer.rule === rule && (!answer.answered || answer.answered.some((found) => covers(found, String(actual)))));
}

/** What adds up over a day: whoever signed for more of it has signed for less, which is found on the way there. */
const OF_A_DAY = /^(\d+) pulses a day$/;

function covers(answered: string, actual: string): boolean {
  const [signed, found] = [answered, actual].map((text) => OF_A_DAY.exec(text)?.[1]);
  return answered === actual || (signed !== undefined && found !== undefined && Number(found) <= Number(signed));
}

export type MissingCode =
  | 'screening-missing'
  | 'screening-not-cleared'
  | 'screening-expired'
  | 'treatment-consent-missing'
  | 'off-label-consent-missing'
  | 'combined-consent-missing'
  | 'protocol-not-published'
  | 'protocol-retired'
  | 'patient-archived'
  | 'condition-missing'
  | 'condition-resolved'
  | 'safety-finding-unanswered'
  | 'hard-safety-finding';

export interface Missing {
  readonly code: MissingCode;
  /** What an override would have to name; absent where nothing but the thing itself will do. */
  readonly rule?: string;
  readonly message: string;
}

export interface Readiness {
  readonly ready: boolean;
  readonly missing: readonly Missing[];
}

/**
 * Everything that stands between a course and its first session, at once, so that nobody mends one thing only to meet the
 * next. Each precondition is told by itself. No override opens a hard finding, a screening, a consent or a retired protocol. A
 * motor threshold is not asked for here: it is measured in the first session.
 */
export function readiness(facts: ReadinessFacts): Readiness {
  const missing = [...patient(facts), ...protocol(facts), ...condition(facts), ...screening(facts), ...consents(facts), ...unansweredFindings(facts.findings, facts.overrides)];
  return { ready: missing.length === 0, missing };
}

const SCREENING: Readonly<Record<Exclude<ScreeningState, 'cleared'>, Missing>> = {
  missing: { code: 'screening-missing', message: 'The patient has not been screened.' },
  'needs-review': { code: 'screening-not-cleared', message: 'A clinician has not yet decided on the screening.' },
  contraindicated: { code: 'screening-not-cleared', message: 'The screening found a contraindication.' },
  excluded: { code: 'screening-not-cleared', message: 'A clinician excluded the patient at screening.' },
  expired: { code: 'screening-expired', message: 'The screening is too old, overtaken by something since, or another course began on it; the patient must be screened again.' },
};

function screening({ screening: state }: ReadinessFacts): Missing[] {
  return state === 'cleared' ? [] : [SCREENING[state]];
}

function patient({ patientArchived }: ReadinessFacts): Missing[] {
  return patientArchived ? [{ code: 'patient-archived', message: 'The patient is archived.' }] : [];
}

function protocol({ protocolPublished, protocolRetired }: ReadinessFacts): Missing[] {
  if (!protocolPublished) return [{ code: 'protocol-not-published', message: 'The version of the protocol is not published.' }];
  return protocolRetired ? [{ code: 'protocol-retired', message: 'The protocol was retired before the course began; prescribe another.' }] : [];
}

/** Rule S29 without a pain to look at, and the clinician's answer to it is the answer to this. */
export const SIDE_RULE = 'S29';
/** What answers that the condition of a course is over. */
export const CONDITION_RESOLVED = 'condition-resolved';

function condition({ condition: state, overrides }: ReadinessFacts): Missing[] {
  const hasAnswer = (rule: string): boolean => overrides.some((override) => override.rule === rule);
  if (state === 'missing' && !hasAnswer(SIDE_RULE)) {
    return [{ code: 'condition-missing', rule: SIDE_RULE, message: 'The protocol stimulates opposite to the pain, and the course does not say which condition it treats.' }];
  }
  if (state !== 'resolved' || hasAnswer(CONDITION_RESOLVED)) return [];
  return [{ code: 'condition-resolved', rule: CONDITION_RESOLVED, message: 'The condition that the course treats is recorded as resolved.' }];
}

function consents({ treatmentConsent, offLabel, offLabelConsent, combined, combinedConsent }: ReadinessFacts): Missing[] {
  return [
    ...(treatmentConsent ? [] : [{ code: 'treatment-consent-missing', message: 'The patient has not consented to treatment.' } as const]),
    ...(offLabel && !offLabelConsent ? [{ code: 'off-label-consent-missing', message: 'The use is off-label, and the patient has not consented to that.' } as const] : []),
    ...(combined && !combinedConsent ? [{ code: 'combined-consent-missing', message: 'A current goes with the pulses, and the patient has not consented to the combination.' } as const] : []),
  ];
}

/** A rule found several times (two blocks of one session) is missing once for each finding, and answered once. */
export function unansweredFindings(findings: readonly SafetyFinding[], answers: readonly Answer[]): Missing[] {
  return findings.flatMap(({ rule, severity, actual, explanation }): Missing[] => {
    if (severity === 'hard') return [{ code: 'hard-safety-finding', rule, message: `${explanation} No override is possible.` }];
    if (severity === 'override' && !isAnswered({ rule, actual }, answers)) return [{ code: 'safety-finding-unanswered', rule, message: explanation }];
    return [];
  });
}
