import { Inject, Injectable } from '@nestjs/common';
import type { Logger } from 'pino';
import { record } from '../../audit/index.js';
import { Clock, toInstant } from '../../platform/clock/clock.js';
import type { Config } from '../../platform/config/config.js';
import { CONFIG } from '../../platform/config/token.js';
import { withAftermath } from '../../platform/database/aftermath.js';
import { Database } from '../../platform/database/database.js';
import { sql } from '../../platform/database/sql.js';
import type { Reader, Work } from '../../platform/database/work.js';
import { notFound, Refusal } from '../../platform/errors/refusal.js';
import { LOGGER } from '../../platform/observability/logger.js';
import type { OpenIdLogin } from '../identity.dto.js';
import { badCredentials, severalClinics } from '../identity.problems.js';
import { Logins, type LoggedIn, type Origin } from '../login.service.js';
import { giveRoles } from '../staff.service.js';
import { attemptOf } from '../throttle/budgets.js';
import { requireBudget } from '../throttle/throttle.service.js';
import { digestOf } from '../../platform/secrets/secret.js';
import { ExternalIssuer, type Assertion } from './external-issuer.js';

const noRoleHere = (): Refusal => new Refusal('forbidden', 'no-role-here', 'Your organisation gives you no role here.');
const unreachable = (): Refusal => new Refusal('unavailable', 'issuer-unreachable', 'Your organisation’s login cannot be reached right now.', {}, { 'Retry-After': '10' });

interface Member {
  clinicId: string;
  id: string;
}

/** Lets members in whom another issuer knows. Who works here is decided here; the issuer proves who somebody is. */
@Injectable()
export class OpenIdLogins {
  readonly #issuer: ExternalIssuer | undefined;

  constructor(
    private readonly database: Database,
    private readonly logins: Logins,
    private readonly clock: Clock,
    @Inject(CONFIG) { openId }: Config,
    @Inject(LOGGER) private readonly log: Logger,
  ) {
    this.#issuer = openId && new ExternalIssuer(openId);
  }

  /**
   * Opens a login session for an ID token, once.
   * @throws Refusal 404 where no issuer is trusted, 401 for a token that is not good or of nobody here, 401 `otp-required`
   *   where the issuer saw no second factor and the member has one, 403 without a role, 409 at several clinics, 503
   */
  async logIn(origin: Origin, { idToken, clinicId, otp }: OpenIdLogin): Promise<LoggedIn> {
    if (!this.#issuer) throw notFound();
    const assertion = await this.#issuer.read(idToken, this.clock.date()).catch((fault: unknown) => {
      this.log.warn({ requestId: origin.requestId, fault: fault instanceof Error ? fault.message : '' }, 'the issuer of OpenID Connect cannot be used');
      throw unreachable();
    });
    if (!assertion) throw badCredentials();
    const members = (await this.database.anonymous(assertion.email, origin.requestId, membersOf)).filter((member) => clinicId === undefined || member.clinicId === clinicId);
    const [member, another] = members;
    if (!member) throw badCredentials();
    if (another) throw severalClinics(members.map((one) => one.clinicId));
    return this.database.work({ ...origin, clinicId: member.clinicId, staffId: member.id }, (work) => this.#enter(work, origin, member.id, assertion, idToken, otp));
  }

  async #enter(work: Work, origin: Origin, staffId: string, assertion: Assertion, idToken: string, otp: string | undefined): Promise<LoggedIn> {
    await spend(work, idToken, staffId);
    const attempt = attemptOf(assertion.email, origin.ip);
    let provedAt = provedElsewhere(work, assertion);
    if (!assertion.secondFactor) {
      await requireBudget(work, attempt);
      if (await this.logins.requireSecondFactor(work, attempt, staffId, otp)) provedAt = work.now;
    }
    if (assertion.roles) {
      if (assertion.roles.length === 0) throw withAftermath(noRoleHere(), failed(staffId, 'no-role-here'));
      await giveRoles(work, staffId, assertion.roles);
    }
    record(work, { action: 'login.by-issuer', subject: { type: 'staff', id: staffId } });
    return this.logins.open(work, origin, staffId, { secondFactorElsewhere: assertion.secondFactor, provedAt });
  }
}

/**
 * With single sign-on a token comes to whoever sits at the screen, hours after somebody has proved who they are there. So a
 * login is as fresh a proof as the issuer says (`auth_time`), and none where it does not say.
 */
const provedElsewhere = (work: Work, { provedAtMs = 0 }: Assertion): string => toInstant(Math.min(Math.max(provedAtMs, 0), work.nowMs));

/** A token that was seen on its way is of no use to whoever saw it. @throws Refusal 401 when it was used before */
async function spend(work: Work, idToken: string, staffId: string): Promise<void> {
  const key = `openid:${digestOf(idToken)}`;
  await work.one(sql`select set_config('app.login_counters', ${key}, true) as named`);
  const first = await work.run(sql`insert into login_counters (key, level, at) values (${key}, 1, ${work.now}) on conflict (key) do nothing`);
  if (first === 0) throw withAftermath(badCredentials(), failed(staffId, 'spent-token'));
}

/** Whoever was refused at the door stays on record, as with a wrong password. */
const failed = (staffId: string, wrong: string) => (after: Work): Promise<void> =>
  Promise.resolve(record(after, { action: 'login.failed', subject: { type: 'staff', id: staffId }, after: { wrong, by: 'issuer' } }));

const membersOf = (reader: Reader): Promise<Member[]> =>
  reader.many<Member>(sql`select clinic_id as "clinicId", id from staff where deactivated_at is null order by created_at limit 20`);
