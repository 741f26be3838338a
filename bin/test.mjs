// `npm test`: installs what is missing, then jest over the whole suite on a real PostgreSQL. Arguments go to jest.
// Every service of the run logs all it can; at the end that is searched for all that was told to it of people.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { forgetOtherServers } from './embedded-postgres/prepare.mjs';
import { install, requireNode, ROOT } from './install.mjs';

requireNode();
install();

forgetOtherServers(process.env);
const folder = mkdtempSync(join(tmpdir(), 'tms-run-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
const NODE_OPTIONS = [process.env.NODE_OPTIONS, '--experimental-vm-modules', '--no-warnings'].filter(Boolean).join(' ');
const jest = spawn(process.execPath, [join(ROOT, 'node_modules/jest/bin/jest.js'), ...process.argv.slice(2)], {
  cwd: ROOT,
  stdio: 'inherit',
  env: { ...process.env, NODE_OPTIONS, NODE_ENV: 'test', TZ: 'UTC', TEST_RUN_FOLDER: folder },
});
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => jest.kill(signal));
jest.on('exit', async (code) => {
  const hits = await searchWritten();
  const failed = code ?? 1;
  process.exit(failed === 0 && hits > 0 ? 1 : failed);
});

/** @returns how many of the things told stand in a log, in measurements, or in what the database wrote */
async function searchWritten() {
  const { searchRun } = await import('../test/support/log-search.mjs');
  const begun = performance.now();
  const { found, values, plain, lines, characters } = searchRun(folder);
  const seconds = ((performance.now() - begun) / 1000).toFixed(1);
  if (values === 0) return 0;
  for (const { value, line } of found.slice(0, 20)) process.stderr.write(`Told and logged: ${JSON.stringify(value)}\n  in ${line}\n`);
  const aside = plain > 0 ? ` (${plain} are words of the program itself and were set aside)` : '';
  process.stdout.write(`Logs and metrics: ${values} names, numbers, answers, notes and secrets searched for in ${lines} different lines (${(characters / 1e6).toFixed(1)} MB, ${seconds} s): ${found.length} hits${aside}\n`);
  return found.length;
}
