import fc from 'fast-check';
import { genesisOf, sealEntry, sealNext, verifyChain, type BreakKind, type ChainHead, type SealedEntry } from '../../src/audit/chain/index.js';

const CLINIC = '01900000-0000-7000-8000-000000000001';
const GENESIS = genesisOf(CLINIC);
const entryOf = (number: number) => ({ id: `entry-${number}`, action: 'session.signed', changes: { pulses: [null, number * 100] } });

function chainOf(length: number, start: ChainHead = GENESIS): SealedEntry[] {
  let head = start;
  return Array.from({ length }, (_, index) => {
    const entry = entryOf(index + 1);
    head = sealNext(head, entry);
    return { sequence: head.sequence, entry, hash: head.hash };
  });
}

const headOf = (chain: readonly SealedEntry[]): ChainHead => {
  const last = chain.at(-1);
  return last ? { sequence: last.sequence, hash: last.hash } : GENESIS;
};

const renumbered = (chain: readonly SealedEntry[]): SealedEntry[] => chain.map((sealed, index) => ({ ...sealed, sequence: index + 1 }));

/** Every hash made anew, as whoever can write all tables would. */
function resealed(chain: readonly SealedEntry[]): SealedEntry[] {
  let head = GENESIS;
  return chain.map(({ entry }) => {
    head = sealNext(head, entry ?? {});
    return { sequence: head.sequence, entry, hash: head.hash };
  });
}

describe('a chain', () => {
  it('begins with the clinic, and nowhere else', () => {
    expect(GENESIS).toEqual(genesisOf(CLINIC));
    expect(GENESIS.hash).toMatch(/^[0-9a-f]{64}$/);
    expect(genesisOf('01900000-0000-7000-8000-000000000002').hash).not.toBe(GENESIS.hash);
  });

  it('is SHA-256 over the hash before and the canonical entry', () => {
    // printf '%064d\n{"a":1,"b":2}' 0 | sha256sum
    expect(sealEntry('0'.repeat(64), { b: 2, a: 1 })).toBe('93a31b3433dce0c5a7ee33373d3b35766417855b52d86376a73a7cf094275122');
    expect(() => sealEntry('0', {})).toThrow(RangeError);
  });

  it('is whole as it was sealed, empty too, in one part or several', () => {
    const chain = chainOf(10);
    expect(verifyChain(chain, GENESIS, { anchor: headOf(chain) })).toEqual({ ok: true, events: 10, head: headOf(chain) });
    expect(verifyChain([], GENESIS)).toEqual({ ok: true, events: 0, head: GENESIS });
    const first = verifyChain(chain.slice(0, 4), GENESIS, { anchor: headOf(chain), more: true });
    expect(verifyChain(chain.slice(4), first.head, { anchor: headOf(chain) })).toEqual({ ok: true, events: 6, head: headOf(chain) });
  });

  it('may have grown since its head was seen', () => {
    const chain = chainOf(10);
    expect(verifyChain(chain, GENESIS, { anchor: headOf(chain.slice(0, 7)) }).ok).toBe(true);
  });
});

