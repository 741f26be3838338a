import type { Provenance } from '../../platform/kernel/provenance.js';
import { CONFIRMATIONS, HEADACHE_NOW, PRE_SESSION_FORM } from './form.js';
import { MEDICATION_CHANGE, RISK_ITEMS, type FindingLevel, type RiskItem, type TopicLevels } from './risk-items.js';
import { validatePreSessionAnswers, type AnswerIssue } from './validate-answers.js';

/** By item code, checked before they are judged: booleans for risks and confirmations, numbers for numbers, null for no answer. */
export type PreSessionAnswers = Readonly<Record<string, unknown>>;

/** The worst of the drugs that changed: on the lists of the seizure threshold, on none, or not looked up. */
export type ChangedMedication = 'high' | 'moderate' | 'raises-threshold' | 'unlisted' | 'not-looked-up';

export interface PreSessionFinding {
  readonly code: string;
  readonly level: FindingLevel;
  /** Whether a clinician may clear it with a rationale; what must be done first can only be done and answered again. */
  readonly overridable: boolean;
  readonly message: string;
  readonly source: string;
  readonly provenance: Provenance;
}

export interface PreSessionEvaluation {
  readonly formVersion: string;
  /** Held until a clinician clears it; a warning alone does not hold. */
  readonly outcome: 'pass' | 'held';
  readonly findings: readonly PreSessionFinding[];
}

/** Thrown when impossible answers are judged all the same. */
export class ImpossiblePreSessionAnswers extends RangeError {
  constructor(readonly issues: readonly AnswerIssue[]) {
    super(issues.map(({ pointer, message }) => `${pointer}: ${message}`).join('; '));
    this.name = 'ImpossiblePreSessionAnswers';
  }
}

/** Design default. */
const HEADACHE_TO_REPORT = 7;

/**
 * Judges the check before a session. A question that was not answered holds like the worst answer to it: silence is no
 * routine day.
 *
 * @param levels what this clinic takes differently from the default; a topic that is off is not judged
 * @param gives what the session gives; what is confirmed for another kind is not asked of it
 * @throws ImpossiblePreSessionAnswers on unknown items, other types, numbers out of range
 */
export function evaluatePreSessionCheck(answers: PreSessionAnswers, changedMedication: ChangedMedication = 'not-looked-up', levels: TopicLevels = {}, gives: 'pulses' | 'current' | 'training' = 'pulses'): PreSessionEvaluation {
  const issues = validatePreSessionAnswers(answers);
  if (issues.length > 0) throw new ImpossiblePreSessionAnswers(issues);
  const given = new Map(Object.entries(answers));
  const risks = [...RISK_ITEMS, { ...MEDICATION_CHANGE, level: levelOf(changedMedication) }];
  const findings = [
    ...risks.flatMap((item) => ofRisk(item, given.get(item.code), levels[item.code] ?? item.level)),
    ...CONFIRMATIONS.filter(({ onlyWith = gives }) => onlyWith === gives).flatMap(({ code, topic, source }) => (given.get(code) === true ? [] : [finding(code, 'stop', false, `${topic}: not confirmed.`, source)])),
    ...ofHeadache(given.get(HEADACHE_NOW)),
  ];
  return { formVersion: PRE_SESSION_FORM.version, outcome: findings.some(({ level }) => level === 'stop') ? 'held' : 'pass', findings };
}

function ofRisk({ code, topic, then, source }: RiskItem, answer: unknown, level: FindingLevel | 'off'): PreSessionFinding[] {
  if (answer === false || level === 'off') return [];
  if (answer === true) return [finding(code, level, true, `${topic}. ${then}`, source)];
  return [finding(code, 'stop', true, `${topic}: not answered.`, source)];
}

function ofHeadache(now: unknown): PreSessionFinding[] {
  if (typeof now !== 'number' || now < HEADACHE_TO_REPORT) return [];
  return [finding(HEADACHE_NOW, 'warn', true, `Headache of ${now} out of 10: tell a clinician.`, 'good practice of TMS clinics')];
}

function levelOf(changed: ChangedMedication): FindingLevel {
  return changed === 'high' || changed === 'not-looked-up' ? 'stop' : 'warn';
}

function finding(code: string, level: FindingLevel, overridable: boolean, message: string, source: string): PreSessionFinding {
  return { code, level, overridable, message, source, provenance: 'design-default' };
}
