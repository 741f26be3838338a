import { createHash, randomBytes } from 'node:crypto';

/** A secret of 256 bits that nobody can guess, as text for a link, a header or a QR code. It is given away once; kept is its digest. */
export const randomSecret = (): string => randomBytes(32).toString('base64url');

/**
 * What is kept of a secret. A plain hash is enough for one that was drawn at random; what a person chose needs a slow
 * one (`identity/passwords.ts`).
 */
export const digestOf = (secret: string): string => createHash('sha256').update(secret).digest('base64url');
