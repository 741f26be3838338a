import { randomBytes } from 'node:crypto';
import { digestOf } from '../../platform/secrets/secret.js';

/** 192 bits that nobody can guess. */
const SECRET_BYTES = 24;
const CLINIC_BYTES = 16;

/** What a token says to whoever holds it: in which clinic to look, and for which digest. */
export interface TokenFacts {
  readonly clinicId: string;
  readonly digest: string;
}

/** A new token, short enough for a QR code; only its digest is ever stored. */
export function newToken(clinicId: string): string {
  const clinic = Buffer.from(clinicId.replaceAll('-', ''), 'hex');
  return Buffer.concat([clinic, randomBytes(SECRET_BYTES)]).toString('base64url');
}

/** Undefined for a text that no token can be. */
export function readToken(token: string): TokenFacts | undefined {
  const bytes = Buffer.from(token, 'base64url');
  // Decoding is lenient: one secret must not have two spellings.
  if (bytes.length !== CLINIC_BYTES + SECRET_BYTES || bytes.toString('base64url') !== token) return undefined;
  const hex = bytes.subarray(0, CLINIC_BYTES).toString('hex');
  const clinicId = [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
  return { clinicId, digest: digestOf(token) };
}
