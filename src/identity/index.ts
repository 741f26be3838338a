/**
 * Who works here and what they may do: staff, logins, tokens and the permission table.
 *
 * Verbs: `addStaff`, `Proofs` (who they are, asked again before a signature), `requireFreshProof`. The guard denies every route that names no
 * permission; a login that ended, a person deactivated or a role taken away is refused with the next request.
 */
export { IdentityModule } from './identity.module.js';
export { Proofs, requireFreshProof, type Proof } from './proof.service.js';
export { addStaff, readStaff } from './staff.service.js';
export { signingKeyChange } from './access-tokens.js';
export { PERMISSIONS, ROLES, allows, type Permission, type Role } from './permissions/matrix.js';
