import { timingSafeEqual } from 'node:crypto';
import { record } from '../../audit/index.js';
import type { Database } from '../../platform/database/database.js';
import { sql, type Sql } from '../../platform/database/sql.js';
import type { Reader } from '../../platform/database/work.js';
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
    reader.maybe<{ staffId: string; digest: string; permissions: string[]; roles: string[]; ended: string | null; stale: boolean; unseen: boolean }>(sql`
      select m.id as "staffId", k.digest, k.permissions, m.roles, ${ENDED(reader.now)} as ended,
        k.last_used_at is null or k.last_used_at < ${reader.now}::timestamptz - interval '1 minute' as stale,
        k.last_used_at is null or k.last_used_at < ${reader.now}::timestamptz - interval '1 hour' as unseen
      from api_keys k join staff m on m.clinic_id = k.clinic_id and m.id = k.created_by
      where k.clinic_id = ${clinicId} and k.id = ${id}`));
  // Who does not know the secret learns nothing of the key, and leaves nothing in the trail of a clinic that is not theirs.
  if (!found || !timingSafeEqual(Buffer.from(found.digest), Buffer.from(digestOf(secret)))) return undefined;
  const machine = { ...asker, staffId: found.staffId, apiKeyId: id };
  if (found.ended !== null) {
    await recordRefusal(database, machine, found.ended);
    return undefined;
  }
  if (found.stale) {
    await database.work(machine, async (work) => {
      await work.run(sql`
        update api_keys set last_used_at = greatest(last_used_at, ${work.now}) where clinic_id = ${clinicId} and id = ${id}`);
      // What it does is told entry by entry; that it is in use, and from where, once an hour.
      if (found.unseen) record(work, { action: 'api-key.used', subject: { type: 'api-key', id } });
    });
  }
  return { keyId: id, clinicId, staffId: found.staffId, permissions: permissionsNow(found) };
}

/** Of a key `k` and its maker `m`, why it is good for nothing any more; null while it is. */
const ENDED = (now: string): Sql => sql`case when k.revoked_at is not null then 'revoked' when k.expires_at <= ${now} then 'expired' when m.deactivated_at is not null then 'maker-deactivated' end`;

/** What a key was made for, as far as its maker may do it still. */
const permissionsNow = ({ permissions, roles }: { permissions: readonly string[]; roles: readonly string[] }): string[] =>
  permissions.filter((permission) => (KEY_PERMISSIONS as string[]).includes(permission) && allows(roles, permission));

/** What keys that were shown before may do now, by their id; one that has ended is not among them. */
export async function keysNow(reader: Reader, ids: readonly string[]): Promise<ReadonlyMap<string, readonly string[]>> {
  if (ids.length === 0) return new Map();
  const rows = await reader.many<{ id: string; permissions: string[]; roles: string[]; ended: string | null }>(sql`
    select k.id, k.permissions, m.roles, ${ENDED(reader.now)} as ended from api_keys k join staff m on m.clinic_id = k.clinic_id and m.id = k.created_by
    where k.clinic_id = ${reader.actor.clinicId} and k.id = any(${[...ids]}::uuid[])`);
  return new Map(rows.filter(({ ended }) => ended === null).map((row) => [row.id, permissionsNow(row)]));
}

/** That a key is still tried after its end, and from where: once an hour from each address, however often a forgotten machine asks. */
function recordRefusal(database: Database, machine: Origin & { clinicId: string; staffId: string; apiKeyId: string }, because: string): Promise<void> {
  return database.work(machine, async (work) => {
    const { clinicId, staffId, apiKeyId, ip } = machine;
    const told = await work.maybe(sql`
      select 1 as told from audit_entries
      where clinic_id = ${clinicId} and actor_id = ${staffId} and api_key_id = ${apiKeyId} and action = 'api-key.refused'
        and at > ${work.now}::timestamptz - interval '1 hour' and ip is not distinct from ${ip ?? null} limit 1`);
    if (!told) record(work, { action: 'api-key.refused', subject: { type: 'api-key', id: apiKeyId }, after: { because } });
  });
}