describe('a break', () => {
  const chain = chainOf(10);
  const anchor = headOf(chain);
  const swap = (list: SealedEntry[], left: number, right: number) => list.map((each, at) => list[at === left ? right : at === right ? left : at] ?? each);
  const swapEntries = chain.map((each, at) => ({ ...each, entry: chain[at === 3 ? 6 : at === 6 ? 3 : at]?.entry ?? null }));

  it.each<[string, readonly SealedEntry[], number, BreakKind]>([
    ['an edited entry', chain.map((each) => (each.sequence === 4 ? { ...each, entry: { ...each.entry, action: 'session.read' } } : each)), 4, 'content-mismatch'],
    ['an edited entry sealed anew', chain.map((each) => (each.sequence === 4 ? { ...each, entry: {}, hash: sealEntry(chain[2]?.hash ?? '', {}) } : each)), 5, 'content-mismatch'],
    ['an edited hash', chain.map((each) => (each.sequence === 4 ? { ...each, hash: 'f'.repeat(64) } : each)), 4, 'content-mismatch'],
    ['a hash that is none', chain.map((each) => (each.sequence === 4 ? { ...each, hash: '' } : each)), 4, 'content-mismatch'],
    ['an entry that is gone', chain.map((each) => (each.sequence === 4 ? { ...each, entry: null } : each)), 4, 'missing-entry'],
    ['a seal that is gone', chain.filter(({ sequence }) => sequence !== 4), 4, 'gap'],
    ['a beginning that is gone', chain.slice(2), 1, 'gap'],
    ['a seal that is gone, the rest renumbered', renumbered(chain.filter(({ sequence }) => sequence !== 4)), 4, 'content-mismatch'],
    ['seals in another order', swap(chain, 3, 6), 4, 'reorder'],
    ['seals in another order, renumbered', renumbered(swap(chain, 3, 6)), 4, 'reorder'],
    ['entries exchanged', swapEntries, 4, 'reorder'],
    ['a seal twice', [...chain.slice(0, 4), ...chain.slice(3)], 5, 'reorder'],
    ['the end cut off', chain.slice(0, 8), 9, 'truncated-tail'],
    ['all cut off', [], 1, 'truncated-tail'],
    ['all written anew', resealed(chain.map((each) => (each.sequence === 4 ? { ...each, entry: {} } : each))), 10, 'anchor-mismatch'],
    ['the end cut off and written anew', [...chain.slice(0, 9), ...chainOf(1, headOf(chain.slice(0, 9)))], 10, 'anchor-mismatch'],
    ['another clinic’s chain', chainOf(10, genesisOf('01900000-0000-7000-8000-000000000002')), 1, 'content-mismatch'],
  ])('%s', (_, tampered, sequence, kind) => {
    const verdict = verifyChain(tampered, GENESIS, { anchor });
    expect(verdict).toMatchObject({ ok: false, firstBroken: { sequence, kind } });
    expect(verdict.events).toBe(sequence - 1);
  });

  it('by cutting off the end shows against the anchor only', () => {
    expect(verifyChain(chain.slice(0, 8), GENESIS).ok).toBe(true);
  });
});

it('finds each of a thousand random tamperings', () => {
  const chain = chainOf(40);
  const anchor = headOf(chain);
  const at = fc.nat(chain.length - 1);
  const edit = (index: number, change: (sealed: SealedEntry) => SealedEntry) => chain.map((sealed, here) => (here === index ? change(sealed) : sealed));
  const exchange = (left: number, right: number) => chain.map((sealed, here) => chain[here === left ? right : here === right ? left : here] ?? sealed);
  const two = fc.uniqueArray(at, { minLength: 2, maxLength: 2 }).map(([left = 0, right = 0]) => [left, right] as const);
  const forged = fc.nat(1_000_000).map((pulses) => ({ id: 'forged', action: 'session.signed', changes: { pulses: [null, pulses] } }));
  const tampering = fc.oneof(
    fc.tuple(at, forged).map(([index, entry]) => edit(index, (sealed) => ({ ...sealed, entry }))),
    fc.tuple(at, forged).map(([index, entry]) => resealed(edit(index, (sealed) => ({ ...sealed, entry })))),
    at.map((index) => edit(index, (sealed) => ({ ...sealed, entry: { ...sealed.entry, extra: null } }))),
    at.map((index) => edit(index, (sealed) => ({ ...sealed, entry: null }))),
    fc.tuple(at, fc.nat(63)).map(([index, digit]) => edit(index, (sealed) => ({ ...sealed, hash: flipped(sealed.hash, digit) }))),
    at.map((index) => chain.filter((_, here) => here !== index)),
    at.map((index) => renumbered(chain.filter((_, here) => here !== index))),
    at.map((index) => resealed(chain.filter((_, here) => here !== index))),
    fc.tuple(at, forged).map(([index, entry]) => renumbered([...chain.slice(0, index), { sequence: 0, entry, hash: sealEntry(chain[index - 1]?.hash ?? GENESIS.hash, entry) }, ...chain.slice(index)])),
    two.map(([left, right]) => exchange(left, right)),
    two.map(([left, right]) => renumbered(exchange(left, right))),
    two.map(([left, right]) => resealed(exchange(left, right))),
    at.map((length) => chain.slice(0, length)),
  );
  fc.assert(
    fc.property(tampering, (tampered) => {
      const { ok, firstBroken } = verifyChain(tampered, GENESIS, { anchor });
      expect([ok, firstBroken === undefined]).toEqual([false, false]);
    }),
    { numRuns: 1000 },
  );
});

function flipped(hash: string, digit: number): string {
  return hash.slice(0, digit) + (hash[digit] === '0' ? '1' : '0') + hash.slice(digit + 1);
}
