/**
 * The trail: who did or saw what, when, from where, to which patient, with the fields that changed.
 *
 * Verbs: `record` a change (before and after), `seen` for a reading of clinical data. Both take a `Work`, so an entry
 * stands in the same transaction as what it tells of. Entries are append-only, by grant and by trigger, and are sealed
 * into a hash chain per clinic in the background.
 */
export { record, seen, type Change, type Sighting } from './audit.service.js';
export { closedRecords, mergedRecord, onlyOpenRecords, requireStanding } from './closed-records.js';
export type { AuditVerdict } from './audit.dto.js';
export { AuditModule } from './audit.module.js';
export { HEAD_SIGNER, type ExportedHead, type HeadSigner } from './head-signer.js';
export type { ChainHead } from './chain/index.js';
export { exportHead, headOf, sealAll, sealPending, verifyTrail } from './seals.service.js';
