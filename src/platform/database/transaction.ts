import type { Writable } from 'node:stream';
import pg, { type PoolClient, type QueryResult } from 'pg';
import { isLostConnection, outcomeUnknown } from '../errors/database-faults.js';
import { unauthenticated } from '../errors/refusal.js';
import { prepared, type Sql } from './sql.js';
import type { Statement, WorkConnection } from './work.js';

/** What a transaction begins with. */
export interface Opening {
  /** BEGIN, and what else has to be set without parameters. */
  readonly begin: string;
  /** What row level security goes by; and, answered as `live`, whether the login behind the request still stands. */
  readonly setting: Sql | undefined;
  readonly readOnly: boolean;
}

/**
 * One transaction on one connection, from BEGIN to COMMIT. Statements go out at once, whether or not those before have been
 * answered; the server does them in their order (ADR 40). When it is over nothing goes out any more: the connection is
 * somebody else's then.
 */
class Transaction implements WorkConnection {
  readonly #sent: Promise<unknown>[] = [];
  #isOver = false;
  #isGathering = false;
  #firstFault: unknown;

  constructor(
    private readonly client: PoolClient,
    /** Behind a pooler a statement prepared on one connection is not known to the next transaction's. */
    private readonly named: boolean,
  ) {}

  query<T extends object>({ name, text, values }: Statement): Promise<QueryResult<T>> {
    if (this.#isOver) return Promise.reject(new Error('This transaction is over'));
    this.#gather();
    return this.client.query<T>(this.named ? { name, text, values } : { text, values }).catch((fault: unknown) => {
      this.#firstFault ??= fault;
      throw fault;
    });
  }

  send(statement: Statement): void {
    const answer = this.query(statement);
    // Whoever waits for the commit hears of it.
    answer.catch(() => undefined);
    this.#sent.push(answer);
  }

  /** @throws Refusal 401 where the login session has ended */
  async open({ begin, setting }: Opening): Promise<void> {
    this.#gather();
    const [, answer] = await Promise.all([this.client.query(begin), setting && this.query<{ live?: boolean }>(prepared(setting))]);
    if (answer?.rows[0]?.live === false) throw unauthenticated('session-ended', 'This login has ended; log in again.');
  }

  /** @throws Refusal 503 `outcome-unknown` when the connection is lost before it is known whether anything was written */
  async commit(readOnly: boolean): Promise<void> {
    this.#isOver = true;
    try {
      // A statement that failed and of which nobody wanted to hear makes it a rollback.
      const [{ command }] = await Promise.all([this.client.query('commit'), ...this.#sent]);
      if (command !== 'COMMIT') throw this.#first(new Error('Nothing was committed'));
    } catch (fault) {
      throw isLostConnection(fault) && !readOnly ? Object.assign(outcomeUnknown(), { cause: fault }) : fault;
    }
  }

  /** What is sent before this process turns to something else goes out in one write, and wakes the server once. */
  #gather(): void {
    if (this.#isGathering) return;
    this.#isGathering = true;
    const { stream } = (this.client as unknown as { connection: { stream: Writable } }).connection;
    stream.cork();
    process.nextTick(() => {
      this.#isGathering = false;
      stream.uncork();
    });
  }

  end(): void {
    this.#isOver = true;
  }

  /** What a fault of this transaction came from: where one statement has failed, those behind it are refused. */
  cause(fault: unknown): unknown {
    return fault instanceof pg.DatabaseError ? this.#first(fault) : fault;
  }

  #first(otherwise: unknown): unknown {
    return this.#firstFault ?? otherwise;
  }
}

/**
 * Does `task` in a transaction. Its first statements follow the opening without waiting for it, but nobody learns what it
 * found, or why it refused, before the opening is known to have gone well; and it gets no further when it has not.
 */
export async function transact<T>(client: PoolClient, named: boolean, opening: Opening, task: (connection: WorkConnection) => Promise<T>): Promise<T> {
  const transaction = new Transaction(client, named);
  try {
    const opened = transaction.open(opening);
    opened.catch(() => transaction.end());
    // The connection of a pooler is nobody in particular before the opening has made it the service's.
    if (!named) await opened;
    const [isOpen, done] = await Promise.allSettled([opened, (async () => task(transaction))()]);
    if (isOpen.status === 'rejected') throw isOpen.reason;
    if (done.status === 'rejected') throw transaction.cause(done.reason);
    await transaction.commit(opening.readOnly);
    return done.value;
  } finally {
    transaction.end();
  }
}
