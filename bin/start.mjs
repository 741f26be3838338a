// `npm start`: installs what is missing, builds, starts an embedded PostgreSQL where no DATABASE_URL is given, and serves.
import { spawn } from 'node:child_process';
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { join, resolve } from 'node:path';
import { build, install, requireNode, ROOT, say } from './install.mjs';

requireNode();
install();
build();

const { DataFolder } = await import('./data-folder.mjs');
const { Cluster } = await import('./embedded-postgres/cluster.mjs');
const { forgetOtherServers, prepareDatabase } = await import('./embedded-postgres/prepare.mjs');

const env = { ...process.env };
let folder, cluster, service;
let stopping = false;
let failed = false;

// From here on there may be something to stop, and a start that is interrupted stops what it has started so far.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, stop);
// npm runs us through a shell that may not pass signals on: when it dies, so do we.
if (process.env.npm_lifecycle_event !== undefined) {
  const parent = process.ppid;
  setInterval(() => process.ppid !== parent && stop(), 500).unref();
}

try {
  // In production the service names every setting it lacks; an embedded database would hide that.
  if (!env.DATABASE_URL && env.NODE_ENV !== 'production') await startDatabase();
  if (stopping) end(0);
  else serve();
} catch (fault) {
  process.stderr.write(`${fault.message}\n`);
  end(1);
}

async function startDatabase() {
  const claimed = new DataFolder(resolve(env.DATA_DIR || join(ROOT, '.data')));
  await claimed.claim();
  folder = claimed;
  cluster = new Cluster(folder.path);
  say(cluster.exists ? 'Starting the embedded database ...' : 'Making the embedded database (once) ...');
  forgetOtherServers(process.env);
  forgetOtherServers(env);
  await cluster.start(() => {
    process.stderr.write(`The embedded database has ended; its log is ${cluster.log}\n`);
    failed = true;
    stop();
  });
  env.DATABASE_URL = await prepareDatabase(cluster, 'tms', folder.secret('owner-password'));
  // Kept, so that who is logged in stays so when the service is started again.
  env.TOKEN_SIGNING_KEY = env.TOKEN_SIGNING_KEY || folder.secret('token-signing-key', () => JSON.stringify(generateKeyPairSync('ed25519').privateKey.export({ format: 'jwk' })));
  env.SECRETS_KEY = env.SECRETS_KEY || folder.secret('secrets-key', () => randomBytes(32).toString('base64'));
  env.DEMO = env.DEMO || 'on';
  if (env.DEMO === 'on') env.DEMO_PASSWORD = env.DEMO_PASSWORD || folder.secret('demo-password');
}

function serve() {
  // Its own process group, so that Ctrl-C reaches the launcher alone; the channel tells the service when the launcher dies.
  service = spawn(process.execPath, ['--enable-source-maps', join(ROOT, 'dist/src/main.js')], { cwd: ROOT, env, stdio: ['ignore', 'inherit', 'inherit', 'ipc'], detached: true });
  service.once('error', (fault) => {
    process.stderr.write(`${fault.message}\n`);
    end(1);
  });
  service.once('exit', (code, signal) => end(failed ? 1 : stopping && (code === 0 || signal === 'SIGTERM') ? 0 : (code ?? 1)));
}

/** Once only, however many signals come (npm passes on what the terminal has sent already): a second would cut the service's answers short. */
function stop() {
  if (stopping) return;
  stopping = true;
  folder?.announceStop();
  service?.kill('SIGTERM');
}

/** The service has ended, so its database may. */
function end(code) {
  try {
    cluster?.stop();
    folder?.release();
  } catch (fault) {
    process.stderr.write(`${fault.message}\n`);
    process.exit(1);
  }
  process.exit(code);
}
