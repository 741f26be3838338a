import { Inject, Injectable, type OnModuleDestroy } from '@nestjs/common';
import type { Logger } from 'pino';
import { record } from '../../audit/index.js';
import type { Config } from '../../platform/config/config.js';
import { CONFIG } from '../../platform/config/token.js';
import { Database } from '../../platform/database/database.js';
import { sql } from '../../platform/database/sql.js';
import type { Reader, Work } from '../../platform/database/work.js';
import { ShownOnce } from '../../platform/http/answer.js';
import { newId } from '../../platform/kernel/uuid.js';
import { LOGGER } from '../../platform/observability/logger.js';
import { Mailer, postMail } from '../../platform/outbox/index.js';
import type { NewStaff } from '../identity.dto.js';
import { notActive } from '../identity.problems.js';
import type { Origin } from '../login.service.js';
import { requireUncommon } from '../passwords.js';
import { addStaff, readStaff } from '../staff.service.js';
import { attemptOf } from '../throttle/budgets.js';
import { countAsking } from '../throttle/throttle.service.js';
import { issueLink } from './account-links.service.js';
import type { LinkPurpose } from './account-link.entity.js';
import type { InvitedStaffView, LinkView } from './accounts.dto.js';
import { invitationMail, resetMail } from './account-mails.js';

const PAGES: Readonly<Record<LinkPurpose, string>> = { invitation: 'accept-invitation', 'password-reset': 'reset-password' };

/** How people come by a password: by invitation, or by a link when they have forgotten it. */
@Injectable()
export class Accounts implements OnModuleDestroy {
  readonly #underWay = new Set<Promise<void>>();

  constructor(
    private readonly database: Database,
    private readonly mailer: Mailer,
    @Inject(CONFIG) private readonly config: Config,
    @Inject(LOGGER) private readonly log: Logger,
  ) {}

  /** Adds a member; without a first password they get a link, by mail or, where there is none, through who invites them. */
  async add(work: Work, newcomer: NewStaff): Promise<ShownOnce<InvitedStaffView>> {
    if (newcomer.password !== undefined) requireUncommon(newcomer.password);
    const view = await addStaff(work, newcomer);
    if (newcomer.password !== undefined) return new ShownOnce(view, view, 201);
    const link = await this.#invite(work, view.id, view.email);
    return new ShownOnce({ ...view, ...(link !== undefined && { invitationLink: link }) }, view, 201);
  }

  /** Another link, for who lost the first or, where no mail can be sent, has forgotten their password. */
  async inviteAgain(work: Work, staffId: string): Promise<ShownOnce<LinkView>> {
    const member = await readStaff(work, staffId);
    if (!member.active) throw notActive();
    const link = await this.#invite(work, staffId, member.email);
    return new ShownOnce(link === undefined ? {} : { link }, {}, 200);
  }

  /**
   * Sends a link to whoever has this address. It happens after the answer, so that neither what is answered nor how long
   * that takes tells whether anybody has it. Without mail nothing is sent: an admin can hand out a link.
   * @throws Refusal 429 when this address of the network asks for too many
   */
  async forgotten(origin: Origin, email: string): Promise<void> {
    const address = email.toLowerCase();
    const ask = attemptOf(`forgotten ${address}`, origin.ip);
    const sendable = await this.database.work({ ...origin, clinicId: newId(), staffId: undefined }, (work) => countAsking(work, ask));
    if (!sendable || !this.mailer.configured) return;
    const sending = this.#sendResets(origin, address)
      .catch((fault: unknown) => this.log.error({ requestId: origin.requestId, fault: fault instanceof Error ? fault.message : '' }, 'no link could be posted'))
      .finally(() => this.#underWay.delete(sending));
    this.#underWay.add(sending);
  }

  async onModuleDestroy(): Promise<void> {
    await Promise.all(this.#underWay);
  }

  async #sendResets(origin: Origin, email: string): Promise<void> {
    const members = await this.database.anonymous(email, origin.requestId, membersOf);
    for (const { clinicId, staffId } of members) {
      await this.database.work({ ...origin, clinicId, staffId: undefined }, async (work) => {
        const link = this.#linkTo('password-reset', await issueLink(work, staffId, 'password-reset'));
        await postMail(work, { to: email, ...resetMail(await clinicName(work), link) });
        record(work, { action: 'staff.password-link-sent', subject: { type: 'staff', id: staffId } });
      });
    }
  }

  async #invite(work: Work, staffId: string, email: string): Promise<string | undefined> {
    const link = this.#linkTo('invitation', await issueLink(work, staffId, 'invitation'));
    record(work, { action: 'staff.invited', subject: { type: 'staff', id: staffId }, after: { by: this.mailer.configured ? 'mail' : 'link' } });
    if (!this.mailer.configured) return link;
    await postMail(work, { to: email, ...invitationMail(await clinicName(work), link) });
    return undefined;
  }

  /** The token stands behind the #, where no server and no log sees it. */
  #linkTo(purpose: LinkPurpose, token: string): string {
    return `${this.config.publicUrl.replace(/\/$/, '')}/${PAGES[purpose]}#token=${token}`;
  }
}

const clinicName = async (reader: Reader): Promise<string> =>
  (await reader.one<{ name: string }>(sql`select name from clinics where id = ${reader.actor.clinicId}`)).name;

const membersOf = (reader: Reader): Promise<{ clinicId: string; staffId: string }[]> =>
  reader.many(sql`select clinic_id as "clinicId", id as "staffId" from staff where deactivated_at is null order by created_at limit 5`);
