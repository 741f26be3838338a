import { sql } from '../../platform/database/sql.js';
import type { Reader, Work } from '../../platform/database/work.js';
import { digestOfRecoveryCode, stepOf } from './one-time-codes.js';
import type { SecretBox } from './secret-box.js';

export interface FactorState {
  sealedSecret: string;
  confirmed: boolean;
  recoveryCodesLeft: number;
}

export function factorOf(reader: Reader, staffId: string): Promise<FactorState | undefined> {
  return reader.maybe<FactorState>(sql`
    select f.sealed_secret as "sealedSecret", f.confirmed_at is not null as confirmed,
      (select count(*)::int from recovery_codes c where c.clinic_id = f.clinic_id and c.staff_id = f.staff_id and c.used_at is null) as "recoveryCodesLeft"
    from second_factors f where f.clinic_id = ${reader.actor.clinicId} and f.staff_id = ${staffId}`);
}

/** A secret is sealed for one member: it opens nowhere else. */
export const contextOf = (reader: Reader, staffId: string): string => `second-factor/${reader.actor.clinicId}/${staffId}`;

/**
 * Takes a code of the authenticator, or a recovery code, once. Of two requests with the same code one is refused, since
 * both change the same row.
 */
export async function spendCode(work: Work, box: SecretBox, staffId: string, code: string): Promise<'one-time-code' | 'recovery-code' | undefined> {
  const factor = await factorOf(work, staffId);
  if (!factor) return undefined;
  const step = stepOf(box.open(factor.sealedSecret, contextOf(work, staffId)), code.replace(/\s/g, ''), work.nowMs);
  if (step !== undefined) {
    const taken = await work.run(sql`
      update second_factors set last_step = ${step}
      where clinic_id = ${work.actor.clinicId} and staff_id = ${staffId} and last_step < ${step}::bigint`);
    return taken === 1 ? 'one-time-code' : undefined;
  }
  if (!factor.confirmed) return undefined;
  const used = await work.run(sql`
    update recovery_codes set used_at = ${work.now}
    where clinic_id = ${work.actor.clinicId} and staff_id = ${staffId} and digest = ${digestOfRecoveryCode(code)} and used_at is null`);
  return used === 1 ? 'recovery-code' : undefined;
}

/** Whether the clinic demands a second factor of this member. */
export async function isDemanded(reader: Reader, staffId: string): Promise<boolean> {
  const row = await reader.maybe<{ demanded: boolean }>(sql`
    select m.roles && s.second_factor_roles as demanded
    from security_settings s join staff m on m.clinic_id = s.clinic_id
    where s.clinic_id = ${reader.actor.clinicId} and m.id = ${staffId}`);
  return row?.demanded ?? false;
}

/** Whether one is set up here, or was seen by the issuer that vouched for this login. */
export async function hasSecondFactor(reader: Reader, staffId: string, sessionId: string): Promise<boolean> {
  const { there } = await reader.one<{ there: boolean }>(sql`
    select exists (select 1 from second_factors where clinic_id = ${reader.actor.clinicId} and staff_id = ${staffId} and confirmed_at is not null)
      or exists (select 1 from login_sessions where clinic_id = ${reader.actor.clinicId} and id = ${sessionId} and second_factor_elsewhere) as there`);
  return there;
}
