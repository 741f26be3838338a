import type { Provenance } from '../../platform/kernel/provenance.js';

/** Procedure codes of the AMA, whose wording is theirs: initial treatment, later treatment, later treatment with a new motor threshold. */
export type ProcedureCode = '90867' | '90868' | '90869';

export const BILLING_DISCLAIMER =
  'Support for billing, not advice: it says which code the record would bear out. Payer rules differ, coverage is not implied, and whoever submits a claim answers for it. CPT is a trademark of the American Medical Association.';

export interface BillingFacts {
  readonly kind: 'mapping' | 'treatment' | 'follow-up';
  /** Of the course; tDCS and neurofeedback have none of these codes. */
  readonly modality: string;
  /** At least one pulse was given. */
  readonly delivered: boolean;
  readonly signed: boolean;
  /** No earlier session of this course gave a pulse. */
  readonly firstTreatmentOfCourse: boolean;
  /** Cortical mapping is on the course's record, from this session or before. */
  readonly mapped: boolean;
  /** A motor threshold is on the course's record, from this session or before. */
  readonly motorThresholdDetermined: boolean;
  /** It was determined again on the day of this session, not being the first. */
  readonly motorThresholdRedeterminedToday: boolean;
  /** Supported by other sessions of the course on the same day. */
  readonly otherCodesThatDay: readonly ProcedureCode[];
  /** Days since the last session that supported 90869; null where there was none. */
  readonly daysSinceLastRedetermination?: number | null;
}

export interface BillingNote {
  readonly code: string;
  readonly message: string;
  readonly provenance: Provenance;
}

export interface BillingSupport {
  /** Never more than one for a session; null while anything is missing, or where no code fits. */
  readonly code: ProcedureCode | null;
  readonly reasons: readonly BillingNote[];
  readonly missing: readonly BillingNote[];
  readonly disclaimer: string;
}

const MAGNETIC: ReadonlySet<string> = new Set(['rtms', 'itbs', 'ctbs', 'deep-tms']);

/**
 * The one procedure code that a session's record bears out, why, and what is missing for it. The first treatment of a
 * course is 90867, once, and needs mapping and motor threshold; each later one is 90868, or 90869 in its place when the
 * threshold was determined again. Source: CPT code pages; edits of payers are recalled.
 */
export function supportedCode(facts: BillingFacts): BillingSupport {
  if (!MAGNETIC.has(facts.modality)) return support(null, [note('no-code-for-modality', 'These codes are for magnetic stimulation; this is usually paid by the patient, after a notice.', 'recalled')], []);
  if (facts.kind === 'follow-up') return support(null, [note('no-delivery-planned', 'A follow-up gives no stimulation.', 'published')], []);
  if (facts.otherCodesThatDay.includes('90867')) return support(null, [note('initial-covers-the-day', 'The day of the initial treatment bears 90867 alone.', 'recalled')], []);
  const { code, reasons } = candidate(facts);
  const missing = missingFor(code, facts);
  return support(missing.length === 0 ? code : null, reasons, missing);
}

function candidate(facts: BillingFacts): { code: ProcedureCode; reasons: BillingNote[] } {
  if (facts.firstTreatmentOfCourse) return { code: '90867', reasons: [note('first-of-course', 'First treatment of the course, with mapping and motor threshold: 90867, once a course.', 'published')] };
  const another = facts.otherCodesThatDay.length > 0 ? [note('another-session-that-day', 'Another session of this day has a code; many payers pay one a day.', 'recalled')] : [];
  if (!facts.motorThresholdRedeterminedToday) return { code: '90868', reasons: [note('subsequent', 'A later treatment: 90868, for each session.', 'published'), ...another] };
  if (facts.otherCodesThatDay.includes('90869')) {
    return { code: '90868', reasons: [note('redetermination-counted', 'The new motor threshold of this day is already in another session’s 90869: 90868.', 'recalled'), ...another] };
  }
  return { code: '90869', reasons: [note('threshold-again', 'The motor threshold was determined again: 90869 in place of 90868.', 'published'), ...soonAgain(facts), ...another] };
}

/** Weekly at most unless there is a reason, by a society's text on coverage. */
function soonAgain({ daysSinceLastRedetermination: days = null }: BillingFacts): BillingNote[] {
  if (days === null || days >= 7) return [];
  return [note('threshold-within-a-week', `The last one was ${days} days ago; more than once a week needs a clinical reason on record.`, 'secondary-source')];
}

function missingFor(code: ProcedureCode, facts: BillingFacts): BillingNote[] {
  const initial = code === '90867';
  return [
    ...(facts.delivered ? [] : [note('delivery', 'No pulse was given.', 'published')]),
    ...(initial && !facts.mapped ? [note('cortical-mapping', 'Cortical mapping is not on record.', 'published')] : []),
    ...(initial && !facts.motorThresholdDetermined ? [note('motor-threshold', 'A motor threshold is not on record.', 'published')] : []),
    ...(facts.signed ? [] : [note('signature', 'The session is not signed.', 'published')]),
  ];
}

function support(code: ProcedureCode | null, reasons: readonly BillingNote[], missing: readonly BillingNote[]): BillingSupport {
  return { code, reasons, missing, disclaimer: BILLING_DISCLAIMER };
}

function note(code: string, message: string, provenance: Provenance): BillingNote {
  return { code, message, provenance };
}
