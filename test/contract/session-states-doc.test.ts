import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { stateTable } from '../../src/sessions/session-states/index.js';

const PAGE = join(fileURLToPath(new URL('../../', import.meta.url)), 'docs/session-states.md');

const printed = (): string => `# The states of a session

Every state and every action of the interface: the state or states that can follow. What is empty is refused with 409
\`wrong-state\`, and nothing changes. A session that was stopped keeps its state when it is signed; the signature closes it
all the same. Whoever is checked in on the answers of another day is asked again: \`check-in\` is allowed then, too.

${stateTable()}
`;

describe('the table of states', () => {
  it('in the documents is the one that the service obeys', () => {
    if (process.env['UPDATE_DOCS'] === '1') writeFileSync(PAGE, printed());
    expect(readFileSync(PAGE, 'utf8')).toBe(printed());
  });

  it('stands in the reference beside the sessions', () => {
    const { paths } = JSON.parse(readFileSync(join(PAGE, '../openapi.json'), 'utf8')) as { paths: Record<string, { get: { description: string } }> };
    expect(paths['/v1/sessions/{id}']?.get.description).toContain(stateTable());
  });
});
