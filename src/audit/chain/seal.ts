import { createHash } from 'node:crypto';
import { canonicalJson } from './canonical-json.js';

/** How far a chain is sealed: the sequence of its last entry, 0 before the first, and that entry's hash. */
export interface ChainHead {
  readonly sequence: number;
  /** SHA-256 in lower-case hexadecimal. */
  readonly hash: string;
}

const SHA_256_HEX = /^[0-9a-f]{64}$/;

/** Where a clinic's chain begins. It carries the clinic, so that one clinic's chain cannot stand in for another's. */
export function genesisOf(clinicId: string): ChainHead {
  return { sequence: 0, hash: sha256(canonicalJson({ chain: 'audit', version: 1, clinicId })) };
}

/**
 * The hash that seals an entry behind another: SHA-256 over the hash before it and the entry as canonical JSON (RFC 8785).
 * The hash has a fixed length, so that the two parts cannot run into each other.
 *
 * @throws RangeError where the hash is none
 * @throws TypeError where the entry has no canonical JSON
 */
export function sealEntry(previousHash: string, entry: object): string {
  if (!SHA_256_HEX.test(previousHash)) throw new RangeError(`${previousHash} is no SHA-256 in lower-case hexadecimal`);
  return sha256(`${previousHash}\n${canonicalJson(entry)}`);
}

/** The next head of a chain. */
export function sealNext(head: ChainHead, entry: object): ChainHead {
  return { sequence: head.sequence + 1, hash: sealEntry(head.hash, entry) };
}

function sha256(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex');
}
