import tseslint from 'typescript-eslint';

const NO_CLOCK = [
  {
    selector: "NewExpression[callee.name='Date']",
    message: 'Time is an argument: take nowMs or an instant from the caller (src/platform/clock alone makes a Date).',
  },
  {
    selector: "CallExpression[callee.object.name='Date'][callee.property.name='now']",
    message: 'Time is an argument: take nowMs from the caller (src/platform/clock alone reads the time).',
  },
  {
    selector: "CallExpression[callee.name='Date']",
    message: 'Date() prints the time of now; time is an argument.',
  },
  {
    selector: "MemberExpression[object.name='Temporal'][property.name='Now']",
    message: 'Temporal.Now reads the time; time is an argument.',
  },
];

const NO_ENVIRONMENT = {
  selector: "MemberExpression[object.name='process'][property.name='env']",
  message: 'Settings come from Config; src/platform/config is the one reader of the environment.',
};

const NO_DEFAULT_EXPORT = {
  selector: 'ExportDefaultDeclaration',
  message: 'Export by name, so that a thing has one name everywhere.',
};

const OPENS_A_WORK = {
  selector: "CallExpression[callee.property.name='work'][callee.object.property.name='database'], CallExpression[callee.property.name='work'][callee.object.name='database']",
  message: 'Controllers and jobs open the work; a command takes it as its first argument, so that one request is one transaction.',
};

export default tseslint.config(
  { ignores: ['dist/', 'node_modules/', 'docs/'] },
  {
    files: ['src/**/*.ts', 'migrations/**/*.ts', 'test/**/*.ts'],
    languageOptions: {
      parser: tseslint.parser,
      parserOptions: { project: './tsconfig.test.json', tsconfigRootDir: import.meta.dirname },
    },
    plugins: { '@typescript-eslint': tseslint.plugin },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      // What the compiler cannot see, or sees too late.
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: false }],
      '@typescript-eslint/await-thenable': 'error',
      '@typescript-eslint/return-await': ['error', 'error-handling-correctness-only'],
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_', ignoreRestSiblings: true }],
      '@typescript-eslint/ban-ts-comment': ['error', { 'ts-expect-error': 'allow-with-description' }],
      '@typescript-eslint/only-throw-error': 'error',
      '@typescript-eslint/no-require-imports': 'error',
      'no-unreachable': 'error',
      'no-constant-condition': 'error',
      'no-debugger': 'error',
      'no-console': 'error',
      'no-var': 'error',
      'prefer-const': 'error',
      eqeqeq: 'error',
      // A file is read in one sitting or not at all.
      'max-lines': ['error', { max: 250, skipBlankLines: false, skipComments: false }],
      'no-restricted-syntax': ['error', NO_DEFAULT_EXPORT],
    },
  },
  {
    files: ['src/**/*.ts'],
    rules: { 'no-restricted-syntax': ['error', NO_DEFAULT_EXPORT, NO_ENVIRONMENT, OPENS_A_WORK, ...NO_CLOCK] },
  },
  {
    // These open works: one for each request, login, refusal by the guard and the holder of a token (who asks is found out on the way), round of sealing or furnished clinic.
    files: ['src/**/*.controller.ts', 'src/**/*.job.ts', 'src/identity/login.service.ts', 'src/identity/access.guard.ts', 'src/identity/api-keys/key-holder.ts', 'src/identity/openid/openid-login.ts', 'src/outcome-measures/self-report/self-report-door.ts', 'src/audit/sealer.ts', 'src/cli-audit.ts', 'src/platform/**/*.ts', 'src/demo/**/*.ts'],
    rules: { 'no-restricted-syntax': ['error', NO_DEFAULT_EXPORT, NO_ENVIRONMENT, ...NO_CLOCK] },
  },
  {
    files: ['src/platform/clock/**/*.ts'],
    rules: { 'no-restricted-syntax': ['error', NO_DEFAULT_EXPORT, NO_ENVIRONMENT] },
  },
  {
    // The two processes, service and command line, hand their environment to readConfig here, once.
    files: ['src/platform/config/**/*.ts', 'src/main.ts', 'src/cli.ts'],
    rules: { 'no-restricted-syntax': ['error', NO_DEFAULT_EXPORT, ...NO_CLOCK] },
  },
  {
    // Tests measure real time and read settings of the run; they print nothing all the same.
    files: ['test/**/*.ts'],
    rules: { '@typescript-eslint/switch-exhaustiveness-check': 'off', '@typescript-eslint/only-throw-error': 'off' },
  },
);
