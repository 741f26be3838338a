// Everything under test/ runs from TypeScript through swc as ES modules. Kernel tests need no database; the rest share
// one throw-away PostgreSQL, each file on a copy of its migrated template.
const shared = {
  testEnvironment: 'node',
  extensionsToTreatAsEsm: ['.ts'],
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      {
        jsc: {
          target: 'es2023',
          parser: { syntax: 'typescript', decorators: true },
          transform: { legacyDecorator: true, decoratorMetadata: true, useDefineForClassFields: false },
        },
        module: { type: 'es6' },
        sourceMaps: 'inline',
      },
    ],
  },
  setupFiles: ['reflect-metadata'],
};

export default {
  maxWorkers: 2,
  // Each file leaves the modules of the whole service behind in its worker; near the limit of its heap a worker does little
  // but collect garbage. So it is replaced in time.
  workerIdleMemoryLimit: '1200MB',
  testTimeout: 60_000,
  projects: [
    { ...shared, displayName: 'kernel', testMatch: ['<rootDir>/test/kernel/**/*.test.ts'], setupFiles: [...shared.setupFiles, '<rootDir>/test/support/seeded.ts'] },
    {
      ...shared,
      displayName: 'service',
      testMatch: ['<rootDir>/test/{api,story,schema,contract}/**/*.test.ts'],
      setupFiles: [...shared.setupFiles, '<rootDir>/test/support/note-fetch.ts'],
      globalSetup: '<rootDir>/test/support/cluster.mjs',
      globalTeardown: '<rootDir>/test/support/stop-cluster.mjs',
    },
  ],
};
