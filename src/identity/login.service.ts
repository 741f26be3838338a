import { Inject, Injectable } from '@nestjs/common';
import { record } from '../audit/index.js';
import { toInstant } from '../platform/clock/clock.js';
import type { Config } from '../platform/config/config.js';
import { CONFIG } from '../platform/config/token.js';
import { withAftermath } from '../platform/database/aftermath.js';
import { Database } from '../platform/database/database.js';
import { sql } from '../platform/database/sql.js';
import type { Reader, Work } from '../platform/database/work.js';
import type { Request } from '../platform/http/route.js';
import { digestOf, randomSecret } from '../platform/secrets/secret.js';
import { isUuid, newId } from '../platform/kernel/uuid.js';
import { badCredentials, codeRequired, severalClinics, spentRefreshToken } from './identity.problems.js';
import { LoginSession } from './login-session.entity.js';
import { passwordMatches, sourceOf } from './passwords.js';
import { RefreshToken } from './refresh-token.entity.js';
import { factorOf, hasSecondFactor, isDemanded, spendCode } from './second-factor/factors.queries.js';
import { SecretBox } from './second-factor/secret-box.js';
import { attemptOf, type Attempt } from './throttle/budgets.js';
import { countFailure, countStray, requireBudget, welcome } from './throttle/throttle.service.js';

/** Where a request came from. */
export interface Origin {
  requestId: string;
  ip: string | undefined;
  userAgent?: string | undefined;
}

export const originOf = (request: Request): Origin => ({ requestId: String(request.id), ip: request.ip, userAgent: request.headers['user-agent'] });

export interface LoggedIn {
  clinicId: string;
  staffId: string;
  sessionId: string;
  roles: string[];
  accessVersion: number;
  displayName: string;
  email: string;
  refreshToken: string;
  /** The clinic demands a second factor that is not set up yet: nothing but that can be done. */
  limited: boolean;
}

interface Credentials {
  email: string;
  password: string;
  otp?: string;
  /** Which clinic, for who works at several. */
  clinicId?: string;
}

interface Candidate {
  clinicId: string;
  id: string;
  passwordHash: string | null;
  active: boolean;
}

/** Lets people in, and keeps them in. */
@Injectable()
export class Logins {
  readonly #lifetimeMs: number;
  readonly #idleMs: number;

  constructor(
    private readonly database: Database,
    @Inject(SecretBox) private readonly box: SecretBox,
    @Inject(CONFIG) { refreshTokenDays, loginIdleMinutes }: Config,
  ) {
    this.#lifetimeMs = refreshTokenDays * 86_400_000;
    this.#idleMs = loginIdleMinutes * 60_000;
  }

  /**
   * Opens a login session.
   * @throws Refusal 401 `bad-credentials`, the same in the same time for whatever is wrong; 401 `otp-required` where the
   *   password is right and a second factor is set up; 409 `several-clinics` where it is right at more than one; 429 after
   *   too many failures; 503 `busy`
   */
  async logIn(origin: Origin, { email, password, otp, clinicId }: Credentials): Promise<LoggedIn> {
    const attempt = attemptOf(email.toLowerCase(), origin.ip);
    const candidates = await this.database.anonymous(email.toLowerCase(), origin.requestId, async (reader) => {
      await requireBudget(reader, attempt);
      return findCandidates(reader);
    });
    const [found, another] = (await matching(candidates, password, sourceOf({ staffId: undefined, ip: origin.ip }))).filter((one) => clinicId === undefined || one.clinicId === clinicId);
    if (!found) {
      await this.#countFailure(origin, attempt, candidates);
      throw badCredentials();
    }
    if (another) throw severalClinics([found.clinicId, another.clinicId]);
    return this.database.work({ ...origin, clinicId: found.clinicId, staffId: found.id }, async (work) => {
      // Of guesses that came all at once, none is taken once the others have spent the budget.
      await requireBudget(work, attempt);
      await this.requireSecondFactor(work, attempt, found.id, otp);
      await welcome(work, attempt);
      return this.open(work, origin, found.id);
    });
  }

