import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { allows, PERMISSIONS, ROLES } from '../../src/identity/permissions/matrix.js';

const FILE = join(import.meta.dirname, '..', '..', 'docs', 'permissions.md');

function table(): string {
  const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [
    '# Who may do what',
    '',
    'Written from `src/identity/permissions/matrix.ts`, where it is decided; `UPDATE_DOCS=1` with',
    '`test/contract/permissions-doc.test.ts` writes it anew. Somebody with several roles may do what any of them may.',
    'Every route of the reference names its permission; a route without one is open and says why.',
    '',
    row(['Permission', 'lets someone', ...ROLES]),
    row(['---', '---', ...ROLES.map(() => ':-:')]),
    ...Object.entries(PERMISSIONS).map(([name, { allows: sentence }]) =>
      row([`\`${name}\``, sentence, ...ROLES.map((role) => (allows([role], name) ? 'yes' : ''))]),
    ),
    '',
  ].join('\n');
}

it('docs/permissions.md says what the matrix says', async () => {
  if (process.env['UPDATE_DOCS'] === '1') await writeFile(FILE, table());
  expect(await readFile(FILE, 'utf8')).toBe(table());
});
