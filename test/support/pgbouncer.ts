import { spawn, type ChildProcess } from 'node:child_process';
import { chownSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import pg from 'pg';
import { freePort } from './debian-cluster.js';

const PROGRAM = '/usr/sbin/pgbouncer';
export const hasPgbouncer = (): boolean => existsSync(PROGRAM);

/** A pgbouncer that hands out a connection for each transaction, and is told where the primary is. */
export class Pgbouncer {
  readonly #folder = mkdtempSync(join(tmpdir(), 'tms-pgbouncer-'));
  #process: ChildProcess | undefined;

  private constructor(readonly port: number, private readonly user: string, private readonly password: string) {}

  static async start(serverPort: number, user: string, password: string): Promise<Pgbouncer> {
    const bouncer = new Pgbouncer(await freePort(), user, password);
    bouncer.#write(serverPort);
    const as = process.getuid?.() === 0 ? { uid: 65534, gid: 65534 } : {};
    if ('uid' in as) chownSync(bouncer.#folder, 65534, 65534);
    bouncer.#process = spawn(PROGRAM, [join(bouncer.#folder, 'pgbouncer.ini')], { stdio: 'ignore', ...as });
    for (let tries = 0; ; tries += 1) {
      try {
        const client = new pg.Client(bouncer.url);
        await client.connect();
        await client.end();
        return bouncer;
      } catch (fault) {
        if (tries > 100) throw new Error(`pgbouncer does not start: ${bouncer.#log}`, { cause: fault });
        await wait(100);
      }
    }
  }

  get url(): string {
    return `postgres://${this.user}:${encodeURIComponent(this.password)}@127.0.0.1:${this.port}/tms`;
  }

  /** From now on the primary is elsewhere; connections to the old one are dropped. */
  pointTo(serverPort: number): void {
    this.#write(serverPort);
    this.#process?.kill('SIGHUP');
  }

  async stop(): Promise<void> {
    const child = this.#process;
    if (child && child.exitCode === null && child.signalCode === null) {
      const ended = new Promise((resolve) => child.once('exit', resolve));
      child.kill('SIGKILL');
      await ended;
    }
    rmSync(this.#folder, { recursive: true, force: true });
  }

  get #log(): string {
    const file = join(this.#folder, 'log');
    return existsSync(file) ? readFileSync(file, 'utf8') : '';
  }

  #write(serverPort: number): void {
    writeFileSync(join(this.#folder, 'users'), `"${this.user}" "${this.password}"\n`);
    writeFileSync(
      join(this.#folder, 'pgbouncer.ini'),
      `[databases]
tms = host=127.0.0.1 port=${serverPort} dbname=tms
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = ${this.port}
unix_socket_dir =
auth_type = scram-sha-256
auth_file = ${join(this.#folder, 'users')}
pool_mode = transaction
default_pool_size = 12
max_client_conn = 200
server_login_retry = 0.2
server_connect_timeout = 2
query_wait_timeout = 5
server_fast_close = 1
logfile = ${join(this.#folder, 'log')}
`,
    );
  }
}
