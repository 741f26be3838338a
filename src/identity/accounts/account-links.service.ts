import { record } from '../../audit/index.js';
import { toInstant } from '../../platform/clock/clock.js';
import { sql } from '../../platform/database/sql.js';
import type { Work } from '../../platform/database/work.js';
import { Refusal } from '../../platform/errors/refusal.js';
import { digestOf, randomSecret } from '../../platform/secrets/secret.js';
import { isUuid } from '../../platform/kernel/uuid.js';
import { revokeSessionsOf } from '../login.service.js';
import { hashPassword, requireUncommon, sourceOf } from '../passwords.js';
import { StaffMember } from '../staff-member.entity.js';
import type { NewPassword } from './accounts.dto.js';
import { AccountLink, type LinkPurpose } from './account-link.entity.js';

/** OWASP ASVS 5.0 asks for three days at most; an hour is our default. */
const LIFE_HOURS: Readonly<Record<LinkPurpose, number>> = { invitation: 72, 'password-reset': 1 };

/** The same for a link that was never made, was used, has run out, or was followed by another. */
const spentLink = (): Refusal => new Refusal('gone', 'link-spent', 'This link is no longer good; ask for another.');

/** Makes a link for a member; earlier ones of the same purpose are void. @returns its token, which is kept nowhere */
export async function issueLink(work: Work, staffId: string, purpose: LinkPurpose): Promise<string> {
  await voidLinks(work, staffId, purpose);
  const secret = randomSecret();
  await work.insert(AccountLink, { digest: digestOf(secret), staffId, purpose, createdAt: work.now, expiresAt: toInstant(work.nowMs + LIFE_HOURS[purpose] * 3_600_000) });
  return `${work.actor.clinicId}.${secret}`;
}

/** The clinic that a link belongs to. @throws Refusal 410 `link-spent` for what is no token of ours */
export function clinicOfLink(token: string): string {
  const [clinicId = ''] = token.split('.');
  if (!isUuid(clinicId)) throw spentLink();
  return clinicId;
}

/**
 * Sets the password of whoever holds the link, and ends all of their logins; a second factor stays as it is.
 * @throws Refusal 410 `link-spent`, 400 for a password that will not do
 */
export async function followLink(work: Work, purpose: LinkPurpose, { token, password }: NewPassword): Promise<void> {
  const { clinicId } = work.actor;
  const link = await work.maybe<{ staffId: string }>(sql`
    select l.staff_id as "staffId" from account_links l join staff m on m.clinic_id = l.clinic_id and m.id = l.staff_id
    where l.clinic_id = ${clinicId} and l.digest = ${digestOf(token.slice(clinicId.length + 1))} and l.purpose = ${purpose}
      and l.used_at is null and l.expires_at > ${work.now} and m.deactivated_at is null
    for update of l, m`);
  if (!link) throw spentLink();
  requireUncommon(password);
  await work.update(StaffMember, link.staffId, { passwordHash: await hashPassword(password, sourceOf(work.actor)) });
  await voidLinks(work, link.staffId);
  await revokeSessionsOf(work, link.staffId);
  record(work, { action: purpose === 'invitation' ? 'staff.invitation-accepted' : 'staff.password-reset', subject: { type: 'staff', id: link.staffId } });
}

/** A password that is set, by whatever way, makes the links for setting one void. */
export async function voidLinks(work: Work, staffId: string, purpose: LinkPurpose | null = null): Promise<void> {
  await work.run(sql`
    update account_links set used_at = ${work.now}
    where clinic_id = ${work.actor.clinicId} and staff_id = ${staffId} and used_at is null and (${purpose}::text is null or purpose = ${purpose}::text)`);
}
