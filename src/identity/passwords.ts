import { availableParallelism } from 'node:os';
import { hash, verify } from '@node-rs/argon2';
import { dictionary } from '@zxcvbn-ts/language-common';
import type { Actor } from '../platform/database/work.js';
import { invalid } from '../platform/errors/refusal.js';
import { FairTurns } from './fair-turns.js';
import { networkOf } from './throttle/budgets.js';

/** OWASP's recommendation for argon2id: 19 MiB, two passes. */
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

/** Half of the processors check passwords at most, each check some hundredths of a second; our default. */
const AT_ONCE = Math.max(1, Math.floor(availableParallelism() / 2));
/** About a second's worth, and what a clinic needs when everybody comes at eight. */
const WAITING_AT_MOST = 100;

/** Of this process. */
export const passwordTurns = new FairTurns(AT_ONCE, WAITING_AT_MOST);

/** Who takes turns with whom: a member who is logged in, or else a network address. */
export const sourceOf = ({ staffId, ip }: Pick<Actor, 'staffId' | 'ip'>): string => staffId ?? networkOf(ip ?? '');

/** Shortest password accepted for a single factor (NIST SP 800-63B-4: 15; 12 with the throttle in front is our default). */
export const MINIMUM_PASSWORD_LENGTH = 12;
const MAXIMUM_PASSWORD_LENGTH = 128;

/**
 * @param by whose turn it is
 * @throws InvalidRequest when it is too short or too long; there is no rule about which characters it is made of. Refusal 503 `busy`
 */
export function hashPassword(password: string, by: string, pointer = '/password'): Promise<string> {
  const length = [...password].length;
  if (length < MINIMUM_PASSWORD_LENGTH || length > MAXIMUM_PASSWORD_LENGTH) {
    throw invalid(pointer, 'password-length', `must be ${MINIMUM_PASSWORD_LENGTH} to ${MAXIMUM_PASSWORD_LENGTH} characters long`);
  }
  return passwordTurns.take(by, () => hash(password.normalize('NFKC'), COST));
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

/**
 * Behind which of the hashes the password is. All are tried, in one turn, at once and without stopping at a hit; without
 * any, or where one is missing, it takes just as long to say no.
 * @param by whose turn it is
 * @throws Refusal 503 `busy`, before anything is tried
 */
export function passwordMatches(hashes: readonly (string | null)[], password: string, by: string): Promise<boolean[]> {
  const plain = password.normalize('NFKC');
  return passwordTurns.take(by, () => Promise.all((hashes.length > 0 ? hashes : [null]).map((one) => isBehind(one, plain))));
}

async function isBehind(passwordHash: string | null, plain: string): Promise<boolean> {
  decoy ??= hash('no password is this one', COST);
  const matches = await verify(passwordHash ?? (await decoy), plain).catch(() => false);
  return matches && passwordHash !== null;
}
