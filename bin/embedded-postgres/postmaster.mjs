import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, readlinkSync, realpathSync, rmSync } from 'node:fs';
import { join } from 'node:path';

/**
 * What `postmaster.pid` says about a data folder: nobody holds it, a server does, or the file is a relic whose number
 * another program bears by now (usual after a power cut, and in containers, where the same numbers come back).
 */
export function holderOf(data) {
  const file = join(data, 'postmaster.pid');
  if (!existsSync(file)) return { held: false };
  const pid = Number.parseInt(readFileSync(file, 'utf8'), 10);
  if (!isAlive(pid)) return { held: false };
  if (!servesFolder(pid, data)) return { held: false, relic: file };
  return { held: true, pid };
}

/** Removes a relic, which would keep PostgreSQL from starting. The file of a server that lives is never touched. */
export function clearRelic(data) {
  const { relic } = holderOf(data);
  if (relic) rmSync(relic, { force: true });
}

export function isAlive(pid) {
  if (!(pid > 0)) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (fault) {
    return fault.code === 'EPERM';
  }
}

/** The command line of a process; undefined where the system does not tell. */
export function commandLine(pid) {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
  } catch {
    const told = process.platform === 'win32' ? undefined : spawnSync('ps', ['-p', String(pid), '-o', 'command='], { encoding: 'utf8' });
    return told?.stdout?.trim() || undefined;
  }
}

/** In doubt yes: to take a living server for a relic would put two servers on one folder. */
function servesFolder(pid, data) {
  try {
    return readlinkSync(`/proc/${pid}/cwd`) === realpathSync(data);
  } catch {
    const line = commandLine(pid);
    return line === undefined || line.includes('postgres');
  }
}
