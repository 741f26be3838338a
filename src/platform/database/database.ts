import { setTimeout as sleep } from 'node:timers/promises';
import { Inject, Injectable, Optional } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Pool } from 'pg';
import { Clock, toInstant } from '../clock/clock.js';
import { isLostConnection, isTransient } from '../errors/database-faults.js';
import { unauthenticated } from '../errors/refusal.js';
import { isUuid } from '../kernel/uuid.js';
import type { Config } from '../config/config.js';
import { CONFIG } from '../config/token.js';
import { aftermathOf } from './aftermath.js';
import { lookout, settingsOfTransaction } from './connection.js';
import { keepAnswer, REPLAY_CHECK, replayOf, type Idempotency, type ReplayCheck } from './idempotency.js';
import { Replicas } from './replicas.js';
import { sql, type Sql } from './sql.js';
import { transact, type Opening } from './transaction.js';
import { Turns } from './turns.js';
import { Reader, Work, translated, type Actor, type WorkConnection } from './work.js';

/** Who asks: an actor with the login session that must still be live and what the request says about replays. */
export interface Asker extends Actor {
  readonly sessionId?: string;
  /** Counts the changes of this person's roles; a token made before the last one is no longer good. */
  readonly accessVersion?: number;
  readonly idempotency?: Idempotency;
}

/** SQL for "is this login session still live?", answered by the statement that opens the transaction. */
export interface SessionCheck {
  isLive(sessionId: string, staffId: string, accessVersion: number, now: string): Sql;
}
export const SESSION_CHECK = Symbol('SESSION_CHECK');

const TRIES = 6;
/**
 * A read or a work whose answer is not there within twenty seconds is an answer to nobody (docs/proofs.md); so no turn is
 * waited for and no other try begun when it is older than this, and the last one has its three seconds to wait for a lock.
 */
const BEGIN_WITHIN_MS = 17_000;
/** Queues of their own among those of the clinics: who is of no clinic yet, the service's own work, and what must stand although its work was refused. */
const LOGINS = 'logins';
const JOBS = 'jobs';
const AFTERMATHS = 'aftermaths';

/** Carries the answer of a rehearsal out of its transaction, which ends with it. */
class Rehearsed extends Error {
  constructor(readonly answer: unknown) {
    super('What was rehearsed is taken back');
  }
}

/** A replica could not be reached, or was lost while it answered: the primary is asked instead. */
class Unreachable extends Error {}

/**
 * The one door to the database. A controller or a job opens a `read` or a `work`; whatever is called inside takes it as
 * an argument. READ COMMITTED with row locks and constraints; a work is run again from the start when the database asks
 * for it (serialisation failure, deadlock, lock timeout), so it must have no effect outside the database.
 */
@Injectable()
export class Database {
  readonly #pool: Pool;
  readonly #replicas: Replicas;
  /** At the connections to the server that is written to, which locks may keep for long. */
  readonly #turns: Turns;
  readonly #lookout: Pool;
  #standing: Promise<{ role: string; privileged: boolean }> | undefined;
  /** Behind a pooler: what else would have come with the connection. */
  readonly #settings: string;
  readonly #pooled: boolean;

  constructor(
    private readonly dataSource: DataSource,
    private readonly clock: Clock,
    @Inject(CONFIG) config: Config,
    @Optional() @Inject(SESSION_CHECK) private readonly sessions?: SessionCheck,
    @Optional() @Inject(REPLAY_CHECK) private readonly replays?: ReplayCheck,
    @Optional() private readonly beginWithinMs = BEGIN_WITHIN_MS,
  ) {
    this.#pool = (dataSource.driver as unknown as { master: Pool }).master;
    this.#replicas = new Replicas(config, this.#pool);
    this.#turns = new Turns(config.databasePoolSize);
    this.#lookout = lookout(config);
    this.#settings = settingsOfTransaction(config);
    this.#pooled = config.databasePooler === 'transaction';
  }

