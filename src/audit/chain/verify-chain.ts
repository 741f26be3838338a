import { sealEntry, type ChainHead } from './seal.js';

/** A seal and the entry as it stands now, read afresh from the trail; null where the trail no longer has it. */
export interface SealedEntry {
  readonly sequence: number;
  readonly entry: object | null;
  readonly hash: string;
}

/**
 * - `content-mismatch`: the entry, its seal or the one before is not what was sealed; a chain of another clinic fails so
 *   at its first entry.
 * - `missing-entry`: the seal is there, the entry is not.
 * - `gap`: one or more sequences are absent.
 * - `reorder`: entries stand in another order than they were sealed in.
 * - `truncated-tail`: the chain ends before a head that was seen outside.
 * - `anchor-mismatch`: the chain holds together, but is not the one whose head was seen outside: it was written anew.
 */
export type BreakKind = 'content-mismatch' | 'missing-entry' | 'gap' | 'reorder' | 'truncated-tail' | 'anchor-mismatch';

export interface ChainBreak {
  /** The first sequence that is not as it should be. */
  readonly sequence: number;
  readonly kind: BreakKind;
}

export interface ChainVerdict {
  readonly ok: boolean;
  /** Entries found whole, from the beginning of what was looked at to the first break. */
  readonly events: number;
  /** How far the chain is whole; the next part is verified from here. */
  readonly head: ChainHead;
  readonly firstBroken?: ChainBreak;
}

export interface VerifyOptions {
  /**
   * A head of this chain kept out of the writer's reach. Without one, a chain cut short or written anew throughout looks
   * whole: only what is kept elsewhere can tell.
   */
  readonly anchor?: ChainHead;
  /** Further entries follow in another part, so that the chain does not end here. */
  readonly more?: boolean;
}

/**
 * Recomputes a chain from its entries, in the order of their sequence, beginning at `genesisOf` the clinic or at the head
 * of the part before, and finds its first break.
 */
export function verifyChain(entries: readonly SealedEntry[], start: ChainHead, { anchor, more = false }: VerifyOptions = {}): ChainVerdict {
  let head = start;
  for (const [index, sealed] of entries.entries()) {
    const kind = breakAt(entries, index, sealed, head);
    if (kind !== null) return broken(start, head, head.sequence + 1, kind);
    head = { sequence: sealed.sequence, hash: sealed.hash };
    if (anchor?.sequence === head.sequence && anchor.hash !== head.hash) return broken(start, head, head.sequence, 'anchor-mismatch');
  }
  if (anchor && anchor.sequence === start.sequence && anchor.hash !== start.hash) return broken(start, start, start.sequence, 'anchor-mismatch');
  if (anchor && !more && anchor.sequence > head.sequence) return broken(start, head, head.sequence + 1, 'truncated-tail');
  return { ok: true, events: head.sequence - start.sequence, head };
}

function breakAt(entries: readonly SealedEntry[], index: number, { sequence, entry, hash }: SealedEntry, head: ChainHead): BreakKind | null {
  const due = head.sequence + 1;
  if (sequence !== due) return entries.some((other) => other.sequence === due) || sequence < due ? 'reorder' : 'gap';
  if (entry === null) return 'missing-entry';
  if (sealOf(head.hash, entry) === hash) return null;
  return isSealedElsewhere(entries, index, hash, head.hash) ? 'reorder' : 'content-mismatch';
}

/** Whether what was sealed here stands further on: an entry under another's number, or the whole of it exchanged. */
function isSealedElsewhere(entries: readonly SealedEntry[], index: number, hash: string, previousHash: string): boolean {
  return entries.slice(index + 1).some((other) => {
    if (other.entry === null) return false;
    const seal = sealOf(previousHash, other.entry);
    return seal === hash || seal === other.hash;
  });
}

/** An entry or a hash that cannot even be sealed was tampered with like any other. */
function sealOf(previousHash: string, entry: object): string | null {
  try {
    return sealEntry(previousHash, entry);
  } catch {
    return null;
  }
}

function broken(start: ChainHead, head: ChainHead, sequence: number, kind: BreakKind): ChainVerdict {
  const events = kind === 'anchor-mismatch' ? Math.max(0, sequence - start.sequence - 1) : head.sequence - start.sequence;
  return { ok: false, events, head, firstBroken: { sequence, kind } };
}
