import { record } from '../../audit/index.js';
import { sql } from '../../platform/database/sql.js';
import type { Reader, Work } from '../../platform/database/work.js';
import { invalid, Refusal } from '../../platform/errors/refusal.js';
import { ShownOnce } from '../../platform/http/answer.js';
import { cursorKey, DEFAULT_LIMIT, pageFrom, type Page, type PageQuery } from '../../platform/http/paging.js';
import { digestOf, randomSecret } from '../../platform/secrets/secret.js';
import { isUuid, newId } from '../../platform/kernel/uuid.js';
import { allows } from '../permissions/matrix.js';
import { ApiKey } from './api-key.entity.js';
import type { ApiKeyView, MadeApiKeyView, NewApiKey } from './api-keys.dto.js';

/** So that a key is known for one wherever it turns up, by scanners too. */
export const KEY_PREFIX = 'tms_';

const VIEW = sql`id, name, permissions, created_by as "createdBy", created_at as "createdAt", expires_at as "expiresAt", last_used_at as "lastUsedAt", revoked_at as "revokedAt"`;

const tooMuch = (permissions: string[]): Refusal =>
  new Refusal('forbidden', 'more-than-your-own', 'A key may do no more than whoever makes it.', { permissions });

export async function makeApiKey(work: Work, roles: readonly string[], { name, permissions, expiresAt }: NewApiKey): Promise<ShownOnce<MadeApiKeyView>> {
  const notOwn = permissions.filter((permission) => !allows(roles, permission));
  if (notOwn.length > 0) throw tooMuch(notOwn);
  if (expiresAt !== undefined && expiresAt <= work.now) throw invalid('/expiresAt', 'in-the-past', 'must be in the future');
  const id = newId();
  const secret = randomSecret();
  await work.insert(ApiKey, { id, name, permissions: [...new Set(permissions)], digest: digestOf(secret), createdBy: work.actor.staffId ?? '', createdAt: work.now, expiresAt: expiresAt ?? null });
  const view = await readApiKey(work, id);
  record(work, { action: 'api-key.made', subject: { type: 'api-key', id }, after: view });
  return new ShownOnce<MadeApiKeyView>({ ...view, key: `${KEY_PREFIX}${work.actor.clinicId}.${id}.${secret}` }, view, 201);
}

export function readApiKey(reader: Reader, id: string): Promise<ApiKeyView> {
  return reader.one<ApiKeyView>(sql`select ${VIEW} from api_keys where clinic_id = ${reader.actor.clinicId} and id = ${id}`);
}

export async function listApiKeys(reader: Reader, query: PageQuery): Promise<Page<ApiKeyView>> {
  const after = cursorKey(query, [(id) => typeof id === 'string' && isUuid(id)]);
  const rows = await reader.many<ApiKeyView>(sql`
    select ${VIEW} from api_keys
    where clinic_id = ${reader.actor.clinicId} and (${after?.[0] ?? null}::uuid is null or id > ${after?.[0] ?? null}::uuid)
    order by id limit ${(query.limit ?? DEFAULT_LIMIT) + 1}`);
  return pageFrom(rows, query, (row) => [row.id], (row) => row);
}

/** Ends a key with the next request. Doing it again changes nothing. */
export async function revokeApiKey(work: Work, id: string): Promise<void> {
  await work.one(sql`select 1 as locked from api_keys where clinic_id = ${work.actor.clinicId} and id = ${id} for update`);
  const before = await readApiKey(work, id);
  if (before.revokedAt !== null) return;
  await work.update(ApiKey, id, { revokedAt: work.now });
  const after = await readApiKey(work, id);
  record(work, { action: 'api-key.revoked', subject: { type: 'api-key', id }, before, after });
}
