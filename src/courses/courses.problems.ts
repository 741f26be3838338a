import { conflict, type Refusal } from '../platform/errors/refusal.js';

/** What stands between a course and its first session. */
export interface Missing {
  code: string;
  rule?: string;
  message: string;
}

export const notReady = (missing: readonly Missing[], what: 'begin' | 'be extended' = 'begin'): Refusal =>
  conflict('not-ready', `The course cannot ${what} yet: ${missing.map(({ message }) => message).join(' ')}`, { missing });
export const patientArchived = (): Refusal => conflict('patient-archived', 'This patient is archived.');
export const protocolRetired = (): Refusal => conflict('protocol-retired', 'This protocol is retired: no new course starts with it.');
