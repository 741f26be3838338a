import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { DEFAULT_SAFETY_LIMITS, SAFETY_RULES } from '../../src/protocols/read.js';

const PAGE = join(fileURLToPath(new URL('../../', import.meta.url)), 'docs/safety-rules.md');

const row = (...cells: readonly (string | number)[]): string => `| ${cells.map((cell) => String(cell).replaceAll('|', '\\|')).join(' | ')} |`;
const MOVED = { lower: 'only lower', higher: 'only higher' } as const;

const printed = (): string => `# Safety rules and limits

Written from the code: \`src/protocols/safety/rules\` has one file for each rule, \`safety-limits.ts\` the limits.

\`hard\` stops, whoever asks. \`override\` stops until a clinician signs with a reason, which is shown wherever the course is.
\`warn\` and \`info\` tell. A rule may be milder or stricter in a case than its row says (an unlike coil of one family asks for a
signature where one of another family stops); the finding says which it is, what was compared, with which limit, from where.

${row('rule', 'when', 'severity', 'what holds', 'source', 'provenance')}
${row('---', '---', '---', '---', '---', '---')}
${SAFETY_RULES.map(({ code, moments, severity, title, source, provenance }) => row(code, moments.join(', '), severity, title, source, provenance)).join('\n')}

## Limits that a clinic may set

\`PATCH /v1/safety-limits\`, by a clinician, with the reason. The limits behind a hard stop may only become stricter. What is
published stays published; the next check goes by the new ones: of a dose, at an activation, at the start of a session. What a
clinician signed for answers what had been found then; a course of which more is found asks again.

${row('limit', 'standard', 'unit', 'may be', 'source', 'provenance')}
${row('---', '---', '---', '---', '---', '---')}
${Object.entries(DEFAULT_SAFETY_LIMITS).map(([name, { value, unit, onlyStricter, source, provenance }]) => row(`\`${name}\``, value, unit, onlyStricter ? MOVED[onlyStricter] : 'either way', source, provenance)).join('\n')}

A device has a limit of its own, \`maximumOutputPercentMso\`, and the kind of coil it is fitted with, \`coilType\`: a threshold
measured with another kind does not carry over.
`;

it('the page of rules and limits is the one that the service obeys', () => {
  if (process.env['UPDATE_DOCS'] === '1') writeFileSync(PAGE, printed());
  expect(readFileSync(PAGE, 'utf8')).toBe(printed());
});