  async onModuleDestroy(): Promise<void> {
    await Promise.all([this.#replicas.close(), this.#lookout.end()]);
  }

  /** As whom the service works, and whether that role could get around row level security. All who ask at once get one answer. */
  standing(): Promise<{ role: string; privileged: boolean }> {
    this.#standing ??= this.#transact(this.#lookout, this.#beginning(true), async (client) => {
      const { rows } = await client.query<{ role: string; privileged: boolean }>({
        text: 'select current_user as role, (select rolsuper or rolbypassrls from pg_roles where rolname = current_user) as privileged',
        values: [],
      });
      return rows[0] ?? { role: '', privileged: true };
    }).finally(() => (this.#standing = undefined));
    return this.#standing;
  }

  /** Reads without leaving a trace. Clinical records are read in a `work`, since looking at them is audited. */
  read<T>(asker: Asker, task: (reader: Reader) => Promise<T>): Promise<T> {
    return this.#transaction(asker, true, asker.clinicId, (client, nowMs) => task(new Reader(client, asker, toInstant(nowMs), nowMs)));
  }

  /** Does `task` in one transaction: all of it or nothing. A repeated idempotency key answers with what was kept. */
  async work<T>(asker: Asker, task: (work: Work) => Promise<T>): Promise<T> {
    try {
      return await this.#work(asker, task);
    } catch (fault) {
      const aftermath = aftermathOf(fault);
      // A guess that was wrong is counted however late it is, and whatever crowd its clinic has.
      if (aftermath) await this.#work({ ...asker, idempotency: undefined }, aftermath, AFTERMATHS);
      throw fault;
    }
  }

  /**
   * Does `task` as `work` would, entries of the trail and deferred constraints included, and takes all of it back: what it
   * answers is what it would come to. Locks are held as long as it lasts.
   */
  async rehearse<T>(asker: Asker, task: (work: Work) => Promise<T>): Promise<T> {
    try {
      return await this.work({ ...asker, idempotency: undefined }, async (work) => {
        const answer = await task(work);
        await work.finish();
        await work.run(sql`set constraints all immediate`);
        throw new Rehearsed(answer);
      });
    } catch (fault) {
      if (fault instanceof Rehearsed) return fault.answer as T;
      throw fault;
    }
  }

  #work<T>(asker: Asker, task: (work: Work) => Promise<T>, turnsOf = asker.clinicId): Promise<T> {
    return this.#transaction(asker, false, turnsOf, async (client, nowMs) => {
      const work = new Work(client, asker, toInstant(nowMs), nowMs, (entity) => this.dataSource.getMetadata(entity));
      if (asker.idempotency) {
        const replay = await replayOf(work, asker.idempotency, this.replays);
        if (replay) {
          await work.finish();
          return replay as T;
        }
      }
      const answer = await task(work);
      await work.finish();
      if (asker.idempotency) keepAnswer(work, asker.idempotency, answer);
      return answer;
    });
  }

  /** For a request that has no identity yet (login): sees only what the policies grant to the given e-mail address. */
  anonymous<T>(email: string, requestId: string, task: (reader: Reader) => Promise<T>): Promise<T> {
    const nobody: Actor = { clinicId: '', staffId: undefined, requestId, ip: undefined };
    const nowMs = this.clock.nowMs();
    return this.#run(this.#pool, this.#beginning(true, sql`select set_config('app.login_email', ${email}, true)`), (client) =>
      task(new Reader(client, nobody, toInstant(nowMs), nowMs)), LOGINS, this.#deadline(),
    );
  }

  /** For the service's own jobs: reads across clinics, and sees only what policies grant to jobs (who has work waiting). */
  acrossClinics<T>(requestId: string, task: (reader: Reader) => Promise<T>): Promise<T> {
    const nobody: Actor = { clinicId: '', staffId: undefined, requestId, ip: undefined };
    const nowMs = this.clock.nowMs();
    return this.#run(this.#pool, this.#beginning(true, sql`select set_config('app.job', 'on', true), set_config('app.clinic_id', '', true)`), (client) =>
      task(new Reader(client, nobody, toInstant(nowMs), nowMs)), JOBS, this.#deadline(),
    );
  }

  /** When it is too late to begin, by the clock that nobody sets. */
  #deadline(): number {
    return performance.now() + this.beginWithinMs;
  }

  async #transaction<T>(asker: Asker, readOnly: boolean, turnsOf: string, task: (client: WorkConnection, nowMs: number) => Promise<T>): Promise<T> {
    const [opening, deadlineMs] = [this.#opening(asker, readOnly), this.#deadline()];
    for (let attempt = 1; ; attempt += 1) {
      try {
        const pool = readOnly && attempt === 1 ? await this.#replicas.choose() : undefined;
        return await this.#run(pool ?? this.#pool, opening, (client) => task(client, this.clock.nowMs()), turnsOf, deadlineMs);
      } catch (fault) {
        if (fault instanceof Unreachable) continue;
        const pauseMs = attempt * 5 + Math.random() * 20;
        if (!isTransient(fault) || attempt === TRIES || performance.now() + pauseMs >= deadlineMs) throw translated(fault);
        await sleep(pauseMs);
      }
    }
  }

  /** BEGIN, the clinic, the actor and the check of the login session; they go out together with the task's first statement. */
  #opening(asker: Asker, readOnly: boolean): Opening {
    const { clinicId, staffId, sessionId, accessVersion = 0 } = asker;
    if (!isUuid(clinicId) || (staffId !== undefined && !isUuid(staffId)) || (sessionId !== undefined && !isUuid(sessionId))) {
      throw unauthenticated();
    }
    const live = this.sessions && sessionId && staffId ? this.sessions.isLive(sessionId, staffId, accessVersion, this.clock.now()) : sql`true`;
    // The order is certain: the clinic is set before anything is looked up, and without it nothing would be found.
    return this.#beginning(readOnly, sql`
      select case when set_config('app.clinic_id', ${clinicId}, true) is not null and set_config('app.staff_id', ${staffId ?? ''}, true) is not null then ${live} end as live`);
  }

  #beginning(readOnly: boolean, setting?: Sql): Opening {
    return { begin: `begin${readOnly ? ' read only' : ''};${this.#settings}`, setting, readOnly };
  }

  async #run<T>(pool: Pool, opening: Opening, task: (client: WorkConnection) => Promise<T>, queue: string, deadlineMs: number): Promise<T> {
    const endTurn = pool === this.#pool ? await this.#turns.take(queue, deadlineMs - performance.now()) : undefined;
    try {
      return await this.#transact(pool, opening, task);
    } finally {
      endTurn?.();
    }
  }

  async #transact<T>(pool: Pool, opening: Opening, task: (client: WorkConnection) => Promise<T>): Promise<T> {
    const client = await pool.connect().catch((fault: unknown) => Promise.reject(this.#replicas.rest(pool) ? new Unreachable() : translated(fault)));
    let broken = false;
    // A server that dies takes the connection with it, whatever we are doing: without a listener it would take the service too.
    const lost = (): void => {
      broken = true;
    };
    client.on('error', lost);
    try {
      return await transact(client, !this.#pooled, opening, task);
    } catch (fault) {
      // One that does not answer is asked nothing more: a rollback would wait as long again, and the caller with it.
      if (isLostConnection(fault) || isLostConnection((fault as Error).cause)) broken = true;
      else {
        await client.query('rollback').catch(() => {
          broken = true;
        });
      }
      if (broken && this.#replicas.rest(pool)) throw new Unreachable();
      throw isTransient(fault) ? fault : translated(fault);
    } finally {
      client.off('error', lost);
      client.release(broken);
    }
  }
}
