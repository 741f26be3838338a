import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Jobs } from '../jobs/jobs.js';
import { Database } from './database.js';
import { forgetKeys } from './idempotency.js';

const EVERY_MS = 3_600_000;

/** Copies of answers do not outlive the time for which they are promised. */
@Injectable()
export class ForgetKeysJob implements OnModuleInit {
  constructor(
    private readonly database: Database,
    private readonly jobs: Jobs,
  ) {}

  onModuleInit(): void {
    this.jobs.register({ name: 'idempotency-keys', everyMs: EVERY_MS, run: (asker) => this.database.work(asker, forgetKeys) });
  }
}
