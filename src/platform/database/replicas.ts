import pg, { type Pool } from 'pg';
import type { Config } from '../config/config.js';
import { poolOptions } from './connection.js';

/** How long a primary's word that it waits for its standbys is good. */
const TRUSTED_MS = 1_000;
/** How long a standby that could not be reached is left alone. */
const REST_MS = 5_000;

/**
 * Standbys that answer reads. What somebody has written they must find there at once, whichever process they ask: so a
 * standby is read from only while the primary acknowledges no commit before all of them show it (`synchronous_commit =
 * remote_apply`, which the service sets, and `synchronous_standby_names`, which the server is told). Nothing else has to
 * be remembered, by nobody.
 */
export class Replicas {
  readonly #pools: Pool[];
  readonly #restUntilMs = new Map<Pool, number>();
  #turn = 0;
  #trusted: { untilMs: number; word: Promise<boolean> } = { untilMs: 0, word: Promise.resolve(false) };

  constructor(config: Config, private readonly primary: Pool) {
    this.#pools = config.databaseReplicaUrls.map((url) => new pg.Pool({ ...poolOptions(config), connectionString: url }));
    // An idle connection whose server dies: the pool drops it, and there is nothing else to do.
    for (const pool of this.#pools) pool.on('error', () => this.rest(pool));
  }

  /** The next standby that shows every acknowledged commit; undefined when only the primary does. */
  async choose(): Promise<Pool | undefined> {
    const awake = this.#pools.filter((pool) => (this.#restUntilMs.get(pool) ?? 0) <= performance.now());
    if (awake.length === 0 || !(await this.#areWaitedFor())) return undefined;
    this.#turn += 1;
    return awake[this.#turn % awake.length];
  }

  /** Leaves a standby alone for a while. @returns whether the pool is one of a standby at all */
  rest(pool: Pool): boolean {
    if (!this.#pools.includes(pool)) return false;
    this.#restUntilMs.set(pool, performance.now() + REST_MS);
    return true;
  }

  async close(): Promise<void> {
    await Promise.all(this.#pools.map((pool) => pool.end()));
  }

  #areWaitedFor(): Promise<boolean> {
    if (performance.now() >= this.#trusted.untilMs) {
      const word = this.primary.query<{ names: string }>("select current_setting('synchronous_standby_names') as names").then(
        ({ rows }) => waitsFor(rows[0]?.names ?? '') >= this.#pools.length,
        () => false,
      );
      this.#trusted = { untilMs: performance.now() + TRUSTED_MS, word };
    }
    return this.#trusted.word;
  }
}

/**
 * How many standbys certainly show a commit when it is acknowledged. `*` is any standby at all, quoted too: the commit may
 * have waited for another one than is read from.
 * @param names `synchronous_standby_names`: `a, b`, `FIRST 2 (a, b)`, `2 (a, b)` or `ANY 2 (a, b)`
 */
export function waitsFor(names: string): number {
  const listed = /^\s*(?:(?:first|any)\s+)?(\d+)\s*\((.*)\)\s*$/i.exec(names);
  const several = (listed?.[2] ?? names).split(',').map((name) => name.trim()).filter((name) => name !== '');
  if (several.some((name) => name === '*' || name === '"*"')) return 0;
  // Of more than it waits for, any may be behind; without a number it waits for one.
  return Number(listed?.[1] ?? 1) >= several.length ? several.length : 0;
}
