import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import type { Config } from '../../../platform/config/config.js';
import { CONFIG } from '../../../platform/config/token.js';
import { Database } from '../../../platform/database/database.js';
import { Jobs } from '../../../platform/jobs/jobs.js';
import { Mailer } from '../../../platform/outbox/index.js';
import { postDiaryQuestions } from './diary-mail.service.js';

const EVERY_MS = 60_000;

/** Asks the day's question in the background, where mail can be sent at all. */
@Injectable()
export class DiaryMailJob implements OnModuleInit {
  constructor(
    private readonly database: Database,
    private readonly jobs: Jobs,
    private readonly mailer: Mailer,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  onModuleInit(): void {
    if (!this.mailer.configured) return;
    this.jobs.register({
      name: 'diary-mail',
      everyMs: EVERY_MS,
      run: (asker) => this.database.work(asker, async (work) => void (await postDiaryQuestions(work, this.config.publicUrl))),
    });
  }
}
