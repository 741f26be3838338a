import { record } from '../../audit/index.js';
import { withAftermath } from '../../platform/database/aftermath.js';
import { sql } from '../../platform/database/sql.js';
import type { Work } from '../../platform/database/work.js';
import { conflict, type Refusal } from '../../platform/errors/refusal.js';
import { badCredentials } from '../identity.problems.js';
import { revokeSessionsOf } from '../login.service.js';
import { attemptOf } from '../throttle/budgets.js';
import { countFailure, requireBudget } from '../throttle/throttle.service.js';
import { contextOf, factorOf, isDemanded, spendCode } from './factors.queries.js';
import { digestOfRecoveryCode, newRecoveryCodes, newSecret } from './one-time-codes.js';
import type { SecretBox } from './secret-box.js';
import type { EnrolmentView, RecoveryCodesView } from './second-factor.dto.js';
import { RecoveryCode, SecondFactor } from './second-factor.entities.js';

const alreadySetUp = (): Refusal => conflict('second-factor-exists', 'A second factor is set up; disable it first.');
const notBegun = (): Refusal => conflict('no-second-factor', 'No second factor is set up, or begun to be.');
export const unavailable = (): Refusal => conflict('second-factor-unavailable', 'This installation has no key to keep second factors with (SECRETS_KEY).');
const demanded = (): Refusal => conflict('second-factor-required', 'Your clinic demands a second factor of your roles.');

/** Begins to set one up; until its first code is confirmed nothing is asked for at login, and beginning again is free. */
export async function enrol(work: Work, box: SecretBox, staffId: string): Promise<EnrolmentView> {
  if (!box.usable) throw unavailable();
  const { email } = await work.one<{ email: string }>(sql`
    select email from staff where clinic_id = ${work.actor.clinicId} and id = ${staffId} for update`);
  if ((await factorOf(work, staffId))?.confirmed) throw alreadySetUp();
  const { name } = await work.one<{ name: string }>(sql`select name from clinics where id = ${work.actor.clinicId}`);
  const { secret, otpauthUri } = newSecret(name, email);
  await remove(work, staffId);
  await work.insert(SecondFactor, { staffId, sealedSecret: box.seal(secret, contextOf(work, staffId)), createdAt: work.now });
  record(work, { action: 'second-factor.begun', subject: { type: 'staff', id: staffId } });
  return { secret, otpauthUri };
}

/** The first good code sets it up and ends the logins that were opened without it. */
export async function confirmEnrolment(work: Work, box: SecretBox, staffId: string, sessionId: string, otp: string): Promise<RecoveryCodesView> {
  const factor = await factorOf(work, staffId);
  if (!factor) throw notBegun();
  if (factor.confirmed) throw alreadySetUp();
  const attempt = attemptOf(`staff ${staffId}`, work.actor.ip);
  await requireBudget(work, attempt);
  if ((await spendCode(work, box, staffId, otp)) === undefined) {
    throw withAftermath(badCredentials(), async (after) => {
      await countFailure(after, attempt);
      record(after, { action: 'staff.confirmation-failed', subject: { type: 'staff', id: staffId } });
    });
  }
  await work.run(sql`update second_factors set confirmed_at = ${work.now} where clinic_id = ${work.actor.clinicId} and staff_id = ${staffId}`);
  await revokeSessionsOf(work, staffId, sessionId);
  record(work, { action: 'second-factor.set-up', subject: { type: 'staff', id: staffId } });
  return issueRecoveryCodes(work, staffId);
}

/** Ten new codes; the old ones are void. */
export async function renewRecoveryCodes(work: Work, staffId: string): Promise<RecoveryCodesView> {
  if (!(await factorOf(work, staffId))?.confirmed) throw notBegun();
  await work.run(sql`delete from recovery_codes where clinic_id = ${work.actor.clinicId} and staff_id = ${staffId}`);
  record(work, { action: 'second-factor.recovery-codes-renewed', subject: { type: 'staff', id: staffId } });
  return issueRecoveryCodes(work, staffId);
}

/** @throws Refusal 409 where the clinic demands one of this member's roles */
export async function disable(work: Work, staffId: string): Promise<void> {
  if (await isDemanded(work, staffId)) throw demanded();
  if ((await remove(work, staffId)) === 0) throw notBegun();
  record(work, { action: 'second-factor.disabled', subject: { type: 'staff', id: staffId } });
}

/** For a member who has lost authenticator and recovery codes. Every login of theirs ends. */
export async function resetFactorOf(work: Work, staffId: string): Promise<void> {
  await work.one(sql`select 1 as locked from staff where clinic_id = ${work.actor.clinicId} and id = ${staffId} for update`);
  if ((await remove(work, staffId)) === 0) throw notBegun();
  await revokeSessionsOf(work, staffId);
  record(work, { action: 'second-factor.reset', subject: { type: 'staff', id: staffId } });
}

function remove(work: Work, staffId: string): Promise<number> {
  return work.run(sql`delete from second_factors where clinic_id = ${work.actor.clinicId} and staff_id = ${staffId}`);
}

async function issueRecoveryCodes(work: Work, staffId: string): Promise<RecoveryCodesView> {
  const recoveryCodes = newRecoveryCodes();
  for (const code of recoveryCodes) await work.insert(RecoveryCode, { staffId, digest: digestOfRecoveryCode(code) });
  return { recoveryCodes };
}
