import { setTimeout as wait } from 'node:timers/promises';
import pg from 'pg';
import type { MortalDatabase } from '../mortal-database.js';
import type { MortalService } from '../mortal-service.js';
import type { Random } from './random.js';

const KINDS = ['service', 'database', 'backends', 'restart', 'still', 'locked', 'crowd', 'all'] as const;
export type FaultKind = (typeof KINDS)[number];
const OF_THE_DATABASE: readonly FaultKind[] = ['database', 'still', 'locked', 'all'];

/** Breaks something every so often: never two things of the database at once, nor one service twice. */
export class Faults {
  readonly counts: Partial<Record<FaultKind, number>> = {};
  readonly #busy = new Set<object>();
  readonly #underWay = new Set<Promise<void>>();
  #over = false;
  #loop: Promise<void> = Promise.resolve();

  constructor(
    private readonly services: readonly MortalService[],
    private readonly database: MortalDatabase,
    private readonly random: Random,
    /** Many more clients for a moment. */
    private readonly burst: () => Promise<void>,
  ) {}

  /** The first ones in turn, so that a short run has the gravest of them; then any. */
  begin(everyMs: number, most: number): void {
    this.#loop = (async () => {
      for (let n = 0; !this.#over && n < most; n += 1) {
        await wait(everyMs * (0.7 + 0.6 * this.random.next()));
        if (!this.#over) this.#start(KINDS[n] ?? this.random.of([...KINDS, 'service', 'service', 'database', 'backends']));
      }
    })();
  }

  async over(): Promise<void> {
    this.#over = true;
    await this.#loop;
    await Promise.all(this.#underWay);
  }

  get total(): number {
    return Object.values(this.counts).reduce((sum, n) => sum + n, 0);
  }

  #start(wanted: FaultKind): void {
    const idle = this.services.filter((service) => !this.#busy.has(service));
    const service = idle.length > 0 ? this.random.of(idle) : undefined;
    let kind = wanted;
    if (kind === 'all' && idle.length < this.services.length) kind = 'database';
    if (OF_THE_DATABASE.includes(kind) && this.#busy.has(this.database)) kind = 'backends';
    if ((kind === 'service' || kind === 'restart') && !service) kind = this.#busy.has(this.database) ? 'backends' : 'still';
    const held = [...(kind === 'service' || kind === 'restart' ? [service ?? this.database] : []), ...(OF_THE_DATABASE.includes(kind) ? [this.database] : []), ...(kind === 'all' ? this.services : [])];
    for (const one of held) this.#busy.add(one);
    this.counts[kind] = (this.counts[kind] ?? 0) + 1;
    const done: Promise<void> = this.#do(kind, service)
      .catch((fault: unknown) => void process.stderr.write(`while breaking things (${kind}): ${String(fault).slice(0, 500)}\n`))
      .finally(() => {
        for (const one of held) this.#busy.delete(one);
        this.#underWay.delete(done);
      });
    this.#underWay.add(done);
  }

  async #do(kind: FaultKind, service: MortalService | undefined): Promise<void> {
    if (kind === 'service') {
      await service?.kill();
      await service?.revive();
    } else if (kind === 'restart') {
      await service?.stop();
      await service?.revive();
    } else if (kind === 'database') await this.database.restart();
    else if (kind === 'still') {
      this.database.freeze();
      await wait(1_500);
      this.database.thaw();
    } else if (kind === 'all') {
      await Promise.all([...this.services.map((one) => one.kill()), this.database.kill()]);
      await this.database.resume();
      await Promise.all(this.services.map((one) => one.revive()));
    } else if (kind === 'crowd') await this.burst();
    else await this.#bySql(kind);
  }

  async #bySql(kind: FaultKind): Promise<void> {
    const client = new pg.Client(this.database.superuserUrl);
    client.on('error', () => undefined);
    try {
      await client.connect();
      if (kind === 'backends') await client.query(`select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()`);
      else await client.query(`begin; lock table sessions in access exclusive mode; select pg_sleep(2); rollback`);
    } catch {
      // The database may be killed under it: that is a fault as well.
    } finally {
      await client.end().catch(() => undefined);
    }
  }
}
