import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Database, type Asker } from '../platform/database/database.js';
import { Jobs } from '../platform/jobs/jobs.js';
import { sealAll } from './seals.service.js';
import { clinicsToSeal, noteUnsealed, takeUnsealed } from './unsealed.js';

const EVERY_MS = 5_000;
const SWEEP_EVERY_MS = 300_000;

/**
 * Seals, every few seconds, what the requests of this process have left in the trail; and now and then whatever is left
 * anywhere, by a process that died before it came to it or by a round that failed.
 */
@Injectable()
export class SealingJob implements OnModuleInit {
  constructor(
    private readonly database: Database,
    private readonly jobs: Jobs,
  ) {}

  onModuleInit(): void {
    this.jobs.register({ name: 'audit-seals', everyMs: EVERY_MS, clinics: clinicsToSeal, run: (asker) => this.#sealNoted(asker) });
    this.jobs.register({ name: 'audit-seals-left', everyMs: SWEEP_EVERY_MS, run: (asker) => sealAll((sealing) => this.database.work(asker, sealing)) });
  }

  /** From the first entry on that this process has left since the last round: however long the trail, a round reads what is new. */
  async #sealNoted(asker: Asker): Promise<void> {
    const since = takeUnsealed(asker.clinicId);
    if (since === undefined) return;
    try {
      await sealAll((sealing) => this.database.work(asker, sealing), since);
    } catch (fault) {
      noteUnsealed(asker.clinicId, since);
      throw fault;
    }
  }
}
