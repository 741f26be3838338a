import { hash, verify } from '@node-rs/argon2';
import { dictionary } from '@zxcvbn-ts/language-common';
import { invalid } from '../platform/errors/refusal.js';

/** OWASP's recommendation for argon2id: 19 MiB, two passes. */
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

/** Shortest password accepted for a single factor (NIST SP 800-63B-4: 15; 12 with the throttle in front is our default). */
export const MINIMUM_PASSWORD_LENGTH = 12;
const MAXIMUM_PASSWORD_LENGTH = 128;

/** @throws InvalidRequest when it is too short or too long; there is no rule about which characters it is made of. */
export function hashPassword(password: string, pointer = '/password'): Promise<string> {
  const length = [...password].length;
  if (length < MINIMUM_PASSWORD_LENGTH || length > MAXIMUM_PASSWORD_LENGTH) {
    throw invalid(pointer, 'password-length', `must be ${MINIMUM_PASSWORD_LENGTH} to ${MAXIMUM_PASSWORD_LENGTH} characters long`);
  }
  return hash(password.normalize('NFKC'), COST);
}

let common: Set<string> | undefined;

/**
 * Refuses what is guessed first: the passwords of known breaches, also doubled or with digits and signs put before or
 * behind to make them long enough, and one character over and over.
 * @throws InvalidRequest `common-password`
 */
export function requireUncommon(password: string, pointer = '/password'): void {
  common ??= new Set(dictionary['passwords-common'].map(String));
  const plain = password.normalize('NFKC').toLowerCase();
  const core = plain.replace(/^[^\p{L}]+|[^\p{L}]+$/gu, '');
  const half = plain.slice(0, plain.length / 2);
  const isCommon = common.has(plain) || (core.length < MINIMUM_PASSWORD_LENGTH && (core === '' || common.has(core))) || (half.repeat(2) === plain && common.has(half));
  if (isCommon || new Set(plain).size < 4) throw invalid(pointer, 'common-password', 'is one that is guessed early; choose another');
}

let decoy: Promise<string> | undefined;

/** Whether the password is the one behind the hash; without a hash it takes just as long to say no. */
export async function passwordMatches(passwordHash: string | null | undefined, password: string): Promise<boolean> {
  decoy ??= hash('no password is this one', COST);
  const matches = await verify(passwordHash ?? (await decoy), password.normalize('NFKC')).catch(() => false);
  return matches && typeof passwordHash === 'string';
}
