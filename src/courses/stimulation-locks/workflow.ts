import type { Provenance } from '../../platform/kernel/provenance.js';

export type LockCause = 'seizure' | 'syncope';

/** When a step is due: at once, before the clinic's day ends, after so many working days, or before the lock is lifted. */
export type Due = 'at-once' | 'same-day' | 'ten-working-days' | 'before-lifting';

export interface WorkflowStep {
  readonly code: string;
  readonly topic: string;
  readonly due: Due;
  readonly source: string;
  readonly provenance: Provenance;
}

const FIRST_AID = 'first aid for seizures; Rossi 2009 Clin Neurophysiol 120:2008, text, recalled';
const DEVICE_REPORTS = '21 CFR 803 (user facilities; offices of physicians are exempt), recalled';
const PRACTICE = 'good practice of TMS clinics';

type Row = readonly [code: string, topic: string, due: Due, source: string, provenance: Provenance];

const SEIZURE: readonly Row[] = [
  ['first-aid', 'Coil away, onset timed, patient protected and on the side, nothing in the mouth, glucose measured; emergency call if longer than five minutes, repeated, the first ever, injured, pregnant or not recovering', 'at-once', FIRST_AID, 'recalled'],
  ['session-stopped', 'Session aborted, pulses given on record', 'at-once', PRACTICE, 'design-default'],
  ['physician-told', 'Physician told', 'at-once', PRACTICE, 'recalled'],
  ['medical-director-told', 'Medical director told', 'same-day', PRACTICE, 'recalled'],
  ['family-told', 'Family told, as the patient wishes', 'same-day', PRACTICE, 'recalled'],
  ['no-driving', 'Patient told not to drive until cleared', 'same-day', PRACTICE, 'recalled'],
  ['circumstances-recorded', 'Time after the train, dose, sleep, alcohol and drugs of the day, tongue, continence, state afterwards and witness on record', 'same-day', FIRST_AID, 'recalled'],
  ['manufacturer-told', 'Maker of the device told', 'ten-working-days', DEVICE_REPORTS, 'recalled'],
  ['authority-report', 'Report to the authority made, or why it is not due', 'ten-working-days', DEVICE_REPORTS, 'recalled'],
  ['neurological-review', 'Neurological review, with EEG or imaging as ordered', 'before-lifting', PRACTICE, 'recalled'],
  ['cause-recorded', 'A cause sought and written down', 'before-lifting', PRACTICE, 'recalled'],
  ['new-screening', 'Screened again', 'before-lifting', PRACTICE, 'design-default'],
  ['new-consent', 'Consent given again', 'before-lifting', PRACTICE, 'design-default'],
  ['protocol-changed', 'Protocol changed (lower intensity, longer pauses, another coil), or the course ended; a new motor threshold ordered', 'before-lifting', PRACTICE, 'design-default'],
];

const SYNCOPE: readonly Row[] = [
  ['first-aid', 'Laid flat with legs up, pulse, pressure and glucose measured; injury looked for', 'at-once', PRACTICE, 'recalled'],
  ['physician-told', 'Physician told, who decides the same day', 'same-day', PRACTICE, 'recalled'],
  ['cause-recorded', 'Reviewed: why the patient fainted again, and that it was no seizure', 'before-lifting', PRACTICE, 'design-default'],
  ['precautions-agreed', 'Agreed for the next session: lying down, food and water before, slower ramp, escort', 'before-lifting', PRACTICE, 'recalled'],
];

const of = (rows: readonly Row[]): readonly WorkflowStep[] => rows.map(([code, topic, due, source, provenance]) => ({ code, topic, due, source, provenance }));

/** What has to be done after a seizure, and after a second faint, in order. */
export const WORKFLOWS: Readonly<Record<LockCause, readonly WorkflowStep[]>> = { seizure: of(SEIZURE), syncope: of(SYNCOPE) };
