import { MEDICATION_CHANGE, RISK_ITEMS, ROSSI_2009 } from './risk-items.js';

export interface FormItem {
  readonly code: string;
  readonly topic: string;
  readonly kind: 'risk' | 'confirmation' | 'number';
  readonly minimum?: number;
  readonly maximum?: number;
  /** Of this kind of treatment alone; of every kind where it is left out. */
  readonly onlyWith?: 'pulses';
}

export interface PreSessionForm {
  readonly version: string;
  readonly items: readonly FormItem[];
}

export interface Confirmation {
  readonly code: string;
  readonly topic: string;
  readonly source: string;
  readonly onlyWith?: 'pulses';
}

/** What must be done before treatment begins; nobody's word replaces it. Ears are at risk from the noise of pulses alone. */
export const CONFIRMATIONS: readonly Confirmation[] = [
  { code: 'metal-removed', topic: 'Glasses, hearing aids, jewellery, hairpins, phone and cards taken off', source: ROSSI_2009 },
  { code: 'ear-protection', topic: 'Ear protection in place', source: ROSSI_2009, onlyWith: 'pulses' },
];

export const HEADACHE_NOW = 'headache-now';

const NUMBERS: readonly FormItem[] = [
  { code: HEADACHE_NOW, topic: 'Headache now, from none to the worst', kind: 'number', minimum: 0, maximum: 10 },
  { code: 'pain-now', topic: 'Pain now, from none to the worst', kind: 'number', minimum: 0, maximum: 10 },
  { code: 'pain-average-24-hours', topic: 'Average pain of the last 24 hours, from none to the worst', kind: 'number', minimum: 0, maximum: 10 },
];

export const PRE_SESSION_FORM_VERSION = 'daily-v1';

/** A routine day is false for every risk, true for every confirmation, and any number or none for the numbers. */
export const PRE_SESSION_FORM: PreSessionForm = {
  version: PRE_SESSION_FORM_VERSION,
  items: [
    ...[...RISK_ITEMS, MEDICATION_CHANGE].map(({ code, topic }) => ({ code, topic, kind: 'risk' as const })),
    ...CONFIRMATIONS.map(({ code, topic, onlyWith }) => ({ code, topic, kind: 'confirmation' as const, ...(onlyWith && { onlyWith }) })),
    ...NUMBERS,
  ],
};
