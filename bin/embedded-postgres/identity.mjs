import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const NOBODY = { uid: 65534, gid: 65534 };
/** Where root keeps what PostgreSQL must be able to reach when the project lies in a closed folder such as /root. */
export const OPEN_FOLDER = '/var/lib/tms-clinic';

export const runsAsRoot = () => process.platform !== 'win32' && process.getuid() === 0;

/** PostgreSQL refuses to run as root, so as root it runs as whoever owns its data, and as nobody where there is none yet. */
export function identityOf(data) {
  if (!runsAsRoot()) return {};
  const { uid, gid } = existsSync(data) ? statSync(data) : NOBODY;
  return uid === 0 ? NOBODY : { uid, gid };
}

/** Whether everybody may pass through every folder down to this one. */
export function isOpen(path) {
  return path === dirname(path) || ((statSync(path).mode & 0o001) !== 0 && isOpen(dirname(path)));
}

/**
 * The folder for a cluster whose home was to be `folder`: that one, unless the user PostgreSQL runs as cannot get there.
 * Then a folder under OPEN_FOLDER, remembered in `folder`, so that whoever deletes `folder` begins with an empty database.
 */
export function clusterFolder(folder) {
  if (!runsAsRoot() || isOpen(dirname(folder)) || existsSync(join(folder, 'postgres/PG_VERSION'))) return folder;
  const pointer = join(folder, 'database-is-at');
  if (!existsSync(pointer)) writeFileSync(pointer, `${join(OPEN_FOLDER, randomBytes(6).toString('hex'))}\n`);
  const elsewhere = readFileSync(pointer, 'utf8').trim();
  mkdirSync(elsewhere, { recursive: true });
  return elsewhere;
}
