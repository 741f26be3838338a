import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

const ALGORITHM = 'aes-256-gcm';
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** Seals what the database keeps but may not know. The context is sealed with it: a row cannot be put in another's place. */
export class SecretBox {
  readonly #keys: readonly Buffer[];

  /** @param keys base64 of 32 bytes each; the first seals, all open, so that a key can be changed */
  constructor(keys: readonly string[]) {
    this.#keys = keys.map((key) => Buffer.from(key, 'base64'));
  }

  /** Without a key nothing can be sealed. */
  get usable(): boolean {
    return this.#keys.length > 0;
  }

  seal(secret: string, context: string): string {
    const [key] = this.#keys;
    if (!key) throw new Error('There is no key to seal with');
    const nonce = randomBytes(NONCE_BYTES);
    const cipher = createCipheriv(ALGORITHM, key, nonce).setAAD(Buffer.from(context));
    return Buffer.concat([nonce, cipher.update(secret, 'utf8'), cipher.final(), cipher.getAuthTag()]).toString('base64');
  }

  /** @throws Error when no key opens it, or it was sealed in another context */
  open(sealed: string, context: string): string {
    const bytes = Buffer.from(sealed, 'base64');
    const end = bytes.length - TAG_BYTES;
    for (const key of this.#keys) {
      try {
        const decipher = createDecipheriv(ALGORITHM, key, bytes.subarray(0, NONCE_BYTES)).setAAD(Buffer.from(context)).setAuthTag(bytes.subarray(end));
        return Buffer.concat([decipher.update(bytes.subarray(NONCE_BYTES, end)), decipher.final()]).toString('utf8');
      } catch {
        continue;
      }
    }
    throw new Error('No key of SECRETS_KEY opens this secret');
  }
}