  /** Swaps a refresh token for the next. A spent one revokes the whole family; one that came too late is no longer good. @throws Refusal 401 */
  async refresh(origin: Origin, token: string): Promise<LoggedIn> {
    const [clinicId = '', sessionId = '', secret = ''] = token.split('.');
    if (!isUuid(clinicId) || !isUuid(sessionId) || secret.length < 40) throw spentRefreshToken();
    const outcome = await this.database.work({ ...origin, clinicId, staffId: undefined }, async (work) => {
      const session = await work.maybe<{ staffId: string; live: boolean }>(sql`
        select s.staff_id as "staffId", s.revoked_at is null and s.expires_at > ${work.now} and s.last_used_at > ${toInstant(work.nowMs - this.#idleMs)} and m.deactivated_at is null as live
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
      await work.run(sql`update login_sessions set last_used_at = ${work.now} where clinic_id = ${clinicId} and id = ${sessionId}`);
      await work.run(sql`update refresh_tokens set spent_at = ${work.now} where clinic_id = ${clinicId} and digest = ${digest}`);
      return loggedIn(work, session.staffId, sessionId);
    });
    if (!outcome) throw spentRefreshToken();
    return outcome;
  }

  /**
   * A new session for somebody who has proved who they are.
   * @param provedAt when they did; now, unless they did it elsewhere
   */
  async open(work: Work, origin: Origin, staffId: string, { secondFactorElsewhere = false, provedAt = work.now } = {}): Promise<LoggedIn> {
    const id = newId();
    await work.insert(LoginSession, {
      id, staffId, createdAt: work.now, confirmedAt: provedAt, lastUsedAt: work.now,
      expiresAt: toInstant(work.nowMs + this.#lifetimeMs), secondFactorElsewhere, ip: origin.ip ?? null, userAgent: origin.userAgent?.slice(0, 300) ?? null,
    });
    record(work, { action: 'login.succeeded', subject: { type: 'staff', id: staffId } });
    return loggedIn(work, staffId, id);
  }

  /** @returns whether a code was given and taken. @throws Refusal 401 `otp-required`, or `bad-credentials` for a code that is not right or was taken before */
  async requireSecondFactor(work: Work, attempt: Attempt, staffId: string, otp: string | undefined): Promise<boolean> {
    const factor = await factorOf(work, staffId);
    if (!factor?.confirmed) return false;
    if (otp === undefined) throw codeRequired();
    const used = await spendCode(work, this.box, staffId, otp);
    if (used === 'recovery-code') record(work, { action: 'second-factor.recovery-code-used', subject: { type: 'staff', id: staffId } });
    if (used) return true;
    throw withAftermath(badCredentials(), (after) => fail(after, attempt, staffId, 'second-factor'));
  }

  /** Counted and audited; for an unknown address the same number of statements, so that both take the same time. */
  async #countFailure(origin: Origin, attempt: Attempt, candidates: readonly Candidate[]): Promise<void> {
    const [first, ...others] = candidates;
    await this.database.work({ ...origin, clinicId: first?.clinicId ?? newId(), staffId: undefined }, async (work) => {
      if (first) return fail(work, attempt, first.id, 'password');
      await countFailure(work, attempt);
      await countStray(work, attempt);
    });
    for (const { clinicId, id } of others) {
      await this.database.work({ ...origin, clinicId, staffId: undefined }, async (work) => Promise.resolve(recordFailure(work, id, 'password')));
    }
  }
}

async function fail(work: Work, attempt: Attempt, staffId: string, wrong: 'password' | 'second-factor'): Promise<void> {
  const locked = await countFailure(work, attempt);
  recordFailure(work, staffId, wrong);
  if (locked) record(work, { action: 'login.throttled', subject: { type: 'staff', id: staffId } });
}

const recordFailure = (work: Work, staffId: string, wrong: string): void =>
  record(work, { action: 'login.failed', subject: { type: 'staff', id: staffId }, after: { wrong } });

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

/** How long it takes tells nothing about which was right, or whether there were any. */
async function matching(candidates: readonly Candidate[], password: string, by: string): Promise<Candidate[]> {
  const matches = await passwordMatches(candidates.map(({ passwordHash }) => passwordHash), password, by);
  return candidates.filter((candidate, index) => matches[index] === true && candidate.active);
}

async function loggedIn(work: Work, staffId: string, sessionId: string): Promise<LoggedIn> {
  const secret = randomSecret();
  await work.insert(RefreshToken, { digest: digestOf(secret), sessionId, createdAt: work.now });
  const member = await work.one<{ roles: string[]; accessVersion: number; displayName: string; email: string }>(sql`
    select roles, access_version as "accessVersion", display_name as "displayName", email
    from staff where clinic_id = ${work.actor.clinicId} and id = ${staffId}`);
  const { clinicId } = work.actor;
  const limited = (await isDemanded(work, staffId)) && !(await hasSecondFactor(work, staffId, sessionId));
  return { ...member, limited, clinicId, staffId, sessionId, refreshToken: `${clinicId}.${sessionId}.${secret}` };
}
