import { randomBytes } from 'node:crypto';
import pg from 'pg';

/** A database of a test file's own: a copy of the migrated template. */
export interface ClonedDatabase {
  /** As the owner of the schema; the service then works as `tms_service`. */
  ownerUrl: string;
  /** As superuser, for tests that tamper. */
  superuserUrl: string;
  drop(): Promise<void>;
}

const TEMPLATE = 'tms_template';

function url(base: string, database: string): string {
  const changed = new URL(base);
  changed.pathname = `/${database}`;
  return changed.href;
}

async function asSuperuser(statement: string): Promise<void> {
  const client = new pg.Client(process.env['TEST_PG_SUPERUSER_URL']);
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

/** Copies the template; about a tenth of a second. */
export async function cloneDatabase(): Promise<ClonedDatabase> {
  const [owner, superuser] = [process.env['TEST_PG_URL'], process.env['TEST_PG_SUPERUSER_URL']];
  if (!owner || !superuser) throw new Error('No test server: run through `npm test`');
  const name = `test_${randomBytes(6).toString('hex')}`;
  await asSuperuser(`create database ${name} template ${TEMPLATE} owner ${new URL(owner).username}`);
  return {
    ownerUrl: url(owner, name),
    superuserUrl: url(superuser, name),
    drop: () => asSuperuser(`drop database if exists ${name} with (force)`),
  };
}
