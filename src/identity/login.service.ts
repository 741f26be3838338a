import { createHash, randomBytes } from 'node:crypto';
import { record } from '../audit/index.js';
import { toInstant } from '../platform/clock/clock.js';
import type { Database } from '../platform/database/database.js';
import { sql } from '../platform/database/sql.js';
import type { Reader, Work } from '../platform/database/work.js';
import { isUuid, newId } from '../platform/kernel/uuid.js';
import { badCredentials, spentRefreshToken } from './identity.problems.js';
import { LoginSession } from './login-session.entity.js';
import { passwordMatches } from './passwords.js';
import { RefreshToken } from './refresh-token.entity.js';

/** Where a request came from. */
export interface Origin {
  requestId: string;
  ip: string | undefined;
}

export interface LoggedIn {
  clinicId: string;
  staffId: string;
  sessionId: string;
  roles: string[];
  accessVersion: number;
  displayName: string;
  email: string;
  refreshToken: string;
}

interface Candidate {
  clinicId: string;
  id: string;
  passwordHash: string | null;
  active: boolean;
}

/** Opens a login session. @throws Refusal 401 `bad-credentials`, the same in the same time for whatever is wrong. */
export async function logIn(database: Database, origin: Origin, refreshTokenDays: number, email: string, password: string): Promise<LoggedIn> {
  const candidates = await database.anonymous(email.toLowerCase(), origin.requestId, findCandidates);
  const found = await firstMatch(candidates, password);
  if (!found) throw badCredentials();
  const asker = { ...origin, clinicId: found.clinicId, staffId: found.id };
  return database.work(asker, async (work) => {
    const sessionId = newId();
    const lifetimeMs = refreshTokenDays * 86_400_000;
    await work.insert(LoginSession, { id: sessionId, staffId: found.id, createdAt: work.now, expiresAt: toInstant(work.nowMs + lifetimeMs) });
    record(work, { action: 'login.succeeded', subject: { type: 'staff', id: found.id } });
    return loggedIn(work, found.id, sessionId);
  });
}

/** Swaps a refresh token for the next. A spent one revokes the whole family. @throws Refusal 401 */
export async function refresh(database: Database, origin: Origin, token: string): Promise<LoggedIn> {
  const [clinicId = '', sessionId = '', secret = ''] = token.split('.');
  if (!isUuid(clinicId) || !isUuid(sessionId) || secret.length < 40) throw spentRefreshToken();
  const outcome = await database.work({ ...origin, clinicId, staffId: undefined }, async (work) => {
    const session = await work.maybe<{ staffId: string; live: boolean }>(sql`
      select s.staff_id as "staffId", s.revoked_at is null and s.expires_at > ${work.now} and m.deactivated_at is null as live
      from login_sessions s join staff m on m.clinic_id = s.clinic_id and m.id = s.staff_id
      where s.clinic_id = ${clinicId} and s.id = ${sessionId} for update of s`);
    const digest = digestOf(secret);
    const known = await work.maybe<{ spent: boolean }>(sql`
      select spent_at is not null as spent from refresh_tokens
      where clinic_id = ${clinicId} and session_id = ${sessionId} and digest = ${digest}`);
    if (!session || !known || !session.live) return undefined;
    if (known.spent) {
      await revokeSession(work, sessionId);
      record(work, { action: 'login.refresh-reused', subject: { type: 'staff', id: session.staffId } });
      return undefined;
    }
    await work.run(sql`update refresh_tokens set spent_at = ${work.now} where clinic_id = ${clinicId} and digest = ${digest}`);
    return loggedIn(work, session.staffId, sessionId);
  });
  if (!outcome) throw spentRefreshToken();
  return outcome;
}

/** Ends one login; its tokens are refused from the next request on. */
export async function revokeSession(work: Work, sessionId: string): Promise<void> {
  await work.run(sql`
    update login_sessions set revoked_at = ${work.now}
    where clinic_id = ${work.actor.clinicId} and id = ${sessionId} and revoked_at is null`);
}

/** Ends every login of a person, but for the one named. */
export async function revokeSessionsOf(work: Work, staffId: string, exceptSessionId: string | null = null): Promise<void> {
  await work.run(sql`
    update login_sessions set revoked_at = ${work.now}
    where clinic_id = ${work.actor.clinicId} and staff_id = ${staffId} and revoked_at is null
      and (${exceptSessionId}::uuid is null or id <> ${exceptSessionId}::uuid)`);
}

/** One address may belong to staff of several clinics; a password then decides which. */
function findCandidates(reader: Reader): Promise<Candidate[]> {
  return reader.many<Candidate>(sql`
    select clinic_id as "clinicId", id, password_hash as "passwordHash", deactivated_at is null as active
    from staff order by created_at limit 5`);
}

async function firstMatch(candidates: readonly Candidate[], password: string): Promise<Candidate | undefined> {
  let found: Candidate | undefined;
  for (const candidate of candidates.length > 0 ? candidates : [undefined]) {
    const matches = await passwordMatches(candidate?.passwordHash, password);
    if (matches && candidate?.active) found ??= candidate;
  }
  return found;
}

async function loggedIn(work: Work, staffId: string, sessionId: string): Promise<LoggedIn> {
  const secret = randomBytes(32).toString('base64url');
  await work.insert(RefreshToken, { digest: digestOf(secret), sessionId, createdAt: work.now });
  const member = await work.one<{ roles: string[]; accessVersion: number; displayName: string; email: string }>(sql`
    select roles, access_version as "accessVersion", display_name as "displayName", email
    from staff where clinic_id = ${work.actor.clinicId} and id = ${staffId}`);
  const { clinicId } = work.actor;
  return { ...member, clinicId, staffId, sessionId, refreshToken: `${clinicId}.${sessionId}.${secret}` };
}

const digestOf = (secret: string): string => createHash('sha256').update(secret).digest('base64url');

