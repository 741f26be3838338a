import { spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chownSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync, openSync, closeSync, chmodSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { locateBinaries, NOBODY, program, runsAsRoot } from './binaries.mjs';

/**
 * A PostgreSQL of our own on the loopback interface, its data in one folder.
 *
 * `safe` clusters (the default) flush every commit; the throw-away clusters of tests do not.
 */
export class Cluster {
  #folder;
  #native;
  #safe;
  #process;
  #port;

  constructor(folder, { safe = true } = {}) {
    this.#folder = folder;
    this.#safe = safe;
    this.#native = locateBinaries();
  }

  get data() {
    return join(this.#folder, 'postgres');
  }

  get log() {
    return join(this.#folder, 'postgres.log');
  }

  /** Whether there was no data yet. */
  async start() {
    const fresh = this.#initialise();
    this.#stopOrphan();
    this.#port = await freePort();
    const log = openSync(this.log, 'a');
    if (runsAsRoot()) chownSync(this.log, NOBODY.uid, NOBODY.gid);
    const settings = {
      listen_addresses: '127.0.0.1',
      port: this.#port,
      unix_socket_directories: '',
      max_connections: 100,
      shared_buffers: this.#safe ? '128MB' : '256MB',
      deadlock_timeout: '50ms',
      log_parameter_max_length_on_error: 0,
      log_min_error_statement: 'panic',
      ...(!this.#safe && { fsync: 'off', full_page_writes: 'off', synchronous_commit: 'off', max_wal_size: '2GB' }),
    };
    const options = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
    // Its own process group: Ctrl-C reaches the service first, and the launcher stops the database after it.
    this.#process = spawn(program(this.#native, 'postgres'), ['-D', this.data, ...options], { ...this.#as(), stdio: ['ignore', log, log], detached: true });
    this.#process.unref();
    closeSync(log);
    await this.#untilReady();
    return fresh;
  }

  /** Waits until the server is down; work in flight is rolled back. */
  stop(mode = 'fast') {
    if (!existsSync(join(this.data, 'postmaster.pid'))) return;
    spawnSync(program(this.#native, 'pg_ctl'), ['stop', '-D', this.data, '-m', mode, '-w', '-t', '20'], { ...this.#as(), stdio: 'ignore' });
  }

  remove() {
    this.stop('immediate');
    rmSync(this.#folder, { recursive: true, force: true });
  }

  get pid() {
    return this.#process?.pid;
  }

  url(role, password, database) {
    return `postgres://${role}:${encodeURIComponent(password)}@127.0.0.1:${this.#port}/${database}`;
  }

  get superuserPassword() {
    return readFileSync(join(this.#folder, 'superuser-password'), 'utf8').trim();
  }

  #as() {
    return { cwd: this.#folder, ...(runsAsRoot() && NOBODY), env: { ...process.env, LC_ALL: 'C', TZ: 'UTC' } };
  }

  #initialise() {
    mkdirSync(this.#folder, { recursive: true });
    if (existsSync(join(this.data, 'PG_VERSION')) && existsSync(join(this.#folder, 'initialised'))) return false;
    // What an interrupted first start left behind holds no data yet.
    rmSync(this.data, { recursive: true, force: true });
    const passwordFile = join(this.#folder, 'superuser-password');
    writeFileSync(passwordFile, randomBytes(18).toString('base64url'), { mode: 0o600 });
    if (runsAsRoot()) {
      chmodSync(this.#folder, 0o755);
      chownSync(passwordFile, NOBODY.uid, NOBODY.gid);
      mkdirSync(this.data);
      chownSync(this.data, NOBODY.uid, NOBODY.gid);
    }
    const arguments_ = ['-D', this.data, '-U', 'postgres', '-A', 'scram-sha-256', `--pwfile=${passwordFile}`, '--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--encoding=UTF8', '--data-checksums', ...(this.#safe ? [] : ['--no-sync'])];
    const made = spawnSync(program(this.#native, 'initdb'), arguments_, { ...this.#as(), encoding: 'utf8' });
    if (made.status !== 0) throw new Error(`The embedded database could not be made: ${made.error?.message ?? made.stderr}`);
    writeFileSync(join(this.#folder, 'initialised'), '');
    return true;
  }

  /** A launcher that was killed leaves its server running or a pid file behind; either way we begin anew. */
  #stopOrphan() {
    const pidFile = join(this.data, 'postmaster.pid');
    if (!existsSync(pidFile)) return;
    this.stop('fast');
    if (existsSync(pidFile)) rmSync(pidFile, { force: true });
  }

  async #untilReady() {
    const { default: pg } = await import('pg');
    const deadline = Date.now() + 30_000;
    for (;;) {
      const client = new pg.Client({ connectionString: this.url('postgres', this.superuserPassword, 'postgres'), connectionTimeoutMillis: 1000 });
      client.on('error', () => {});
      try {
        await client.connect();
        await client.end();
        return;
      } catch (fault) {
        await client.end().catch(() => {});
        if (this.#process.exitCode !== null || Date.now() > deadline) {
          throw new Error(`The embedded database did not start (${fault.message}); its log is ${this.log}`);
        }
        await new Promise((done) => setTimeout(done, 50));
      }
    }
  }
}

/** A port that nobody listens on. */
export function freePort() {
  return new Promise((done, failed) => {
    const server = createServer().once('error', failed);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => done(port));
    });
  });
}
