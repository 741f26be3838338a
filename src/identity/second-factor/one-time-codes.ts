import { createHash, randomInt } from 'node:crypto';
import { Secret, TOTP } from 'otpauth';

/** RFC 6238 as every authenticator has it: SHA-1, six digits, thirty seconds. */
const PERIOD_SECONDS = 30;
const SECRET_BYTES = 20;
/** One step before and after: clocks differ, and people type slowly. */
const WINDOW_STEPS = 1;
const RECOVERY_CODES = 10;
/** Without letters that look like others; 16 of them carry 80 bits. */
const LETTERS = 'abcdefghjkmnpqrstuvwxyz23456789';

const totpOf = (secret: Secret, issuer = '', label = 'account'): TOTP => new TOTP({ issuer, label, secret, algorithm: 'SHA1', digits: 6, period: PERIOD_SECONDS });

/** A new secret, in base32 and as the URI that authenticators read from a picture. */
export function newSecret(issuer: string, label: string): { secret: string; otpauthUri: string } {
  const secret = new Secret({ size: SECRET_BYTES });
  return { secret: secret.base32, otpauthUri: totpOf(secret, issuer, label).toString() };
}

/** The step of thirty seconds to which the code belongs; undefined when it is not of this minute and a half. */
export function stepOf(secretBase32: string, code: string, nowMs: number): number | undefined {
  if (!/^\d{6}$/.test(code)) return undefined;
  const delta = totpOf(Secret.fromBase32(secretBase32)).validate({ token: code, timestamp: nowMs, window: WINDOW_STEPS });
  return delta === null ? undefined : Math.floor(nowMs / 1000 / PERIOD_SECONDS) + delta;
}

/** Ten codes like `abcd-efgh-jkmn-pqrs`. */
export function newRecoveryCodes(): string[] {
  const four = (): string => Array.from({ length: 4 }, () => LETTERS[randomInt(LETTERS.length)]).join('');
  return Array.from({ length: RECOVERY_CODES }, () => [four(), four(), four(), four()].join('-'));
}

export const digestOfRecoveryCode = (code: string): string =>
  createHash('sha256').update(code.toLowerCase().replace(/[^a-z0-9]/g, '')).digest('base64url');
