import { copyFileSync, existsSync } from 'node:fs';
import { join } from 'node:path';

export default function stopCluster() {
  const cluster = globalThis.__testCluster;
  const folder = process.env.TEST_RUN_FOLDER;
  // What the database wrote is searched too: it knows rows.
  if (cluster && folder && existsSync(cluster.log)) copyFileSync(cluster.log, join(folder, 'postgres.log'));
  cluster?.remove();
}
