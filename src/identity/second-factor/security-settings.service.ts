import { record } from '../../audit/index.js';
import { sql } from '../../platform/database/sql.js';
import type { Reader, Work } from '../../platform/database/work.js';
import { requireMatch } from '../../platform/http/answer.js';
import type { SecretBox } from './secret-box.js';
import { unavailable } from './second-factor.service.js';
import type { SecuritySettingsChange, SecuritySettingsView } from './second-factor.dto.js';

export function readSecuritySettings(reader: Reader): Promise<SecuritySettingsView> {
  return reader.one<SecuritySettingsView>(sql`
    select c.id, coalesce(s.second_factor_roles, '{}') as "secondFactorRoles"
    from clinics c left join security_settings s on s.clinic_id = c.id where c.id = ${reader.actor.clinicId}`);
}

/** Whoever now needs a second factor and has none is limited to setting one up, from the next request on. */
export async function changeSecuritySettings(work: Work, box: SecretBox, ifMatch: string | undefined, { secondFactorRoles }: SecuritySettingsChange): Promise<SecuritySettingsView> {
  if (!box.usable && secondFactorRoles.length > 0) throw unavailable();
  const { clinicId } = work.actor;
  await work.one(sql`select 1 as locked from clinics where id = ${clinicId} for update`);
  const before = await readSecuritySettings(work);
  requireMatch(ifMatch, before);
  const roles = [...new Set(secondFactorRoles)];
  await work.run(sql`
    insert into security_settings (clinic_id, second_factor_roles) values (${clinicId}, ${roles})
    on conflict (clinic_id) do update set second_factor_roles = excluded.second_factor_roles`);
  // Their access tokens say that they may do everything: those are void, and the next are limited.
  await work.run(sql`
    update staff m set access_version = access_version + 1
    where m.clinic_id = ${clinicId} and m.roles && ${roles}::text[] and not m.roles && ${before.secondFactorRoles}::text[]
      and not exists (select 1 from second_factors f where f.clinic_id = m.clinic_id and f.staff_id = m.id and f.confirmed_at is not null)`);
  const after = await readSecuritySettings(work);
  record(work, { action: 'security-settings.changed', subject: { type: 'clinic', id: clinicId }, before, after });
  return after;
}
