// `npm run prove -- schedule`: the large experiments, at their full size. Each is a test that the suite runs small.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { ROOT } from './install.mjs';

const PROOFS = {
  timing: [
    { test: 'test/api/login-throttle', settings: { TIMING_SAMPLES: '200' } },
    { test: 'test/api/accounts', settings: { TIMING_SAMPLES: '200' } },
    { test: 'test/api/board-stream', settings: { TIMING_SAMPLES: '200' } },
  ],
  restore: [{ test: 'test/story/restore', settings: { RESTORE_PATIENTS: '200000' } }],
  failover: [{ test: 'test/story/failover', settings: { FAILOVER_SECONDS: '30', FAILOVER_DESKS: '8' } }],
  upgrade: [{ test: 'test/story/upgrade', settings: { UPGRADE_PATIENTS: '200000' } }],
  schedule: [
    {
      test: 'test/story/schedule-history',
      settings: {
        PROVE_OPERATIONS: '150000', PROVE_CLIENTS: '32', PROVE_FAULTS_EVERY_MS: '3000', PROVE_FAULTS: '100000',
        PROVE_MUTANTS: 'check-then-insert,answer-kept-later,asynchronous-commit,answer-before-commit,never-freed,patient-unclaimed,turnover-forgotten,key-forgets-body,if-match-ignored,audit-forgotten',
      },
    },
    { test: 'test/kernel/planner-properties', settings: { PROVE_CASES: '2' } },
    { test: 'test/kernel/series-oracle', settings: { PROVE_ORACLE_CASES: '1800' } },
    { test: 'test/kernel/zone-transitions', settings: {} },
    { test: 'test/api/schedule-crowds', settings: { PROVE_ROUNDS: '100' } },
    { test: 'test/api/replan', settings: {} },
  ],
  fuzz: [{ test: 'test/story/fuzz', settings: { FUZZ_SHOTS: '100000' } }],
  crash: [
    { test: 'test/story/mixed-load-crash', settings: { CRASH_JOURNEYS: '120', CRASH_AT_ONCE: '8', CRASH_KILLS: '1000', CRASH_EVERY_MS: '4000' } },
    { test: 'test/story/outage', settings: { OUTAGE_MS: '60000', CROWD_ROUNDS: '10', CLOCKS: 'on' } },
    { test: 'test/story/full-disk', settings: { FULL_DISK: 'on' } },
    { test: 'test/story/crash', settings: { CRASH_EVERY: '1' } },
    { test: 'test/story/alert-crash', settings: { ALERT_KILLS: '100' } },
  ],
};

const [name, ...more] = process.argv.slice(2);
const proofs = PROOFS[name];
if (!proofs) {
  process.stderr.write(`npm run prove -- ${Object.keys(PROOFS).join('|')} (settings in the environment change the size)\n`);
  process.exit(1);
}
// Each of them runs, whatever became of those before it: an hour's run tells all that it found.
const verdicts = proofs.map(({ test, settings }) => {
  const began = Date.now();
  const { status, signal } = spawnSync(process.execPath, [join(ROOT, 'bin/test.mjs'), '--forceExit', ...more, '--', test], { cwd: ROOT, stdio: 'inherit', env: { ...settings, ...process.env } });
  return { test, seconds: Math.round((Date.now() - began) / 1000), held: status === 0, how: status === 0 ? 'held' : signal ? `ended by ${signal}` : `failed (${status})` };
});
const failed = verdicts.filter(({ held }) => !held);
process.stdout.write(`\n${name}: ${failed.length === 0 ? 'all of it held' : `${failed.length} of ${verdicts.length} did not hold`}\n`);
for (const { test, seconds, how } of verdicts) process.stdout.write(`  ${test}: ${how}, ${seconds} s\n`);
process.exit(failed.length === 0 ? 0 : 1);
