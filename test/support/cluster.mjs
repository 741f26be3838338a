// One throw-away PostgreSQL for a whole run, with a migrated template that each test file copies.
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Cluster } from '../../bin/embedded-postgres/cluster.mjs';
import { prepareDatabase } from '../../bin/embedded-postgres/prepare.mjs';

const TEMPLATE = 'tms_template';

export default async function startCluster() {
  const { migrate } = await import('./migrate-template.mjs');
  const cluster = new Cluster(mkdtempSync(join(tmpdir(), 'tms-test-')), { throwAway: true });
  globalThis.__testCluster = cluster;
  try {
    await cluster.start();
    const ownerUrl = await prepareDatabase(cluster, TEMPLATE, 'owner of a throw-away database');
    await migrate(ownerUrl);
    process.env.TEST_PG_URL = ownerUrl;
    process.env.TEST_PG_SUPERUSER_URL = cluster.url('postgres', cluster.superuserPassword, 'postgres');
  } catch (fault) {
    cluster.remove();
    throw fault;
  }
}
