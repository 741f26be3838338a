import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { accessSync, constants, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const MINIMUM_NODE = [20, 19];

/** Ends with a clear word where Node is too old. */
export function requireNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > MINIMUM_NODE[0] || (major === MINIMUM_NODE[0] && minor >= MINIMUM_NODE[1])) return;
  process.stderr.write(`Node ${MINIMUM_NODE.join('.')} or newer is needed; this is ${process.versions.node}.\n`);
  process.exit(1);
}

/** Installs the packages of package-lock.json unless just these are installed already. */
export function install() {
  const stamp = join(ROOT, 'node_modules/.installed');
  const lock = join(ROOT, 'package-lock.json');
  const wanted = digest([existsSync(lock) ? lock : join(ROOT, 'package.json')]);
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return;
  say('Installing packages (once, about half a minute) ...');
  const cache = cacheElsewhere();
  npm([existsSync(lock) ? 'ci' : 'install', '--include=dev', '--include=optional', ...(cache ? ['--cache', cache] : [])]);
  if (cache) rmSync(cache, { recursive: true, force: true });
  mkdirSync(dirname(stamp), { recursive: true });
  writeFileSync(stamp, wanted);
}

/** Compiles the service unless the build is of just these sources. */
export function build() {
  const stamp = join(ROOT, 'dist/.built');
  const wanted = digest([...files(join(ROOT, 'src')), ...files(join(ROOT, 'migrations')), ...['tsconfig.json', 'nest-cli.json', 'package.json'].map((name) => join(ROOT, name))]);
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return;
  say('Building (once after every change) ...');
  npm(['run', 'build', '--silent']);
  writeFileSync(stamp, wanted);
}

export function say(line) {
  process.stdout.write(`${line}\n`);
}

function npm(arguments_) {
  // npm tells its own path to what it runs; without it (`node bin/start.mjs`) the one on the PATH serves.
  const cli = process.env.npm_execpath;
  const quiet = { cwd: ROOT, stdio: ['ignore', 'pipe', 'pipe'], encoding: 'utf8', env: { ...process.env, NODE_ENV: 'development', NODE_OPTIONS: '' }, maxBuffer: 1 << 28 };
  const done = cli?.endsWith('.js') ? spawnSync(process.execPath, [cli, ...arguments_], quiet) : spawnSync('npm', arguments_, { ...quiet, shell: process.platform === 'win32' });
  if (done.status === 0) return;
  // Interrupted: nothing failed, there is nothing to tell.
  if (done.signal || done.status >= 128) process.exit(130);
  process.stderr.write(`npm ${arguments_.join(' ')} failed:\n${done.error?.message ?? ''}${done.stdout ?? ''}${done.stderr ?? ''}\n`);
  process.exit(1);
}

/** A cache of its own where the usual one cannot be written (a home that is missing, read-only or root's). */
function cacheElsewhere() {
  let folder = process.env.npm_config_cache || join(homedir(), '.npm');
  while (!existsSync(folder)) folder = dirname(folder);
  try {
    accessSync(folder, constants.W_OK);
    return undefined;
  } catch {
    return mkdtempSync(join(tmpdir(), 'tms-clinic-npm-'));
  }
}

function files(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name))
    .sort();
}

function digest(paths) {
  const hash = createHash('sha256');
  for (const path of paths) hash.update(path.slice(ROOT.length)).update('\0').update(readFileSync(path)).update('\0');
  return hash.digest('hex');
}
