import pg, { type Pool, type PoolConfig } from 'pg';
import type { DataSourceOptions } from 'typeorm';
import type { Config } from '../config/config.js';
import { toInstant } from '../clock/clock.js';

/** The role the service works as: it owns nothing, so row level security binds it and no table can be altered. */
export const SERVICE_ROLE = 'tms_service';

const { builtins } = pg.types;
const parsers = new Map<number, (text: string) => unknown>([
  [builtins.TIMESTAMPTZ, instantOf],
  [builtins.DATE, (text) => text],
  [builtins.TIME, (text) => text.slice(0, 5)],
  [builtins.INT8, Number],
  [builtins.NUMERIC, Number],
]);

const USUAL = /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(?:\.\d{1,6})?\+00$/;

/** PostgreSQL writes instants like this, since the connection asks for UTC and ISO: there is nothing to be reckoned. */
function instantOf(text: string): string {
  if (!USUAL.test(text)) return toInstant(Date.parse(text));
  return `${text.slice(0, 10)}T${text.slice(11, 19)}.${text.slice(20, -3).slice(0, 3).padEnd(3, '0')}Z`;
}

/** Instants arrive as RFC 3339 in UTC, dates as YYYY-MM-DD, wall times as HH:MM, whatever the machine's zone is. */
export const valueTypes = {
  getTypeParser(oid: number, format?: 'text' | 'binary') {
    return (format === 'binary' ? undefined : parsers.get(oid)) ?? pg.types.getTypeParser(oid, format);
  },
};

/** What holds in every transaction of the service: its unprivileged role, and every wait bounded. */
const SETTINGS: Readonly<Record<string, string>> = {
  role: SERVICE_ROLE,
  timezone: 'UTC',
  datestyle: 'ISO',
  statement_timeout: '10s',
  lock_timeout: '3s',
  idle_in_transaction_session_timeout: '15s',
};

/** With replicas a commit is acknowledged when they show it, so that whoever reads there finds what was written. */
const settingsOf = (config: Config): [string, string][] =>
  Object.entries({ ...SETTINGS, ...(config.databaseReplicaUrls.length > 0 && { synchronous_commit: 'remote_apply' }) });

/**
 * The settings as the first statements of a transaction, where a pooler hands each transaction to another connection
 * and nothing can be set on one; else nothing: they come with the connection.
 */
export function settingsOfTransaction(config: Config): string {
  return config.databasePooler === 'off' ? '' : settingsOf(config).map(([name, value]) => ` set local ${name} = '${value}';`).join('');
}

/** A pool of connections, each as the service role. */
export function poolOptions(config: Config): PoolConfig {
  // A prepared statement is planned once on each connection. Left to itself PostgreSQL plans those of a board and a list anew
  // for each request in a large database: the clinic's range of dates looks cheaper with its values than without, and planning
  // (3 ms for a board) costs more than it wins.
  const options = ['-c default_transaction_isolation=read\\ committed', '-c plan_cache_mode=force_generic_plan', ...settingsOf(config).map(([name, value]) => `-c ${name}=${value}`)];
  return {
    max: config.databasePoolSize,
    connectionTimeoutMillis: 2_000,
    // With a connection go the plans of its statements, and those of a board or a booking take longer to make than to use.
    idleTimeoutMillis: 300_000,
    query_timeout: 15_000,
    keepAlive: true,
    // A statement is sent at once, whether or not those before it have been answered (ADR 40).
    pipeline: true,
    types: valueTypes,
    ...(config.databasePooler === 'off' && { options: options.join(' ') }),
  };
}

/** How the service connects. */
export function connectionOptions(config: Config): DataSourceOptions {
  return { type: 'postgres', url: config.databaseUrl, installExtensions: false, synchronize: false, extra: poolOptions(config) };
}

/**
 * One connection beside the pool, to ask whether the database answers: whatever crowd waits for the pool, in every process
 * alike, is no reason for a balancer to send it elsewhere. Given up soon, since whoever asks that wants to know it now.
 */
export function lookout(config: Config): Pool {
  const pool = new pg.Pool({ ...poolOptions(config), connectionString: config.databaseUrl, max: 1, query_timeout: 2_000 });
  // An idle connection whose server dies: the pool drops it, and there is nothing else to do.
  pool.on('error', () => undefined);
  return pool;
}
