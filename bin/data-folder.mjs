import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { commandLine, isAlive } from './embedded-postgres/postmaster.mjs';

/** What `npm start` keeps between starts: the database and the secrets made for it. One launcher at a time. */
export class DataFolder {
  #lock;

  constructor(path) {
    this.path = path;
    this.#lock = join(path, 'launcher.pid');
    mkdirSync(path, { recursive: true, mode: 0o700 });
  }

  /**
   * Waits for a launcher that is stopping: after Ctrl-C npm gives the terminal back before that has ended.
   * @throws Error while another launcher uses it: two would take the database from each other
   */
  async claim() {
    for (;;) {
      const { pid, stopping } = this.#holder();
      if (pid === undefined) break;
      if (!stopping) throw new Error(`It runs already on ${this.path} (process ${pid}). Stop that first, or set DATA_DIR to another folder.`);
      await wait(100);
    }
    this.#write(this.#lock, String(process.pid));
  }

  /** From here on whoever comes next may wait. */
  announceStop() {
    this.#write(this.#lock, `${process.pid} stopping`);
  }

  release() {
    rmSync(this.#lock, { force: true });
  }

  #holder() {
    if (!existsSync(this.#lock)) return {};
    const [number, stopping] = readFileSync(this.#lock, 'utf8').split(' ');
    const pid = Number(number);
    // A number may have been given to another program since; without a command line to look at, it may not.
    const isLauncher = pid !== process.pid && isAlive(pid) && (commandLine(pid) ?? 'start.mjs').includes('start.mjs');
    return isLauncher ? { pid, stopping } : {};
  }

  /** A secret of this folder, made at the first start. */
  secret(name, make = () => randomBytes(12).toString('base64url')) {
    const file = join(this.path, name);
    const kept = existsSync(file) ? readFileSync(file, 'utf8').trim() : '';
    if (kept !== '') return kept;
    const made = make();
    this.#write(file, made);
    return made;
  }

  /** Whole or not at all: a start that is killed half way leaves no empty secret behind. */
  #write(file, text) {
    writeFileSync(`${file}.new`, text, { mode: 0o600 });
    renameSync(`${file}.new`, file);
  }
}
