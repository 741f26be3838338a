import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Database, type Asker } from '../platform/database/database.js';
import type { Work } from '../platform/database/work.js';
import { Jobs } from '../platform/jobs/jobs.js';
import { newId } from '../platform/kernel/uuid.js';
import { msOf, sealAll, sealThese } from './seals.service.js';
import { clinicsToSeal, noteUnsealed, takeUnsealed } from './unsealed.js';

const EVERY_MS = 5_000;
const SWEEP_EVERY_MS = 300_000;
/** Our default, three times as long as a request may take; what is not there by then was rolled back, or is left to the sweep. */
const AWAITED_MS = 60_000;

/**
 * Seals, every few seconds, what the requests of this process have left in the trail; and when it begins, and now and then,
 * whatever is left anywhere, by a process that died before it came to it or by a round that failed.
 */
@Injectable()
export class SealingJob implements OnModuleInit {
  /** Clinics in which this process has sealed, once, all that others had left before it began. */
  readonly #caughtUp = new Set<string>();

  constructor(
    private readonly database: Database,
    private readonly jobs: Jobs,
  ) {}

  onModuleInit(): void {
    this.jobs.register({ name: 'audit-seals', everyMs: EVERY_MS, clinics: clinicsToSeal, run: (asker) => this.#sealNoted(asker) });
    this.jobs.register({ name: 'audit-seals-left', everyMs: SWEEP_EVERY_MS, run: (asker) => sealAll((sealing) => this.database.work(asker, sealing)) });
  }

  /** What this process has left since the last round and no more: however long the trail, a round reads what is new. */
  async #sealNoted(asker: Asker): Promise<void> {
    const { clinicId } = asker;
    const ids = takeUnsealed(clinicId);
    const writing = <T>(sealing: (work: Work) => Promise<T>): Promise<T> => this.database.work(asker, sealing);
    let left: readonly string[] = ids;
    try {
      if (!this.#caughtUp.has(clinicId)) await sealAll(writing);
      this.#caughtUp.add(clinicId);
      left = await sealThese(writing, ids);
    } finally {
      // An entry is noted just before its transaction ends, and sealed once all that began before it have ended. Its age is told
      // by the clock that ids are made with.
      const oldestMs = msOf(newId()) - AWAITED_MS;
      noteUnsealed(clinicId, left.filter((id) => msOf(id) > oldestMs));
    }
  }
}
