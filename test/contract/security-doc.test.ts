import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

it('every path on the page for security reviewers is there', () => {
  const page = readFileSync(join(ROOT, 'docs/security.md'), 'utf8');
  const paths = [...page.matchAll(/`((?:src|test|migrations)\/[^`]+)`/g)].map(([, path]) => path ?? '');
  expect(paths.length).toBeGreaterThan(40);
  expect(paths.filter((path) => !existsSync(join(ROOT, path)))).toEqual([]);
});
