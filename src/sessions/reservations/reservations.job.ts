import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Database, type Asker } from '../../platform/database/database.js';
import { sql } from '../../platform/database/sql.js';
import { Jobs } from '../../platform/jobs/jobs.js';
import { lapse } from './reservations.service.js';

const EVERY_MS = 30_000;
/** In one transaction; the next run goes on. */
const AT_ONCE = 200;

/** Sweeps up reservations that nobody has booked; whoever looks for a time does not wait for it. */
@Injectable()
export class ReservationsJob implements OnModuleInit {
  constructor(
    private readonly database: Database,
    private readonly jobs: Jobs,
  ) {}

  onModuleInit(): void {
    this.jobs.register({
      name: 'reservations',
      everyMs: EVERY_MS,
      clinicsAt: (now) => sql`select distinct clinic_id as "clinicId" from reservations where status = 'open' and expires_at <= ${now}`,
      run: (asker) => this.#sweep(asker),
    });
  }

  async #sweep(asker: Asker): Promise<void> {
    await this.database.work(asker, async (work) => {
      const over = await work.many<{ id: string }>(sql`
        select id from reservations where clinic_id = ${asker.clinicId} and status = 'open' and expires_at <= ${work.now} order by id limit ${AT_ONCE} for update skip locked`);
      await lapse(work, over.map(({ id }) => id));
    });
  }
}
