import { record } from '../audit/index.js';
import { withAftermath } from '../platform/database/aftermath.js';
import { sql } from '../platform/database/sql.js';
import type { Reader, Work } from '../platform/database/work.js';
import { requireMatch } from '../platform/http/answer.js';
import { cursorKey, DEFAULT_LIMIT, pageFrom, type Page, type PageQuery } from '../platform/http/paging.js';
import { isUuid, newId } from '../platform/kernel/uuid.js';
import { voidLinks } from './accounts/account-links.service.js';
import type { NewStaff, PasswordChange, StaffChange, StaffView } from './identity.dto.js';
import { lastAdmin, ownRoles } from './identity.problems.js';
import { revokeSessionsOf } from './login.service.js';
import { hashPassword, requireUncommon, sourceOf } from './passwords.js';
import type { Proofs } from './proof.service.js';
import { StaffMember } from './staff-member.entity.js';

const VIEW = sql`id, email, display_name as "displayName", roles, deactivated_at is null as active, created_at as "createdAt"`;

export function readStaff(reader: Reader, id: string): Promise<StaffView> {
  return reader.one<StaffView>(sql`select ${VIEW} from staff where clinic_id = ${reader.actor.clinicId} and id = ${id}`);
}

export async function listStaff(reader: Reader, query: PageQuery): Promise<Page<StaffView>> {
  const after = cursorKey(query, [(id) => typeof id === 'string' && isUuid(id)]);
  const rows = await reader.many<StaffView>(sql`
    select ${VIEW} from staff
    where clinic_id = ${reader.actor.clinicId} and (${after?.[0] ?? null}::uuid is null or id > ${after?.[0] ?? null}::uuid)
    order by id limit ${(query.limit ?? DEFAULT_LIMIT) + 1}`);
  return pageFrom(rows, query, (row) => [row.id], (row) => row);
}

export async function addStaff(work: Work, { email, displayName, roles, password }: NewStaff): Promise<StaffView> {
  const id = newId();
  const passwordHash = password === undefined ? null : await hashPassword(password, sourceOf(work.actor));
  await work.insert(StaffMember, { id, email: email.toLowerCase(), displayName, roles: [...new Set(roles)], passwordHash, createdAt: work.now });
  const after = await readStaff(work, id);
  record(work, { action: 'staff.added', subject: { type: 'staff', id }, after });
  return after;
}

/**
 * A change of roles ends the access tokens made before it with the next request.
 * @throws Refusal 403 `own-roles`, on record: nobody gives themselves what nobody gave them
 */
export async function changeStaff(work: Work, id: string, ifMatch: string | undefined, { displayName, roles }: StaffChange): Promise<StaffView> {
  const before = await lockStaff(work, id);
  requireMatch(ifMatch, before);
  await work.update(StaffMember, id, { displayName });
  if (roles && isOther(roles, before.roles)) {
    await setRoles(work, id, roles);
    if (id === work.actor.staffId) throw withAftermath(ownRoles(), (aftermath) => Promise.resolve(record(aftermath, { action: 'access.refused', subject: { type: 'staff', id }, after: { code: 'own-roles', roles } })));
  }
  const after = await readStaff(work, id);
  record(work, { action: 'staff.changed', subject: { type: 'staff', id }, before, after });
  return after;
}

/** The roles that an issuer gives, if they are others than now. */
export async function giveRoles(work: Work, id: string, roles: readonly string[]): Promise<void> {
  const before = await lockStaff(work, id);
  if (!isOther(roles, before.roles)) return;
  await setRoles(work, id, roles);
  record(work, { action: 'staff.changed', subject: { type: 'staff', id }, before, after: await readStaff(work, id) });
}

const isOther = (roles: readonly string[], than: readonly string[]): boolean => new Set(roles).size !== than.length || !roles.every((role) => than.includes(role));

async function setRoles(work: Work, id: string, roles: readonly string[]): Promise<void> {
  await work.run(sql`
    update staff set roles = ${[...new Set(roles)]}, access_version = access_version + 1
    where clinic_id = ${work.actor.clinicId} and id = ${id}`);
  await refuseWithoutAdmin(work);
}

/** Ends every login of the person at once. Doing it again changes nothing. */
export async function deactivateStaff(work: Work, id: string): Promise<StaffView> {
  const before = await lockStaff(work, id);
  if (!before.active) return before;
  await work.update(StaffMember, id, { deactivatedAt: work.now });
  await refuseWithoutAdmin(work);
  await revokeSessionsOf(work, id);
  await voidLinks(work, id);
  const after = await readStaff(work, id);
  record(work, { action: 'staff.deactivated', subject: { type: 'staff', id }, before, after });
  return after;
}

/** Sets a new password and ends every other login of its owner. @throws Refusal 401 when the current one is wrong */
export async function changePassword(work: Work, proofs: Proofs, staffId: string, sessionId: string, change: PasswordChange): Promise<void> {
  await proofs.require(work, { password: change.currentPassword });
  requireUncommon(change.newPassword, '/newPassword');
  await work.update(StaffMember, staffId, { passwordHash: await hashPassword(change.newPassword, sourceOf(work.actor), '/newPassword') });
  await voidLinks(work, staffId);
  await revokeSessionsOf(work, staffId, sessionId);
  record(work, { action: 'staff.password-changed', subject: { type: 'staff', id: staffId } });
}

async function lockStaff(work: Work, id: string): Promise<StaffView> {
  await work.one(sql`select 1 as locked from staff where clinic_id = ${work.actor.clinicId} and id = ${id} for update`);
  return readStaff(work, id);
}

/** One at a time in a clinic: two admins who end each other's access at once would each still see the other. */
async function refuseWithoutAdmin(work: Work): Promise<void> {
  await work.many(sql`select pg_advisory_xact_lock(hashtextextended(${`${work.actor.clinicId}/admins`}, 0))`);
  const admin = await work.maybe(sql`
    select 1 as there from staff where clinic_id = ${work.actor.clinicId} and 'admin' = any(roles) and deactivated_at is null limit 1`);
  if (!admin) throw lastAdmin();
}
