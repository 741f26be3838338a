import { timingSafeEqual } from 'node:crypto';
import { record } from '../../audit/index.js';
import type { Database } from '../../platform/database/database.js';
import { sql } from '../../platform/database/sql.js';
import { digestOf } from '../../platform/secrets/secret.js';
import { isUuid } from '../../platform/kernel/uuid.js';
import type { Origin } from '../login.service.js';
import { allows } from '../permissions/matrix.js';
import { KEY_PERMISSIONS } from './api-keys.dto.js';
import { KEY_PREFIX } from './api-keys.service.js';

/** Whom a key stands for, and what it may do now. */
export interface KeyHolder {
  keyId: string;
  clinicId: string;
  staffId: string;
  permissions: readonly string[];
}

/** Reads a key at each request, so that revocation and whatever its maker loses count at once. */
export async function holderOf(database: Database, origin: Origin, key: string): Promise<KeyHolder | undefined> {
  const [clinicId = '', id = '', secret = ''] = key.slice(KEY_PREFIX.length).split('.');
  if (!isUuid(clinicId) || !isUuid(id)) return undefined;
  const asker = { ...origin, clinicId, staffId: undefined };
  const found = await database.read(asker, (reader) =>
    reader.maybe<{ staffId: string; digest: string; permissions: string[]; roles: string[]; stale: boolean; unseen: boolean }>(sql`
      select m.id as "staffId", k.digest, k.permissions, m.roles,
        k.last_used_at is null or k.last_used_at < ${reader.now}::timestamptz - interval '1 minute' as stale,
        k.last_used_at is null or k.last_used_at < ${reader.now}::timestamptz - interval '1 hour' as unseen
      from api_keys k join staff m on m.clinic_id = k.clinic_id and m.id = k.created_by
      where k.clinic_id = ${clinicId} and k.id = ${id} and k.revoked_at is null and (k.expires_at is null or k.expires_at > ${reader.now})
        and m.deactivated_at is null`));
  if (!found || !timingSafeEqual(Buffer.from(found.digest), Buffer.from(digestOf(secret)))) return undefined;
  if (found.stale) {
    await database.work({ ...asker, staffId: found.staffId, apiKeyId: id }, async (work) => {
      await work.run(sql`
        update api_keys set last_used_at = greatest(last_used_at, ${work.now}) where clinic_id = ${clinicId} and id = ${id}`);
      // What it does is told entry by entry; that it is in use, and from where, once an hour.
      if (found.unseen) record(work, { action: 'api-key.used', subject: { type: 'api-key', id } });
    });
  }
  const permissions = found.permissions.filter((permission) => (KEY_PERMISSIONS as string[]).includes(permission) && allows(found.roles, permission));
  return { keyId: id, clinicId, staffId: found.staffId, permissions };
}
