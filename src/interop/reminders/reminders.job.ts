import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import type { Config } from '../../platform/config/config.js';
import { CONFIG } from '../../platform/config/token.js';
import { Database } from '../../platform/database/database.js';
import { sql } from '../../platform/database/sql.js';
import { Jobs } from '../../platform/jobs/jobs.js';
import { Mailer } from '../../platform/outbox/index.js';
import { postDueReminders } from './reminders.service.js';

const EVERY_MS = 30_000;

/** Posts reminders in the background, where mail can be sent at all. */
@Injectable()
export class ReminderJob implements OnModuleInit {
  constructor(
    private readonly database: Database,
    private readonly jobs: Jobs,
    private readonly mailer: Mailer,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  onModuleInit(): void {
    if (!this.mailer.configured) return;
    const sender = /<(.+)>/.exec(this.config.mailFrom)?.[1] ?? this.config.mailFrom;
    this.jobs.register({
      name: 'reminders',
      everyMs: EVERY_MS,
      clinicsAt: () => sql`select clinic_id as "clinicId" from reminder_settings where enabled`,
      run: async (asker) => {
        // One process at a time in a clinic; the other comes back later.
        const faults = await this.database.work(asker, async (work) => {
          const { mine } = await work.one<{ mine: boolean }>(sql`select pg_try_advisory_xact_lock(hashtextextended(${`${asker.clinicId}/reminders`}, 0)) as mine`);
          return mine ? postDueReminders(work, sender) : [];
        });
        if (faults.length > 0) throw faults[0];
      },
    });
  }
}
