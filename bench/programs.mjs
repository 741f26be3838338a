// The programs that are measured, each a process of its own.
import { fork } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { fileURLToPath } from 'node:url';
import { setTimeout as wait } from 'node:timers/promises';
import { compileDocsWay } from './docs-way/compile.mjs';
import { NOW } from './data/shape.mjs';

const at = (path) => fileURLToPath(new URL(path, import.meta.url));

/** One for all: a token of one process is good at the others. */
const TOKEN_SIGNING_KEY = JSON.stringify(generateKeyPairSync('ed25519').privateKey.export({ format: 'jwk' }));

/** The service as it is deployed, but for the clock, which stands where the data set ends. */
export const startProduct = ({ ownerUrl }, execArgv = []) =>
  start('product', at('../dist/src/main.js'), { NODE_ENV: 'development', DATABASE_URL: ownerUrl, CLOCK: NOW, ACCESS_TOKEN_SECONDS: '3600', TOKEN_SIGNING_KEY, PUBLIC_URL: 'http://bench.example', LOG_LEVEL: 'info' }, execArgv);

export const startLimit = ({ ownerUrl, passwordHash }) => start('limit', at('./limit/main.mjs'), { DATABASE_URL: ownerUrl, NOW, PASSWORD_HASH: passwordHash });

/** Without row level security: as a superuser, whom no policy binds. */
export const startDocsWay = ({ superuserUrl }) => start('docs way', compileDocsWay(), { DATABASE_URL: superuserUrl, NOW });

async function start(name, path, settings, execArgv = []) {
  const port = await freePort();
  const inherited = Object.fromEntries(['PATH', 'HOME', 'LANG'].map((key) => [key, process.env[key]]));
  const child = fork(path, { env: { ...inherited, ...settings, PORT: String(port) }, execArgv, stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  const url = `http://127.0.0.1:${port}`;
  for (let tries = 0; ; tries += 1) {
    if (child.exitCode !== null) throw new Error(`The ${name} ended as soon as it was started`);
    if (await fetch(`${url}/health/live`).then(() => true, () => false)) break;
    if (tries > 600) throw new Error(`The ${name} does not answer`);
    await wait(50);
  }
  return {
    name,
    url,
    pid: child.pid,
    rssMiB: () => residentMiB(child.pid),
    stop: () => new Promise((done) => {
      child.once('exit', done);
      child.kill('SIGTERM');
    }),
  };
}

/** Resident memory of a process; undefined where /proc is not. */
function residentMiB(pid) {
  try {
    return Number(/^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024;
  } catch {
    return undefined;
  }
}

function freePort() {
  return new Promise((done) => {
    const server = createServer();
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => done(port));
    });
  });
}
