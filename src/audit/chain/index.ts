/**
 * The seal of the trail: each entry's hash covers the one before, from a beginning that carries the clinic.
 *
 * Pure. Whoever edits, removes, adds or moves an entry breaks the chain; cutting off its end or writing it all anew shows
 * only against a head kept elsewhere.
 */
export { canonicalJson } from './canonical-json.js';
export { genesisOf, sealEntry, sealNext, type ChainHead } from './seal.js';
export { verifyChain, type BreakKind, type ChainBreak, type ChainVerdict, type SealedEntry, type VerifyOptions } from './verify-chain.js';
