import type { Provenance } from '../../platform/kernel/provenance.js';
import { risksIn, type MedicationRisk } from './seizure-threshold-risk.js';

/** Dates are `YYYY-MM-DD` where the clinic is. */
export interface Medication {
  readonly name: string;
  readonly startedOn?: string | null;
  readonly stoppedOn?: string | null;
  /** The last day on which the dose was changed, missed doses included. */
  readonly doseChangedOn?: string | null;
}

export type RegimenReasonCode = 'high-risk-drug' | 'several-moderate-drugs' | 'recent-change' | 'recent-withdrawal';

export interface RegimenReason {
  readonly code: RegimenReasonCode;
  readonly drugs: readonly string[];
  readonly message: string;
  readonly provenance: Provenance;
}

export interface RegimenRisk {
  /** A clinician looks at it and the motor threshold is measured again. */
  readonly needsReview: boolean;
  readonly reasons: readonly RegimenReason[];
  /** What is known of each substance now taken, worst first. */
  readonly risks: readonly MedicationRisk[];
}

/** Design default. */
export const RECENT_CHANGE_DAYS = 14;

const DAY_MS = 86_400_000;

/**
 * Whether what a patient takes calls for a clinician and a new motor threshold: one drug of high risk, two or more of
 * moderate risk, a listed drug begun, changed or stopped within 14 days, or one whose withdrawal is a risk and is planned. One moderate drug, unchanged, does not:
 * the risk stays low in patients on drugs that act on the brain (Rossi 2021 Clin Neurophysiol 132:269). The rule is a
 * design default.
 */
export function regimenRisk(medications: readonly Medication[], today: string): RegimenRisk {
  const listed = medications.map((medication) => ({ medication, risks: risksIn(medication.name) }));
  const risks = distinct(listed.filter(({ medication }) => isTaken(medication, today)).flatMap((each) => each.risks));
  const high = risks.filter(({ level }) => level === 'high');
  const moderate = risks.filter(({ level }) => level === 'moderate');
  const changed = listed.filter(({ medication }) => isTaken(medication, today) && isRecent([medication.startedOn, medication.doseChangedOn], today)).flatMap((each) => each.risks);
  const stopped = listed.filter(({ medication }) => !isTaken(medication, today) && isRecent([medication.stoppedOn], today)).flatMap((each) => each.risks);
  const ending = listed.filter(({ medication: { stoppedOn } }) => stoppedOn && stoppedOn > today).flatMap((each) => each.risks);
  const withdrawn = [...stopped, ...ending].filter(({ withdrawalRisk }) => withdrawalRisk);
  const reasons = [
    ...reason('high-risk-drug', high, 'lowers the seizure threshold strongly'),
    ...(moderate.length > 1 ? reason('several-moderate-drugs', moderate, 'lower the seizure threshold together') : []),
    ...reason('recent-withdrawal', withdrawn, `was stopped within ${RECENT_CHANGE_DAYS} days or is to be stopped, and withdrawal lowers the seizure threshold`),
    ...reason('recent-change', [...changed, ...stopped.filter(({ withdrawalRisk }) => !withdrawalRisk)], `was begun, changed or stopped within ${RECENT_CHANGE_DAYS} days`),
  ];
  return { needsReview: reasons.length > 0, reasons, risks };
}

function reason(code: RegimenReasonCode, risks: readonly MedicationRisk[], says: string): RegimenReason[] {
  const drugs = distinct(risks).map(({ drug }) => drug);
  return drugs.length === 0 ? [] : [{ code, drugs, message: `${drugs.join(', ')}: ${says}.`, provenance: 'design-default' }];
}

function distinct(risks: readonly MedicationRisk[]): MedicationRisk[] {
  const order = { high: 0, moderate: 1, 'raises-threshold': 2 };
  return [...new Set(risks)].sort((a, b) => order[a.level] - order[b.level]);
}

/** Whether it is still taken on a day. */
export function isTaken({ stoppedOn }: Medication, today: string): boolean {
  return stoppedOn === null || stoppedOn === undefined || stoppedOn > today;
}

/** Whether it is of what is weighed on a day: still taken, or stopped so lately that its withdrawal counts. */
export function isWeighed(medication: Medication, today: string): boolean {
  return isTaken(medication, today) || isRecent([medication.stoppedOn], today);
}

/** On that day or within the days before it. */
export function isRecent(dates: readonly (string | null | undefined)[], today: string): boolean {
  return dates.some((date) => {
    if (date === null || date === undefined) return false;
    const days = (Date.parse(today) - Date.parse(date)) / DAY_MS;
    return days >= 0 && days <= RECENT_CHANGE_DAYS;
  });
}
