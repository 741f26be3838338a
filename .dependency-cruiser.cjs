// Which part of the product may lean on which. `npm run lint` holds the source against these rules, and so does
// test/contract/house.test.ts. An arrow that these rules forbid is never fixed by an exemption alone: either the thing
// needed belongs further down, or the lower room should hand it up through its door.

/** The rooms from the ground up; rooms on one level are siblings and know nothing of each other. */
const LEVELS = [
  ['platform'],
  ['audit'],
  ['identity'],
  ['clinics'],
  ['alerts'],
  ['patients', 'protocols'],
  ['courses', 'scheduling'],
  ['sessions', 'outcome-measures'],
  ['review', 'interop'],
];

/** Folders of plain calculation: same input, same output, nothing else touched. */
const KERNELS = {
  'audit/chain': ['^node:crypto$', '^crypto$'], // a hash chain cannot be computed without a hash
  'identity/permissions': [],
  'protocols/dose': [],
  'protocols/safety': [],
  'protocols/catalogue': [],
  'patients/screening': [],
  'patients/medication-risk': [],
  'patients/opioid-mme': [],
  'patients/chronicity': [],
  'courses/combination': [],
  'courses/coverage': [],
  'courses/ramp': [],
  'courses/readiness': [],
  'courses/threshold': [],
  'courses/side-rule': [],
  'courses/target': [],
  'scheduling/planner': ['temporal-polyfill'], // clinic hours are local time, and days change length
  'sessions/pre-session-check': [],
  'sessions/billing': [],
  'sessions/corrections': [],
  'sessions/adverse-event-terms': [],
  'outcome-measures/scoring': [],
  'outcome-measures/change': [],
  'outcome-measures/plan': ['temporal-polyfill'], // assessments fall due on calendar days
  'review/statistics': ['@stdlib'], // quantiles of a well-kept library rather than our own
  'review/cohorts/suppression': [],
  'review/cohorts/moments': [],
};

const rooms = LEVELS.flat();
const oneOf = (names) => `(?:${names.join('|')})`;

const levelRules = LEVELS.flatMap((level, height) =>
  level.map((room) => {
    const higher = LEVELS.slice(height + 1).flat();
    const siblings = level.filter((other) => other !== room);
    return {
      name: `${room}-leans-only-on-what-is-below`,
      comment:
        `${room} may use only the rooms below it. A use of a higher room would make the two one, and a use of a ` +
        'sibling would tie together what was kept apart so that each can change alone.',
      severity: 'error',
      from: { path: `^src/${room}/` },
      to: { path: `^src/${oneOf([...higher, ...siblings, '(?:application|main|cli|app\\.module|demo)'])}(?:/|\\.ts$)` },
    };
  }),
);

const doorRules = rooms
  .filter((room) => room !== 'platform')
  .map((room) => ({
    name: `${room}-is-entered-by-its-door`,
    comment:
      `Other rooms reach ${room} through index.ts (its commands) or read.ts (its reads), so that everything behind ` +
      'those two files can be rewritten without asking anybody.',
    severity: 'error',
    from: { path: '^src/', pathNot: [`^src/${room}/`, '^src/demo/'] },
    to: { path: `^src/${room}/`, pathNot: [`^src/${room}/(?:index|read)\\.ts$`] },
  }));

const topRules = [
  {
    name: 'demo-uses-doors',
    comment:
      'The demonstration makes its data through the same commands as a clinic does. Types are let through ' +
      'because naming the shape of a request is not going round its command.',
    severity: 'error',
    from: { path: '^src/demo/' },
    to: {
      path: `^src/${oneOf(rooms.filter((room) => room !== 'platform'))}/`,
      pathNot: ['^src/[^/]+/(?:index|read)\\.ts$'],
      dependencyTypesNot: ['type-only'],
    },
  },
];

const kernelRules = Object.entries(KERNELS).map(([kernel, extra]) => {
  const room = kernel.split('/')[0];
  const neighbours = Object.keys(KERNELS).filter((other) => other.startsWith(`${room}/`));
  return {
    name: `${kernel.replace('/', '-')}-stays-a-kernel`,
    comment:
      `src/${kernel} is plain calculation that can be checked against its sources by tables. It may use itself, the ` +
      'other kernels of its room and src/platform/kernel; a framework, a database or a clock would end that.',
    severity: 'error',
    from: { path: `^src/${kernel}/` },
    to: {
      pathNot: [
        ...neighbours.map((name) => `^src/${name}/`),
        '^src/platform/kernel/(?!uuid\\.ts$)',
        ...extra.map((name) => (name.startsWith('^') ? name : `(?:^|/)${name}(?:/|$)`)),
      ],
    },
  };
});

module.exports = {
  forbidden: [
    {
      name: 'no-cycles',
      comment:
        'Two files that need each other are one file, or hide a third. Types count too: a circle of types is just as ' +
        'hard to take apart as one of values.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'only-what-is-installed',
      comment: 'An import that package.json does not name works by luck until somebody else changes their dependencies.',
      severity: 'error',
      from: { path: '^src/' },
      to: { dependencyTypes: ['unknown', 'undetermined', 'npm-no-pkg', 'npm-unknown', 'npm-dev'] },
    },
    {
      name: 'platform-kernel-stays-a-kernel',
      comment:
        'Every kernel may import src/platform/kernel, so it must itself import nothing. The package uuid alone is let ' +
        'through, for uuid.ts, which makes the ids of new rows and which kernels therefore may not import.',
      severity: 'error',
      from: { path: '^src/platform/kernel/' },
      to: { pathNot: ['^src/platform/kernel/', '(?:^|/)node_modules/uuid/'] },
    },
    ...levelRules,
    ...doorRules,
    ...topRules,
    ...kernelRules,
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'require', 'node', 'default', 'types'] },
  },
};
