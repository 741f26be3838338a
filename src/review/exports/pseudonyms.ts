import { createCipheriv, createDecipheriv } from 'node:crypto';

/**
 * Stands in for ids in de-identified exports: the id, a UUID, enciphered as one block with a key that never leaves the
 * service. Neither derived from anything about the person nor translatable by whoever holds the export (45 CFR
 * 164.514(c)), the same in every export of the clinic, so that tables join, and without the time that our ids carry.
 */
export class Pseudonyms {
  readonly #key: Buffer;

  /** @param key a random UUID of the clinic */
  constructor(key: string) {
    this.#key = bytesOf(key);
  }

  of(id: string): string {
    return this.#turn(createCipheriv('aes-128-ecb', this.#key, null).setAutoPadding(false), id);
  }

  /** The id behind a pseudonym; for what is none, some id that nothing has. */
  idOf(pseudonym: string): string {
    return this.#turn(createDecipheriv('aes-128-ecb', this.#key, null).setAutoPadding(false), pseudonym);
  }

  #turn(cipher: { update(data: Buffer): Buffer; final(): Buffer }, id: string): string {
    const hex = Buffer.concat([cipher.update(bytesOf(id)), cipher.final()]).toString('hex');
    return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
  }
}

const bytesOf = (uuid: string): Buffer => Buffer.from(uuid.replaceAll('-', ''), 'hex');
