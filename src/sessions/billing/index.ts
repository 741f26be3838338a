/**
 * Which procedure code the record of a session bears out: support for billing, not advice.
 *
 * Pure. One code a session at most; none while delivery or signature is missing.
 */
export { BILLING_DISCLAIMER, supportedCode, type BillingFacts, type BillingNote, type BillingSupport, type ProcedureCode } from './supported-code.js';
