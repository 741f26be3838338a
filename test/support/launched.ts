import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** `npm start` as a process of its own, on a data folder and a port of its own. */
export class Launched {
  output = '';
  readonly #process: ChildProcess;
  readonly #ended: Promise<number | null>;

  constructor(
    readonly folder: string,
    options: { env?: Record<string, string>; uid?: number } = {},
  ) {
    const env = { PATH: process.env['PATH'], HOME: folder, DATA_DIR: folder, PORT: '0', DEMO: 'off', LOG_LEVEL: 'silent', ...options.env };
    const as = options.uid === undefined ? {} : { uid: options.uid, gid: options.uid };
    this.#process = spawn(process.execPath, [join(ROOT, 'bin/start.mjs')], { cwd: ROOT, env, ...as, stdio: ['ignore', 'pipe', 'pipe'] });
    for (const stream of [this.#process.stdout, this.#process.stderr]) stream?.on('data', (chunk: Buffer) => (this.output += chunk.toString()));
    this.#ended = new Promise((ended) => this.#process.once('close', ended));
  }

  /** Where it listens. */
  async listening(): Promise<string> {
    for (;;) {
      const address = /listens at (http:\S+)/.exec(this.output)?.[1];
      if (address) return address;
      if (this.#process.exitCode !== null) throw new Error(`ended with ${this.#process.exitCode}: ${this.output}`);
      await wait(20);
    }
  }

  /** Its exit code, once all that it started and that shares its output has ended too. */
  ended(): Promise<number | null> {
    return this.#ended;
  }

  signal(signal: NodeJS.Signals): void {
    this.#process.kill(signal);
  }

  get pid(): number {
    return known(this.#process.pid ?? 0, 'launcher', this.output);
  }

  get service(): number {
    const told = spawnSync('ps', ['-A', '-o', 'pid=,ppid=,command='], { encoding: 'utf8' }).stdout.split('\n');
    const line = told.find((text) => new RegExp(`^\\s*\\d+\\s+${this.pid}\\s.*dist/src/main\\.js`).test(text));
    return known(Number.parseInt(line ?? '0', 10), 'service', this.output);
  }

  get postmaster(): number {
    return known(postmasterOf(this.folder).pid, 'database', this.output);
  }
}

/** Never 0: a signal to process 0 reaches the whole group, these tests and whoever runs them among it. */
function known(pid: number, what: string, output: string): number {
  if (!(pid > 0)) throw new Error(`The ${what} does not run: ${output}`);
  return pid;
}

/** Ends a process the hard way. */
export function killHard(...pids: number[]): void {
  for (const pid of pids) process.kill(known(pid, 'process', ''), 'SIGKILL');
}

/** Number and port of the server on a data folder, as its pid file tells; zeros when it runs no more. */
export function postmasterOf(folder: string): { pid: number; port: number } {
  const file = join(folder, 'postgres/postmaster.pid');
  const lines = existsSync(file) ? readFileSync(file, 'utf8').split('\n') : [];
  return { pid: Number(lines[0] ?? 0), port: Number(lines[3] ?? 0) };
}

/** Waits until none of the processes is left; fails after some seconds. */
export async function gone(...pids: number[]): Promise<void> {
  for (let tries = 0; pids.some(isAlive); tries += 1) {
    if (tries > 200) throw new Error(`still there: ${pids.filter(isAlive).join(', ')}`);
    await wait(50);
  }
}

export function isAlive(pid: number): boolean {
  if (pid <= 0) return false;
  // A killed process whose parent has not taken note of it yet is dead all the same.
  return !/^(Z.*)?$/.test(spawnSync('ps', ['-p', String(pid), '-o', 'stat='], { encoding: 'utf8' }).stdout.trim());
}
