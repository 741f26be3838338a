import { Inject, Injectable } from '@nestjs/common';
import { record } from '../../audit/index.js';
import type { Config } from '../../platform/config/config.js';
import { CONFIG } from '../../platform/config/token.js';
import type { Work } from '../../platform/database/work.js';
import { ShownOnce } from '../../platform/http/answer.js';
import { Mailer, postMail } from '../../platform/outbox/index.js';
import type { NewStaff } from '../identity.dto.js';
import { notActive } from '../identity.problems.js';
import { requireUncommon } from '../passwords.js';
import { addStaff, readStaff } from '../staff.service.js';
import { issueLink } from './account-links.service.js';
import type { InvitedStaffView, LinkView } from './accounts.dto.js';
import { clinicName, invitationMail, linkTo } from './account-mails.js';

/** How people come by their first password. */
@Injectable()
export class Accounts {
  constructor(
    private readonly mailer: Mailer,
    @Inject(CONFIG) private readonly config: Config,
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

  async #invite(work: Work, staffId: string, email: string): Promise<string | undefined> {
    const link = linkTo(this.config, 'invitation', await issueLink(work, staffId, 'invitation'));
    record(work, { action: 'staff.invited', subject: { type: 'staff', id: staffId }, after: { by: this.mailer.configured ? 'mail' : 'link' } });
    if (!this.mailer.configured) return link;
    await postMail(work, { to: email, ...invitationMail(await clinicName(work), link) });
    return undefined;
  }
}
