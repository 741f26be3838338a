import { Inject, Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import type { Logger } from 'pino';
import { Clock } from '../clock/clock.js';
import { Database, type Asker } from '../database/database.js';
import { sql, type Sql } from '../database/sql.js';
import { LOGGER } from '../observability/logger.js';

/** Work that the service does by itself, for one clinic after another. */
export interface Job {
  readonly name: string;
  readonly everyMs: number;
  /** SQL for the clinics with something to do, as `"clinicId"`; sees what policies grant to jobs. Every clinic when absent. */
  readonly clinicsAt?: (now: string) => Sql;
  /** The clinics with something to do, where this process knows them by itself. */
  readonly clinics?: () => readonly string[];
  /**
   * Must bear being run by two processes at once, and being killed at any moment. One that may last ends early when the service
   * is `stopping`, and after a while by answering `more`: then it has another turn when the other clinics have had theirs.
   */
  readonly run: (asker: Asker, stopping: AbortSignal) => Promise<'more' | void>;
}

const EVERY_CLINIC = sql`select id as "clinicId" from clinics`;

/** Runs jobs at their times. A fault in one clinic is logged and keeps no other clinic waiting. */
@Injectable()
export class Jobs implements OnApplicationBootstrap, OnModuleDestroy {
  readonly #jobs: Job[] = [];
  readonly #timers: NodeJS.Timeout[] = [];
  /** The last run that was asked for; it waits for those before it. */
  readonly #running = new Map<string, Promise<void>>();
  readonly #stopping = new AbortController();

  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    @Inject(LOGGER) private readonly log: Logger,
  ) {}

  /** Call before the application is up. */
  register(job: Job): void {
    this.#jobs.push(job);
  }

  get names(): string[] {
    return this.#jobs.map(({ name }) => name);
  }

  onApplicationBootstrap(): void {
    for (const job of this.#jobs) {
      const timer = setInterval(() => {
        if (!this.#running.has(job.name)) void this.runNow(job.name);
      }, job.everyMs);
      timer.unref();
      this.#timers.push(timer);
    }
  }

  async onModuleDestroy(): Promise<void> {
    for (const timer of this.#timers) clearInterval(timer);
    this.#stopping.abort();
    await Promise.all(this.#running.values());
  }

  /** Runs a job once, after the runs that were asked for before. */
  async runNow(name: string): Promise<void> {
    const job = this.#jobs.find((candidate) => candidate.name === name);
    if (!job) throw new Error(`there is no job ${name}`);
    const run = Promise.resolve(this.#running.get(name)).then(() => this.#run(job)).finally(() => {
      if (this.#running.get(name) === run) this.#running.delete(name);
    });
    this.#running.set(name, run);
    await run;
  }

  /** The clinics in turn, and again while one of them wants more; who has something to do is asked before each round. */
  async #run(job: Job): Promise<void> {
    try {
      for (let more = true; more; ) {
        if (this.#stopping.signal.aborted) return;
        more = false;
        for (const clinicId of job.clinics?.() ?? (await this.#clinicsOf(job))) {
          if (this.#stopping.signal.aborted) return;
          if ((await this.#runFor(job, clinicId)) === 'more') more = true;
        }
      }
    } catch (fault) {
      this.#complain(job, fault);
    }
  }

  async #clinicsOf({ name, clinicsAt }: Job): Promise<string[]> {
    const rows = await this.database.acrossClinics(`job/${name}`, (reader) => reader.many<{ clinicId: string }>(clinicsAt?.(this.clock.now()) ?? EVERY_CLINIC));
    return rows.map(({ clinicId }) => clinicId);
  }

  async #runFor(job: Job, clinicId: string): Promise<'more' | void> {
    try {
      return await job.run({ clinicId, staffId: undefined, requestId: `job/${job.name}`, ip: undefined }, this.#stopping.signal);
    } catch (fault) {
      this.#complain(job, fault, clinicId);
    }
  }

  #complain(job: Job, fault: unknown, clinicId?: string): void {
    this.log.warn({ job: job.name, clinicId, fault: fault instanceof Error ? fault.message : 'unknown' }, 'a job failed and will be tried again');
  }
}
