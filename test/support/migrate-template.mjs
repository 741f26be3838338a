// Migrations are TypeScript; they run from the build, which is brought up to date first.
import { build } from '../../bin/install.mjs';

export async function migrate(ownerUrl) {
  build();
  const { migrate: run } = await import('../../dist/src/platform/database/migrate.js');
  await run(ownerUrl);
}
