import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Database, type Asker } from '../../platform/database/database.js';
import { sql } from '../../platform/database/sql.js';
import { Jobs } from '../../platform/jobs/jobs.js';
import { tendEntry } from './waitlist-offers.js';

const EVERY_MS = 10_000;

/** Offers freed times to those who wait, whoever has waited longest first; each entry in a transaction of its own. */
@Injectable()
export class WaitlistJob implements OnModuleInit {
  constructor(
    private readonly database: Database,
    private readonly jobs: Jobs,
  ) {}

  onModuleInit(): void {
    this.jobs.register({
      name: 'waitlist',
      everyMs: EVERY_MS,
      clinicsAt: () => sql`select distinct clinic_id as "clinicId" from waitlist_entries where status = 'waiting'`,
      run: (asker) => this.#tend(asker),
    });
  }

  async #tend(asker: Asker): Promise<void> {
    const waiting = await this.database.read(asker, (reader) => reader.many<{ id: string }>(sql`
      select id from waitlist_entries where clinic_id = ${asker.clinicId} and status = 'waiting' order by id`));
    const faults: unknown[] = [];
    for (const { id } of waiting) {
      await this.database.work(asker, async (work) => {
        const mine = await work.maybe(sql`select 1 as locked from waitlist_entries where clinic_id = ${asker.clinicId} and id = ${id} and status = 'waiting' for update skip locked`);
        if (mine) await tendEntry(work, id);
      }).catch((fault: unknown) => faults.push(fault));
    }
    // One that cannot be looked after keeps nobody else waiting, and is complained of.
    if (faults.length > 0) throw faults[0];
  }
}
