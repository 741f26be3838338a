import { Inject, Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import type { Logger } from 'pino';
import { Database } from '../platform/database/database.js';
import { LOGGER } from '../platform/observability/logger.js';
import { sealAll } from './seals.service.js';
import { takeClinicsToSeal } from './unsealed.js';

const EVERY_MS = 5_000;

/** Seals, every few seconds, what the requests of this process have left in the trail. */
@Injectable()
export class Sealer implements OnApplicationBootstrap, OnModuleDestroy {
  #timer: NodeJS.Timeout | undefined;
  #sealing: Promise<void> = Promise.resolve();

  constructor(
    private readonly database: Database,
    @Inject(LOGGER) private readonly log: Logger,
  ) {}

  onApplicationBootstrap(): void {
    this.#timer = setInterval(() => {
      this.#sealing = this.#sealing.then(() => this.#sealAll());
    }, EVERY_MS);
    this.#timer.unref();
  }

  async onModuleDestroy(): Promise<void> {
    clearInterval(this.#timer);
    await this.#sealing;
  }

  async #sealAll(): Promise<void> {
    for (const clinicId of takeClinicsToSeal()) {
      const asker = { clinicId, staffId: undefined, requestId: 'sealer', ip: undefined };
      try {
        await sealAll((run) => this.database.work(asker, run));
      } catch (fault) {
        // What is not sealed now is sealed with the clinic's next entry, or when the trail is verified.
        this.log.warn({ fault: fault instanceof Error ? fault.message : 'unknown' }, 'sealing failed');
      }
    }
  }
}
