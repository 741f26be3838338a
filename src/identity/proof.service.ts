import { Inject, Injectable } from '@nestjs/common';
import { record } from '../audit/index.js';
import { withAftermath } from '../platform/database/aftermath.js';
import { sql } from '../platform/database/sql.js';
import type { Reader, Work } from '../platform/database/work.js';
import { invalid, Refusal } from '../platform/errors/refusal.js';
import { badCredentials } from './identity.problems.js';
import { passwordMatches, sourceOf } from './passwords.js';
import { spendCode } from './second-factor/factors.queries.js';
import { SecretBox } from './second-factor/secret-box.js';
import { attemptOf } from './throttle/budgets.js';
import { countFailure, requireBudget } from './throttle/throttle.service.js';

/** What a member gives to show again that it is they: either is enough. */
export interface Proof {
  password?: string;
  otp?: string;
}

/** For how long a proof counts where none is asked for in the request itself. */
const FRESH_MINUTES = 5;

/** For who gives others access: a clinic's staff is set up in one sitting, so the login that began it counts for longer. */
export const FRESH_MINUTES_FOR_ACCOUNTS = 15;

const notFresh = (minutes: number): Refusal =>
  new Refusal('forbidden', 'confirmation-required', `Confirm with your password or a code first (POST /v1/auth/confirm); that counts for ${minutes} minutes.`);

/** Proves that the person at the keyboard is the one logged in. */
@Injectable()
export class Proofs {
  constructor(@Inject(SecretBox) private readonly box: SecretBox) {}

  /** @throws Refusal 401 when it is wrong, 429 after too many wrong ones, 503 `busy`; failures are counted and audited */
  async require(work: Work, { password, otp }: Proof): Promise<void> {
    if (password === undefined && otp === undefined) throw invalid('/password', 'required', 'is required: confirm with the password or a code of the second factor');
    const staffId = work.actor.staffId ?? '';
    const attempt = attemptOf(`staff ${staffId}`, work.actor.ip);
    await requireBudget(work, attempt);
    const right = (password === undefined || (await isPasswordOf(work, staffId, password))) && (otp === undefined || (await spendCode(work, this.box, staffId, otp)) !== undefined);
    if (right) return;
    throw withAftermath(badCredentials(), async (after) => {
      const locked = await countFailure(after, attempt);
      record(after, { action: 'staff.confirmation-failed', subject: { type: 'staff', id: staffId } });
      if (locked) record(after, { action: 'login.throttled', subject: { type: 'staff', id: staffId } });
    });
  }

  /** A proof in the request itself, or one of the last minutes. @throws Refusal 401, 403 `confirmation-required`, 429 */
  async requireNowOrFresh(work: Work, sessionId: string | undefined, proof: Proof): Promise<void> {
    if (proof.password === undefined && proof.otp === undefined) return requireFreshProof(work, sessionId);
    return this.require(work, proof);
  }

  /** A proof that is remembered for the login: what wants a fresh proof is open for some minutes. */
  async confirm(work: Work, sessionId: string, proof: Proof): Promise<void> {
    await this.require(work, proof);
    await work.run(sql`update login_sessions set confirmed_at = ${work.now} where clinic_id = ${work.actor.clinicId} and id = ${sessionId}`);
    record(work, { action: 'staff.confirmed', subject: { type: 'staff', id: work.actor.staffId ?? '' } });
  }
}

/** For what a stolen token must not be enough for. @throws Refusal 403 `confirmation-required` */
export async function requireFreshProof(reader: Reader, sessionId: string | undefined, minutes = FRESH_MINUTES): Promise<void> {
  const fresh = await reader.maybe(sql`
    select 1 as fresh from login_sessions
    where clinic_id = ${reader.actor.clinicId} and id = ${sessionId ?? null}::uuid and staff_id = ${reader.actor.staffId ?? null}::uuid
      and confirmed_at > ${reader.now}::timestamptz - make_interval(mins => ${minutes}::int)`);
  if (!fresh) throw notFresh(minutes);
}

async function isPasswordOf(reader: Reader, staffId: string, password: string): Promise<boolean> {
  const row = await reader.one<{ hash: string | null }>(sql`
    select password_hash as hash from staff where clinic_id = ${reader.actor.clinicId} and id = ${staffId}`);
  return (await passwordMatches([row.hash], password, sourceOf(reader.actor))).includes(true);
}
