import type { ChainHead } from './chain/index.js';

/** How far a clinic's trail was sealed at some instant: what an auditor keeps. */
export interface ExportedHead extends ChainHead {
  clinicId: string;
  /** RFC 3339 */
  at: string;
}

/** Signs heads with the service's key, and believes what it signed. Given by the room that holds the keys. */
export interface HeadSigner {
  /** @returns a JWS in compact form */
  signHead(head: ExportedHead): Promise<string>;
  /** Undefined for every text that this service did not sign as a head. */
  readHead(jws: string): Promise<ExportedHead | undefined>;
}

export const HEAD_SIGNER = Symbol('HeadSigner');
