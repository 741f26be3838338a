import type { QueryResult } from 'pg';
import type { EntityMetadata, EntityTarget } from 'typeorm';
import { refusalFor } from '../errors/database-faults.js';
import { notFound } from '../errors/refusal.js';
import { prepared, sql, join, raw, type Sql } from './sql.js';

/** Whoever a transaction is for: the clinic it can see, the person it acts as, the request it serves. */
export interface Actor {
  readonly clinicId: string;
  /** Undefined for the service itself (jobs, demo data). */
  readonly staffId: string | undefined;
  /** The key of a machine that acts in this person's name. */
  readonly apiKeyId?: string;
  readonly requestId: string;
  readonly ip: string | undefined;
}

/** A statement as it is sent. */
export interface Statement {
  readonly name?: string;
  readonly text: string;
  readonly values: unknown[];
}

/** What a reader needs of a connection. */
export interface Connection {
  query<T extends object>(statement: Statement): Promise<QueryResult<T>>;
}

/** What a work needs of one. */
export interface WorkConnection extends Connection {
  /** Sends a statement of which nothing but its effect is wanted; a fault in it is told by the commit. */
  send(statement: Statement): void;
}

/** Looks up how an entity is stored; TypeORM's metadata behind a narrow door. */
export type Metadata = (entity: EntityTarget<object>) => EntityMetadata;

/**
 * Reads one clinic's rows: every statement runs in a transaction in which row level security shows that clinic alone.
 * `now` is the single time of the whole transaction.
 */
export class Reader {
  readonly #client: Connection;

  constructor(
    client: Connection,
    readonly actor: Actor,
    /** RFC 3339, UTC. */
    readonly now: string,
    readonly nowMs: number,
  ) {
    this.#client = client;
  }

  /** All rows of a statement. */
  async many<T extends object>(statement: Sql): Promise<T[]> {
    return (await this.execute<T>(statement)).rows;
  }

  /** The first row, or undefined. */
  async maybe<T extends object>(statement: Sql): Promise<T | undefined> {
    return (await this.many<T>(statement))[0];
  }

  /** The first row. @throws Refusal 404 when there is none. */
  async one<T extends object>(statement: Sql): Promise<T> {
    const row = await this.maybe<T>(statement);
    if (row === undefined) throw notFound();
    return row;
  }

  protected execute<T extends object>(statement: Sql): Promise<QueryResult<T>> {
    return this.#client.query<T>(prepared(statement));
  }
}

/** Runs once, last of all, before a work is committed; a fault in it undoes the whole work. */
export type BeforeCommit = (work: Work) => Promise<void>;

/**
 * A transaction that may write. It cannot be made outside `Database`, so a function that takes a `Work` cannot write
 * outside a transaction, and `audit.record` and `outbox.announce`, which take one too, land in the same commit.
 */
export class Work extends Reader {
  // A private member makes the type nominal: no other object can pass for a Work.
  readonly #endings = new Map<string, BeforeCommit>();
  /** Records that the answer may tell of: a repetition of it asks again whether they are open to whoever asks. */
  readonly records = new Set<string>();
  readonly #metadata: Metadata;
  readonly #connection: WorkConnection;

  constructor(connection: WorkConnection, actor: Actor, now: string, nowMs: number, metadata: Metadata) {
    super(connection, actor, now, nowMs);
    this.#connection = connection;
    this.#metadata = metadata;
  }

  /** Runs a statement for its effect; the number of rows it touched. */
  async run(statement: Sql): Promise<number> {
    return (await this.execute(statement)).rowCount ?? 0;
  }

  /** Sends a statement for its effect without waiting for it; the commit, which goes out behind it, fails if it does. */
  send(statement: Sql): void {
    this.#connection.send(prepared(statement));
  }

  /** Inserts one row; the clinic is the work's own. Properties are the entity's; undefined means the column's default. */
  async insert<E extends object>(entity: new () => E, values: Partial<E>): Promise<void> {
    const { table, columns } = this.#columns(entity, { ...values, clinicId: this.actor.clinicId });
    await this.run(
      sql`insert into ${raw(table)} (${join(columns.map((c) => raw(c.name)))}) values (${join(columns.map((c) => sql`${c.value}`))})`,
    );
  }

  /** Changes one row of this clinic by its id. @throws Refusal 404 when it is not there. */
  async update<E extends object>(entity: new () => E, id: string, changes: Partial<E>): Promise<void> {
    const { table, columns } = this.#columns(entity, changes);
    if (columns.length === 0) return;
    const set = join(columns.map((c) => sql`${raw(c.name)} = ${c.value}`));
    const touched = await this.run(sql`update ${raw(table)} set ${set} where clinic_id = ${this.actor.clinicId} and id = ${id}`);
    if (touched === 0) throw notFound();
  }

  /** Registers what must happen last in this transaction, once per `key`. */
  beforeCommit(key: string, ending: BeforeCommit): void {
    if (!this.#endings.has(key)) this.#endings.set(key, ending);
  }

  /** For `Database` alone: runs the endings. */
  async finish(): Promise<void> {
    for (const ending of this.#endings.values()) await ending(this);
  }

  #columns(entity: EntityTarget<object>, values: object): { table: string; columns: { name: string; value: unknown }[] } {
    const metadata = this.#metadata(entity);
    const given = new Map(Object.entries(values).filter(([, value]) => value !== undefined));
    const columns = metadata.columns
      .filter((column) => given.has(column.propertyName))
      .map((column) => {
        const value: unknown = given.get(column.propertyName);
        const json = column.type === 'jsonb' && value !== null;
        return { name: `"${column.databaseName}"`, value: json ? JSON.stringify(value) : value };
      });
    if (columns.length !== given.size) {
      const unknown = [...given.keys()].filter((name) => !metadata.columns.some((column) => column.propertyName === name));
      throw new Error(`${metadata.name} has no column for ${unknown.join(', ')}`);
    }
    return { table: `"${metadata.tableName}"`, columns };
  }
}

/** Rethrows a fault of the database as the refusal a caller is told, or as it is when it is our own mistake. */
export function translated(fault: unknown): unknown {
  return refusalFor(fault) ?? fault;
}
