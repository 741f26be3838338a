import pg from 'pg';
import type { DataSourceOptions } from 'typeorm';
import type { Config } from '../config/config.js';
import { toInstant } from '../clock/clock.js';

/** The role the service works as: it owns nothing, so row level security binds it and no table can be altered. */
export const SERVICE_ROLE = 'tms_service';

const { builtins } = pg.types;
const parsers = new Map<number, (text: string) => unknown>([
  [builtins.TIMESTAMPTZ, (text) => toInstant(Date.parse(text))],
  [builtins.DATE, (text) => text],
  [builtins.TIME, (text) => text.slice(0, 5)],
  [builtins.INT8, Number],
  [builtins.NUMERIC, Number],
]);

/** Instants arrive as RFC 3339 in UTC, dates as YYYY-MM-DD, wall times as HH:MM, whatever the machine's zone is. */
const types = {
  getTypeParser(oid: number, format?: 'text' | 'binary'): unknown {
    return (format === 'binary' ? undefined : parsers.get(oid)) ?? pg.types.getTypeParser(oid, format);
  },
};

/** How the service connects: as the service role, with every wait bounded. */
export function connectionOptions(config: Config): DataSourceOptions {
  return {
    type: 'postgres',
    url: config.databaseUrl,
    installExtensions: false,
    synchronize: false,
    extra: {
      max: config.databasePoolSize,
      connectionTimeoutMillis: 2_000,
      idleTimeoutMillis: 30_000,
      query_timeout: 15_000,
      keepAlive: true,
      types,
      options: [
        `-c role=${SERVICE_ROLE}`,
        '-c timezone=UTC',
        '-c datestyle=ISO',
        '-c statement_timeout=10s',
        '-c lock_timeout=3s',
        '-c idle_in_transaction_session_timeout=15s',
        '-c default_transaction_isolation=read\\ committed',
      ].join(' '),
    },
  };
}
