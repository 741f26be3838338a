// `npm test`: installs what is missing, then jest over the whole suite on a real PostgreSQL. Arguments go to jest.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { forgetOtherServers } from './embedded-postgres/prepare.mjs';
import { install, requireNode, ROOT } from './install.mjs';

requireNode();
install();

forgetOtherServers(process.env);
const NODE_OPTIONS = [process.env.NODE_OPTIONS, '--experimental-vm-modules', '--no-warnings'].filter(Boolean).join(' ');
const jest = spawn(process.execPath, [join(ROOT, 'node_modules/jest/bin/jest.js'), ...process.argv.slice(2)], {
  cwd: ROOT,
  stdio: 'inherit',
  env: { ...process.env, NODE_OPTIONS, NODE_ENV: 'test', TZ: 'UTC' },
});
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => jest.kill(signal));
jest.on('exit', (code) => process.exit(code ?? 1));
