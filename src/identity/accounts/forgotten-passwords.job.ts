import { randomInt } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { Inject, Injectable, type OnModuleDestroy } from '@nestjs/common';
import type { Logger } from 'pino';
import { record } from '../../audit/index.js';
import type { Config } from '../../platform/config/config.js';
import { CONFIG } from '../../platform/config/token.js';
import { Database } from '../../platform/database/database.js';
import { sql } from '../../platform/database/sql.js';
import type { Reader } from '../../platform/database/work.js';
import { newId } from '../../platform/kernel/uuid.js';
import { LOGGER } from '../../platform/observability/logger.js';
import { Mailer, postMail } from '../../platform/outbox/index.js';
import type { Origin } from '../login.service.js';
import { attemptOf } from '../throttle/budgets.js';
import { countAsking } from '../throttle/throttle.service.js';
import { issueLink } from './account-links.service.js';
import { clinicName, linkTo, resetMail } from './account-mails.js';

/**
 * The work of sending begins this long after the answer, each time another: neither this answer nor the next one takes
 * longer because somebody was found. Our default; long beside an answer of milliseconds, short beside the way of a mail.
 */
const LATER_MS = { from: 150, to: 1_000 };

/** Links for those who have forgotten their password. */
@Injectable()
export class ForgottenPasswords implements OnModuleDestroy {
  readonly #underWay = new Set<Promise<void>>();
  readonly #stopping = new AbortController();

  constructor(
    private readonly database: Database,
    private readonly mailer: Mailer,
    @Inject(CONFIG) private readonly config: Config,
    @Inject(LOGGER) private readonly log: Logger,
  ) {}

  /**
   * Sends a link to whoever has this address. It happens after the answer, so that neither what is answered nor how long
   * that takes tells whether anybody has it. Without mail nothing is sent: an admin can hand out a link.
   * @throws Refusal 429 when this address of the network asks for too many
   */
  async ask(origin: Origin, email: string): Promise<void> {
    const address = email.toLowerCase();
    const ask = attemptOf(`forgotten ${address}`, origin.ip);
    const sendable = await this.database.work({ ...origin, clinicId: newId(), staffId: undefined }, (work) => countAsking(work, ask));
    if (!sendable || !this.mailer.configured) return;
    const sending = wait(randomInt(LATER_MS.from, LATER_MS.to), undefined, { signal: this.#stopping.signal })
      // Whoever stops waits for nobody: what was asked for leaves at once.
      .catch(() => undefined)
      .then(() => this.#sendResets(origin, address))
      .catch((fault: unknown) => this.log.error({ requestId: origin.requestId, fault: fault instanceof Error ? fault.message : '' }, 'no link could be posted'))
      .finally(() => this.#underWay.delete(sending));
    this.#underWay.add(sending);
  }

  async onModuleDestroy(): Promise<void> {
    this.#stopping.abort();
    await Promise.all(this.#underWay);
  }

  async #sendResets(origin: Origin, email: string): Promise<void> {
    const members = await this.database.anonymous(email, origin.requestId, membersOf);
    for (const { clinicId, staffId } of members) {
      await this.database.work({ ...origin, clinicId, staffId: undefined }, async (work) => {
        const link = linkTo(this.config, 'password-reset', await issueLink(work, staffId, 'password-reset'));
        await postMail(work, { to: email, ...resetMail(await clinicName(work), link) });
        record(work, { action: 'staff.password-link-sent', subject: { type: 'staff', id: staffId } });
      });
    }
  }
}

const membersOf = (reader: Reader): Promise<{ clinicId: string; staffId: string }[]> =>
  reader.many(sql`select clinic_id as "clinicId", id as "staffId" from staff where deactivated_at is null order by created_at limit 5`);
