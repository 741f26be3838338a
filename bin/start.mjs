// `npm start`: installs what is missing, builds, starts an embedded PostgreSQL where no DATABASE_URL is given, and serves.
import { spawn } from 'node:child_process';
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { build, install, requireNode, ROOT, say } from './install.mjs';

requireNode();
install();
build();

const env = { ...process.env };
let cluster;
// In production the service names every setting it lacks; an embedded database would hide that.
if (!env.DATABASE_URL && env.NODE_ENV !== 'production') {
  const folder = resolve(env.DATA_DIR || join(ROOT, '.data'));
  mkdirSync(folder, { recursive: true });
  refuseSecond(folder);
  const { Cluster } = await import('./embedded-postgres/cluster.mjs');
  const { prepareDatabase } = await import('./embedded-postgres/prepare.mjs');
  cluster = new Cluster(folder);
  say(existsSync(join(folder, 'initialised')) ? 'Starting the embedded database ...' : 'Making the embedded database (once) ...');
  await cluster.start();
  env.DATABASE_URL = await prepareDatabase(cluster, 'tms', kept(folder, 'owner-password'));
  // Kept, so that who is logged in stays so when the service is started again.
  env.TOKEN_SIGNING_KEY ||= kept(folder, 'token-signing-key', () => JSON.stringify(generateKeyPairSync('ed25519').privateKey.export({ format: 'jwk' })));
  env.DEMO ||= 'on';
  if (env.DEMO === 'on') env.DEMO_PASSWORD ||= kept(folder, 'demo-password');
}

// Its own process group, so that Ctrl-C reaches the launcher alone; the channel tells the service when the launcher dies.
const service = spawn(process.execPath, ['--enable-source-maps', join(ROOT, 'dist/src/main.js')], { cwd: ROOT, env, stdio: ['ignore', 'inherit', 'inherit', 'ipc'], detached: true });
let stopping = false;
const stop = () => {
  // The service first, then its database: the second happens when the first has ended.
  stopping = true;
  service.kill('SIGTERM');
};
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, stop);
// npm runs us through a shell that does not pass signals on: when it dies, so do we.
if (process.env.npm_lifecycle_event !== undefined) {
  const parent = process.ppid;
  setInterval(() => process.ppid !== parent && stop(), 500).unref();
}
service.on('exit', (code, signal) => {
  cluster?.stop();
  process.exit(stopping && (code === 0 || signal === 'SIGTERM') ? 0 : (code ?? 1));
});

/** Two launchers on one data folder would take the database from each other. */
function refuseSecond(folder) {
  const file = join(folder, 'launcher.pid');
  const pid = existsSync(file) ? Number(readFileSync(file, 'utf8')) : 0;
  if (pid > 0 && pid !== process.pid && isLauncher(pid)) {
    process.stderr.write(`It runs already on ${folder} (process ${pid}). Stop that first, or set DATA_DIR to another folder.\n`);
    process.exit(1);
  }
  writeFileSync(file, String(process.pid));
}

function isLauncher(pid) {
  try {
    process.kill(pid, 0);
  } catch (fault) {
    return fault.code === 'EPERM';
  }
  // A number may have been given to another program since.
  const commandLine = `/proc/${pid}/cmdline`;
  return !existsSync(commandLine) || readFileSync(commandLine, 'utf8').includes('start.mjs');
}

/** A secret of this data folder, made at the first start. */
function kept(folder, name, make = () => randomBytes(12).toString('base64url')) {
  const file = join(folder, name);
  if (!existsSync(file)) writeFileSync(file, make(), { mode: 0o600 });
  return readFileSync(file, 'utf8').trim();
}
